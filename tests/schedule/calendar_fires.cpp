// See calendar_fires.h.
#include "calendar_fires.h"

#include <algorithm>
#include <ctime>
#include <set>
#include <vector>

namespace schedule_test {
namespace {

using gateway_scheduler::schedule::DstGap;
using gateway_scheduler::schedule::DstOverlap;

constexpr Seconds minute = 60;
constexpr Seconds hour = 3600;
constexpr Seconds day = 86'400;
constexpr Seconds end_of_2199 = 7'258'118'400;

Seconds offset_at(Seconds utc) {
    std::tm at{};
    const std::time_t time = utc;
    localtime_r(&time, &at);
    return at.tm_gmtoff;
}

// The offsets that the zone has around one day, and the instants at which they change.
struct Offsets {
    std::set<Seconds> all;
    std::vector<Seconds> changes;

    explicit Offsets(Seconds local_midnight) {
        const Seconds begin = local_midnight - 2 * day;
        for (Seconds at = begin; at < local_midnight + 3 * day; at += 2 * hour) add(at, at + 2 * hour);
    }
    void add(Seconds low, Seconds high) {
        const Seconds before = offset_at(low);
        const Seconds after = offset_at(high);
        all.insert({before, after});
        if (before == after) return;
        while (high - low > 1) {
            const Seconds middle = low + (high - low) / 2;
            (offset_at(middle) == before ? low : high) = middle;
        }
        changes.push_back(high);
    }
    Seconds least() const { return *all.begin(); }
    Seconds largest() const { return *all.rbegin(); }
};

// At which instants a local time that matches fires: none, one, or both of its two.
std::vector<Seconds> fires_of(Seconds local, bool fixed, const Offsets &offsets, Choice choice) {
    std::set<Seconds> shown_at;
    for (const Seconds offset : offsets.all)
        if (offset_at(local - offset) == offset) shown_at.insert(local - offset);
    if (shown_at.empty() && fixed && choice.gap == DstGap::run_after) {
        for (const Seconds change : offsets.changes)
            if (local >= change + offset_at(change - 1) && local < change + offset_at(change)) return {change};
    }
    if (shown_at.empty() || !fixed || choice.overlap == DstOverlap::both) return {shown_at.begin(), shown_at.end()};
    return {choice.overlap == DstOverlap::first ? *shown_at.begin() : *shown_at.rbegin()};
}

// The earliest fire after an instant, narrowed down local time by local time.
class Earliest {
  public:
    Earliest(const WholePattern &pattern, Seconds after, Choice choice)
        : pattern_(pattern), after_(after), choice_(choice) {}

    void look_at_day(Seconds midnight) {
        if (!pattern_.matches_day(midnight)) return;
        const Offsets offsets(midnight);
        const auto passed = [&](Seconds end) { return end <= after_ + offsets.least(); };
        if (passed(midnight + day)) return;
        for (const int h : pattern_.hour.values) {
            if (passed(midnight + (h + 1) * hour)) continue;
            for (const int m : pattern_.minute.values) {
                const Seconds begin = midnight + h * hour + m * minute;
                if (passed(begin + minute)) continue;
                if (found_ && begin - offsets.largest() >= *found_) return;
                look_at_minute(begin, offsets);
            }
        }
    }

    // Nothing of the days from this midnight on can be earlier.
    bool done_before(Seconds midnight) const { return found_ && midnight - 27 * hour > *found_; }
    std::optional<Seconds> found() const { return found_; }

  private:
    void look_at_minute(Seconds begin, const Offsets &offsets) {
        for (const int s : pattern_.second.values) {
            if (found_ && begin + s - offsets.largest() >= *found_) return;
            for (const Seconds fire : fires_of(begin + s, pattern_.fixed(), offsets, choice_))
                if (fire > after_ && (!found_ || fire < *found_)) found_ = fire;
        }
    }

    const WholePattern &pattern_;
    Seconds after_;
    Choice choice_;
    std::optional<Seconds> found_;
};

} // namespace

std::optional<Seconds> calendar_next(const WholePattern &pattern, Seconds after, Choice choice) {
    Earliest earliest(pattern, after, choice);
    for (Seconds midnight = after / day * day - 3 * day; midnight < end_of_2199 + 2 * day; midnight += day) {
        if (earliest.done_before(midnight)) break;
        earliest.look_at_day(midnight);
    }
    const auto found = earliest.found();
    return found && *found < end_of_2199 ? found : std::nullopt;
}

} // namespace schedule_test
