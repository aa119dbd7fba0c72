#include "engine/calendars.h"

#include <utility>

namespace gateway_scheduler::engine {

std::set<std::string> Calendars::replace(const std::vector<CalendarRow> &rows) {
    std::map<std::string, Entry> read;
    std::set<std::string> changed;
    for (const CalendarRow &row : rows) {
        const auto known = calendars_.find(row.calendar->name);
        const bool same = known != calendars_.end() && known->second.version == row.version;
        if (!same) changed.insert(row.calendar->name);
        read.emplace(row.calendar->name, same ? known->second : Entry{row.version, row.calendar});
    }
    for (const auto &[name, entry] : calendars_) {
        if (!read.contains(name)) changed.insert(name);
    }
    calendars_ = std::move(read);
    known_ = true;
    return changed;
}

schedule::Exclusions Calendars::exclusions(const std::vector<std::string> &names) const {
    std::vector<std::shared_ptr<const schedule::Calendar>> found;
    for (const std::string &name : names) {
        const auto entry = calendars_.find(name);
        if (entry != calendars_.end()) found.push_back(entry->second.calendar);
    }
    return schedule::Exclusions(std::move(found));
}

} // namespace gateway_scheduler::engine
