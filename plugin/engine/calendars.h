// The calendars that the host keeps, as they were read last. Not thread-safe.
#pragma once

#include "engine/rows.h"
#include "schedule/exclusions.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace gateway_scheduler::engine {

class Calendars {
  public:
    // Takes over what was read; the names of those whose days are others now, new and removed ones included.
    std::set<std::string> replace(const std::vector<CalendarRow> &rows);

    // Have they been read at all?
    bool known() const { return known_; }
    bool knows(const std::string &name) const { return calendars_.contains(name); }

    // Of those among the names that are known: a calendar that the host has lost excludes nothing.
    schedule::Exclusions exclusions(const std::vector<std::string> &names) const;

  private:
    struct Entry {
        std::int64_t version = 0;
        std::shared_ptr<const schedule::Calendar> calendar;
    };
    std::map<std::string, Entry> calendars_;
    bool known_ = false;
};

} // namespace gateway_scheduler::engine
