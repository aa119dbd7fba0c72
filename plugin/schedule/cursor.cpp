// See cursor.h.
#include "schedule/cursor.h"

#include <algorithm>

namespace gateway_scheduler::schedule {
namespace {

using std::chrono::seconds;

constexpr Duration smallest{1};

std::optional<Instant> widen(std::optional<InstantSeconds> instant) {
    if (!instant) return std::nullopt;
    return Instant{*instant};
}

} // namespace

Cursor::Cursor(const Schedule &schedule) : schedule_(&schedule), walk_(walk_of(schedule)) {}

Cursor::Walk Cursor::walk_of(const Schedule &schedule) {
    const auto gap = schedule.dst_gap();
    const auto overlap = schedule.dst_overlap();
    if (const auto *pattern = std::get_if<Pattern>(&schedule.kind()))
        return LocalWalk(schedule.zone(), PatternSearch(*pattern), pattern->fixed_time(), gap, overlap);
    if (const auto *grid = std::get_if<CalendarGrid>(&schedule.kind()))
        return LocalWalk(schedule.zone(), CalendarSearch(*grid), true, gap, overlap);
    return std::monostate{};
}

std::optional<Instant> Cursor::next(Instant after) {
    if (after >= schedule_->end()) return std::nullopt;
    const auto fire = at_or_after(std::max(after + smallest, schedule_->begin()));
    return fire && *fire < schedule_->end() ? fire : std::nullopt;
}

std::optional<Instant> Cursor::previous(Instant at_or_before_) {
    const auto upto = std::min(at_or_before_, schedule_->end() - smallest);
    if (upto < schedule_->begin()) return std::nullopt;
    const auto fire = at_or_before(upto);
    return fire && *fire >= schedule_->begin() ? fire : std::nullopt;
}

std::optional<Instant> Cursor::at_or_after(Instant from) {
    if (auto *walk = std::get_if<LocalWalk<PatternSearch>>(&walk_))
        return widen(walk->at_or_after(std::chrono::ceil<seconds>(from)));
    if (auto *walk = std::get_if<LocalWalk<CalendarSearch>>(&walk_))
        return widen(walk->at_or_after(std::chrono::ceil<seconds>(from)));
    if (const auto *grid = std::get_if<ElapsedGrid>(&schedule_->kind())) return schedule::at_or_after(*grid, from);
    if (const auto *shot = std::get_if<OneShot>(&schedule_->kind())) {
        if (from <= shot->first) return shot->first;
        if (from <= shot->last) return shot->last;
    }
    return std::nullopt;
}

std::optional<Instant> Cursor::at_or_before(Instant upto) {
    if (auto *walk = std::get_if<LocalWalk<PatternSearch>>(&walk_))
        return widen(walk->at_or_before(std::chrono::floor<seconds>(upto)));
    if (auto *walk = std::get_if<LocalWalk<CalendarSearch>>(&walk_))
        return widen(walk->at_or_before(std::chrono::floor<seconds>(upto)));
    if (const auto *grid = std::get_if<ElapsedGrid>(&schedule_->kind())) return schedule::at_or_before(*grid, upto);
    if (const auto *shot = std::get_if<OneShot>(&schedule_->kind())) {
        if (upto >= shot->last) return shot->last;
        if (upto >= shot->first) return shot->first;
    }
    return std::nullopt;
}

std::optional<Fire> Cursor::next_fire(Instant after) {
    const auto at = next(after);
    if (!at) return std::nullopt;
    Fire fire{*at, schedule_->zone().offset_at(*at), false, false, false};
    if (const auto *shot = std::get_if<OneShot>(&schedule_->kind())) {
        fire.moved = shot->moved;
        fire.twin = shot->twin;
    }
    const auto mark = [&](auto &walk) {
        if constexpr (!std::is_same_v<std::monostate &, decltype(walk)>) {
            const auto second = std::chrono::floor<seconds>(*at);
            const auto since = previous(*at - smallest).value_or(schedule_->begin());
            fire.moved = walk.moved(second);
            fire.twin = walk.twin(second);
            fire.skipped_before = walk.skipped_between(std::chrono::floor<seconds>(since), second);
        }
    };
    std::visit(mark, walk_);
    return fire;
}

} // namespace gateway_scheduler::schedule
