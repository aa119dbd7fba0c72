// See sizes.h.
#include "sizes.h"

#include <cstdint>

#include "allocations.h"
#include "cases.h"
#include "schedule/cursor.h"
#include "schedule/schedule.h"

namespace next_fire {
namespace {

using schedule::Schedule;
using schedule::ScheduleOptions;

constexpr std::size_t schedules_to_weigh = 10'000;

Allocations weigh(const std::vector<std::string> &patterns, const ScheduleOptions &options) {
    std::vector<Schedule> schedules;
    schedules.reserve(schedules_to_weigh);
    return count_allocations([&] {
        for (std::size_t i = 0; i < schedules_to_weigh; ++i)
            schedules.push_back(Schedule::parse(patterns[i % patterns.size()], options).value());
    });
}

double each(std::int64_t all) {
    return static_cast<double>(all) / static_cast<double>(schedules_to_weigh);
}

} // namespace

nlohmann::json sizes(const std::vector<std::string> &patterns, const std::string &zone) {
    const auto bytes = zone_bytes(zone);
    ScheduleOptions options;
    const auto one_zone = count_allocations([&] { options.zone = schedule::Zone::parse(zone, bytes).value(); });
    const auto sharing = weigh(patterns, options);
    const auto without_zone = weigh(patterns, {});
    return {{"schedule", sizeof(Schedule)},         {"cursor", sizeof(schedule::Cursor)},
            {"zone_heap", one_zone.bytes},          {"heap_sharing", each(sharing.bytes)},
            {"calls_sharing", each(sharing.calls)}, {"heap_without_zone", each(without_zone.bytes)}};
}

} // namespace next_fire
