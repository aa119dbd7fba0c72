#include "abi/calendars.h"

#include "abi/struct_reader.h"
#include "abi/text.h"

#include <memory>

namespace gateway_scheduler::abi {

namespace {

constexpr std::int32_t kMaxRanges = 10'000;
constexpr std::int64_t kFarthestDay = 200'000; // beyond the years that schedules know, on both sides

date::local_days day(std::int64_t since_epoch) {
    return date::local_days{date::days{static_cast<int>(since_epoch)}};
}

} // namespace

std::optional<engine::CalendarRow> copy_calendar(const gs_calendar *theirs) {
    const auto row = read_struct(theirs);
    if (row.day_range_count < 0 || row.day_range_count > kMaxRanges || (row.day_range_count > 0 && !row.day_ranges))
        return std::nullopt;
    auto calendar = std::make_shared<schedule::Calendar>();
    calendar->name = view(row.name);
    std::int64_t after = -kFarthestDay;
    for (std::int32_t i = 0; i < row.day_range_count; ++i) {
        const gs_day_range &range = row.day_ranges[i];
        if (range.first_day <= after || range.last_day < range.first_day || range.last_day > kFarthestDay)
            return std::nullopt;
        calendar->days.push_back({day(range.first_day), day(range.last_day)});
        after = range.last_day;
    }
    return engine::CalendarRow{row.version, std::move(calendar)};
}

} // namespace gateway_scheduler::abi
