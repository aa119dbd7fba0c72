#include "engine/timetable.h"

#include "schedule/count.h"

#include <utility>

namespace gateway_scheduler::engine {

namespace {
// Bounds the work of one look: a job of every second is counted over more than a day.
constexpr std::int64_t kCountLimit = 100'000;
} // namespace

schedule::Result<Timetable> make_timetable(const Definition &definition, ZoneSource &zones) {
    auto zone = zones.find(definition.zone);
    if (!zone) return zone.error();
    schedule::ScheduleOptions options;
    options.zone = zone.value();
    options.dst_gap = definition.dst_gap;
    options.dst_overlap = definition.dst_overlap;
    options.start_at = definition.start_at;
    options.end_at = definition.end_at;
    options.job_id = definition.id;
    auto parsed = schedule::Schedule::parse(definition.schedule, options);
    if (!parsed) return parsed.error();
    return std::make_shared<const schedule::Schedule>(std::move(parsed).value());
}

std::optional<Instant> next_fire(const Definition &definition, const schedule::Schedule &schedule, Instant after,
                                 std::int64_t fires) {
    if (definition.max_runs > 0 && fires >= definition.max_runs) return std::nullopt;
    if (schedule.from_completion()) return std::nullopt;
    return schedule.next(after);
}

std::int64_t count_instants(const schedule::Schedule &schedule, Instant first, Instant last) {
    if (schedule.from_completion() || schedule.manual()) return 1;
    return schedule::count_between(schedule, first, last, kCountLimit).value_or(-1);
}

} // namespace gateway_scheduler::engine
