// The lines of an export, read. Each owns what its row points to, and stays where it is. An instance belongs to one
// thread at a time; the constructors throw json::InvalidInput, one sentence.
#pragma once

#include "move/format.h"
#include "move/lines.h"
#include "storage/snapshot.h"
#include "json/calendar_json.h"
#include "json/document.h"
#include "json/job_reader.h"

#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace sample_host::move {

// What the definition means is for the scheduler to judge.
class JobLine {
  public:
    // `defaults` is what the scheduler's job_init filled in.
    JobLine(const gs_job &defaults, const json::Document &line);
    JobLine(const JobLine &) = delete;
    JobLine &operator=(const JobLine &) = delete;

    const gs_job_row &row() const { return row_; }

  private:
    void read_state(const json::Document &state);
    void read_counters(const json::Document &counters);
    void check_state() const;

    json::JobDocument document_;
    std::string tzdata_version_;
    gs_job_row row_{};
};

class RunLine {
  public:
    explicit RunLine(const json::Document &line);
    RunLine(const RunLine &) = delete;
    RunLine &operator=(const RunLine &) = delete;

    const RunOfJob &row() const { return row_; }

  private:
    void check() const;

    std::string job_id_, instance_, concurrency_key_, error_, output_;
    RunOfJob row_{};
};

class RecordLine {
  public:
    explicit RecordLine(const json::Document &line);
    RecordLine(const RecordLine &) = delete;
    RecordLine &operator=(const RecordLine &) = delete;

    const RecordOfJob &row() const { return row_; }

  private:
    std::string job_id_, instance_, detail_;
    RecordOfJob row_{};
};

using Line = std::variant<Header, json::Calendar, std::unique_ptr<JobLine>, std::unique_ptr<RunLine>,
                          std::unique_ptr<RecordLine>, Counts>;

// Throws json::InvalidInput.
Line parse_line(const gs_job &defaults, std::string_view text);

} // namespace sample_host::move
