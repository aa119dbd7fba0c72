// Each kind of line in its place, and within a kind by id, each once: so whoever reads a file needs no memory for what
// was in it. An instance belongs to one thread. Functions throw json::InvalidInput for a line that is out of place.
#pragma once

#include "move/format.h"

#include <string>

namespace sample_host::move {

class LineOrder {
  public:
    void expect_header(bool is_header); // before each line
    void calendar(const std::string &name);
    void job(const std::string &id);
    void run(const std::string &id);
    void record(const std::string &id);
    void end(const Counts &told, const Counts &found);

    bool began() const { return place_ != Place::start; }
    bool ended() const { return place_ == Place::end; }

  private:
    enum class Place { start, calendars, jobs, runs, records, end };

    void advance(Place place, const std::string &what, const std::string &id);

    Place place_ = Place::start;
    bool any_ = false; // in this place
    std::string last_;
};

} // namespace sample_host::move
