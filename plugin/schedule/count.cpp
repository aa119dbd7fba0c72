// See count.h.
#include "schedule/count.h"

#include "schedule/cursor.h"

namespace gateway_scheduler::schedule {
namespace {

std::optional<std::int64_t> unless_more(std::int64_t count, std::int64_t limit) {
    if (count > limit) return std::nullopt;
    return count;
}

} // namespace

std::optional<std::int64_t> count_between(const Schedule &schedule, Instant first, Instant last, std::int64_t limit) {
    Cursor cursor(schedule);
    const auto before = first == Instant::min() ? first : first - Duration{1};
    auto fire = cursor.next(before);
    if (!fire || *fire > last) return unless_more(0, limit);
    if (const auto *grid = std::get_if<ElapsedGrid>(&schedule.kind())) {
        const auto final = cursor.previous(last);
        return unless_more((*final - *fire) / grid->interval + 1, limit);
    }
    std::int64_t count = 0;
    while (fire && *fire <= last) {
        if (++count > limit) return std::nullopt;
        fire = cursor.next(*fire);
    }
    return count;
}

} // namespace gateway_scheduler::schedule
