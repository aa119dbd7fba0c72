// See rederive.h.
#include "schedule/rederive.h"

#include <algorithm>

#include "schedule/cursor.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr Duration smallest{1};

bool fixed_local_time(const Schedule &schedule) {
    if (const auto *pattern = std::get_if<Pattern>(&schedule.kind())) return pattern->fixed_time();
    return std::holds_alternative<CalendarGrid>(schedule.kind()) || std::holds_alternative<OneShot>(schedule.kind());
}

// From right before its local time on, so that one that was moved out of a gap finds its time again.
std::optional<Instant> same_local_time(const Schedule &schedule, const Zone &before, Instant pending, Instant fired) {
    const auto from = schedule.zone().from_local(before.to_local(pending - smallest)).first;
    return schedule.next(std::max(from - smallest, fired));
}

std::optional<Instant> nearest(const Schedule &schedule, Instant pending, Instant fired) {
    const auto later = schedule.next(std::max(pending - smallest, fired));
    const auto earlier = schedule.previous(pending);
    if (!earlier || *earlier <= fired) return later;
    return !later || pending - *earlier < *later - pending ? earlier : later;
}

std::optional<Instant> next_elapsed(const Schedule &schedule, const Zone *before, Instant pending, Instant after) {
    Cursor cursor(schedule);
    auto fire = cursor.next(after);
    // What fires under both data before the pending one was not owed: the job did not exist yet.
    while (fire && *fire < pending &&
           (before == nullptr || before->offset_at(*fire) == schedule.zone().offset_at(*fire)))
        fire = cursor.next(*fire);
    return fire;
}

} // namespace

std::optional<Instant> rederived(const Schedule &schedule, const Zone *before, Instant pending, Instant fired,
                                 Instant checked) {
    if (std::holds_alternative<ElapsedGrid>(schedule.kind()) || !schedule.has_times()) return pending;
    if (!fixed_local_time(schedule)) return next_elapsed(schedule, before, pending, std::max(fired, checked));
    return before != nullptr ? same_local_time(schedule, *before, pending, fired) : nearest(schedule, pending, fired);
}

} // namespace gateway_scheduler::schedule
