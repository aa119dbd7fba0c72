#include "engine/timetable.h"

#include "engine/mutation.h"

#include "schedule/count.h"
#include "schedule/hash.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {

// Bounds the work of one look: a job of every second is counted over more than a day.
constexpr std::int64_t kCountLimit = 100'000;

// Spreads neighbouring instants over the whole range (the finalizer of MurmurHash3).
std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 33U)) * 0xFF51AFD7ED558CCDU;
    value = (value ^ (value >> 33U)) * 0xC4CEB9FE1A85EC53U;
    return value ^ (value >> 33U);
}

} // namespace

JobTimes::JobTimes(schedule::Schedule schedule, schedule::Exclusions exclusions, const Definition &definition)
    : schedule_(std::move(schedule)),
      exclusions_(std::move(exclusions)),
      jitter_(definition.jitter),
      max_runs_(definition.max_runs),
      hash_(schedule::job_hash(definition.id, "jitter")) {}

bool JobTimes::finished(std::int64_t fires) const {
    const std::int64_t allowed = max_runs_ + (mutated(Mutation::fires_once_more) ? 1 : 0);
    return max_runs_ > 0 && fires >= allowed;
}

std::optional<Instant> JobTimes::next_due(Instant after, std::int64_t fires) const {
    return finished(fires) ? std::nullopt : schedule_.next(after);
}

std::optional<Instant> JobTimes::fire_at(std::optional<Instant> next_due, std::int64_t fires) const {
    if (!next_due) return schedule_.at_start() && !finished(fires) ? std::optional(kAtStart) : std::nullopt;
    if (schedule_.from_completion()) return next_due; // both are in it already
    if (!exclusions_.find(schedule_, *next_due)) return with_jitter(*next_due);
    if (schedule_.at_start()) return next_due;
    const auto allowed = schedule::next_allowed(schedule_, exclusions_, *next_due);
    return allowed ? with_jitter(*allowed)
                   : std::max(*next_due, schedule_.previous(schedule_.end()).value_or(*next_due));
}

Instant JobTimes::with_jitter(Instant due) const {
    if (jitter_ <= Duration{0}) return due;
    auto span = jitter_;
    if (const auto following = schedule_.next(due)) span = std::min(span, *following - due - Duration{1});
    const auto hash = mix(hash_ ^ static_cast<std::uint64_t>(due.time_since_epoch().count()));
    return due + Duration{static_cast<std::int64_t>(hash % (static_cast<std::uint64_t>(span.count()) + 1))};
}

std::optional<Instant> JobTimes::after_completion(Instant completed, std::int64_t fires) const {
    auto due = finished(fires) ? std::nullopt : schedule_.after_completion(completed);
    while (due) {
        const auto hit = exclusions_.find(schedule_, *due);
        if (!hit) break;
        due = std::max(*due, schedule::begin_of_day(schedule_, hit.range.last + date::days{1}));
        if (*due >= schedule_.end()) return std::nullopt;
    }
    return due ? std::optional(with_jitter(*due)) : due;
}

std::int64_t JobTimes::count(Instant first, Instant last) const {
    if (!schedule_.has_times()) return 1;
    return schedule::count_between(schedule_, first, last, kCountLimit).value_or(-1);
}

bool JobTimes::over(Instant now, std::int64_t fires) const {
    if (finished(fires)) return true;
    if (schedule_.from_completion()) return !after_completion(now, fires);
    return !schedule_.manual() && !schedule_.at_start();
}

bool JobTimes::fires_after(Instant now) const {
    return !schedule_.has_times() || schedule::next_allowed(schedule_, exclusions_, now).has_value();
}

schedule::Result<Timetable> make_timetable(const Definition &definition, ZoneSource &zones,
                                           const Calendars &calendars) {
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
    return Timetable(std::make_shared<const JobTimes>(std::move(parsed).value(),
                                                      calendars.exclusions(definition.calendars), definition));
}

bool depends_on_zone(const Definition &definition) {
    return !definition.zone.empty() && definition.zone != "UTC";
}

} // namespace gateway_scheduler::engine
