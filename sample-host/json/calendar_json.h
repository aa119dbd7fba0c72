// Calendars as JSON objects, {"name":"holidays","days":["2026-12-25","2026-12-28..2026-12-31"]}, and as the command
// line and questions about schedules have them. Thread-safe: pure functions.
#pragma once

#include <gateway_scheduler/run.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace sample_host::json {

struct Calendar {
    std::string name;
    std::vector<gs_day_range> days;
};

std::string calendar_to_json(const gs_calendar &calendar);
std::string calendar_to_json(const Calendar &calendar);

// The name is empty when the text has none; the days are as they stand there. Throws InvalidInput naming the key.
Calendar parse_calendar(std::string_view text);

// Days that a question excludes, [NAME=]DAY[..DAY]: those of one name make one calendar. Throws InvalidInput.
void add_exclusion(std::vector<Calendar> &calendars, std::string_view text);

// The name of exclusions that were given none, such that "excluded by the calendar ..." reads well.
inline constexpr std::string_view unnamed_exclusions = "given here";

// What the contract's functions take, borrowing from this, which keeps its own copy of the days in their order.
class LentCalendars {
  public:
    explicit LentCalendars(const std::vector<Calendar> &calendars);
    LentCalendars(const LentCalendars &) = delete;
    LentCalendars &operator=(const LentCalendars &) = delete;

    const gs_calendar *data() const { return rows_.data(); }
    int32_t size() const { return static_cast<int32_t>(rows_.size()); }

  private:
    std::deque<std::vector<gs_day_range>> days_;
    std::vector<gs_calendar> rows_; // their names are those of the calendars that this was made from
};

} // namespace sample_host::json
