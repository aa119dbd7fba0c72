#include "calendar.h"

namespace simulation {

using namespace engine;

std::optional<Calendar> Calendar::of(const Definition &definition, ZoneSource &zones) {
    const auto zone = zones.find(definition.zone);
    if (!zone) return std::nullopt;
    gateway_scheduler::schedule::ScheduleOptions options;
    options.zone = zone.value();
    options.dst_gap = definition.dst_gap;
    options.dst_overlap = definition.dst_overlap;
    options.start_at = definition.start_at;
    options.end_at = definition.end_at;
    options.job_id = definition.id;
    auto parsed = gateway_scheduler::schedule::Schedule::parse(definition.schedule, options);
    if (!parsed) return std::nullopt;
    return Calendar(std::move(parsed).value());
}

std::int64_t Calendar::count(Instant first, Instant last, std::int64_t limit) const {
    std::int64_t fires = 0;
    for (auto fire = next(first - Duration(1)); fire && *fire <= last; fire = next(*fire)) {
        if (++fires > limit) return -1;
    }
    return fires;
}

} // namespace simulation
