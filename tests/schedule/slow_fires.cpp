// See slow_fires.h.
#include "slow_fires.h"

#include <algorithm>
#include <ctime>

namespace schedule_test {
namespace {

using gateway_scheduler::schedule::DstGap;
using gateway_scheduler::schedule::DstOverlap;

constexpr Seconds minute = 60;
constexpr Seconds day = 86'400;

Seconds glibc_offset(Seconds utc) {
    std::tm tm{};
    const std::time_t time = utc;
    localtime_r(&time, &tm);
    return tm.tm_gmtoff;
}

// Where the offset changes in [begin, end): looked for in steps of ten minutes, then by halves.
std::vector<Seconds> glibc_changes(Seconds begin, Seconds end) {
    std::vector<Seconds> changes;
    for (Seconds at = begin; at < end; at += 10 * minute) {
        Seconds low = at;
        Seconds high = std::min(at + 10 * minute, end);
        if (glibc_offset(low) == glibc_offset(high)) continue;
        const auto before = glibc_offset(low);
        while (high - low > 1) {
            const Seconds middle = (low + high) / 2;
            (glibc_offset(middle) == before ? low : high) = middle;
        }
        changes.push_back(high);
    }
    return changes;
}

} // namespace

std::vector<Seconds> slow_fires(const PlainPattern &pattern, Seconds begin, Seconds end, Choice choice) {
    const auto changes = glibc_changes(begin - 2 * day, end + 2 * day);
    std::set<Seconds> offsets{glibc_offset(begin), glibc_offset(end)};
    for (const Seconds change : changes) {
        offsets.insert(glibc_offset(change - 1));
        offsets.insert(glibc_offset(change));
    }
    std::set<Seconds> fires;
    const auto first = (begin - 2 * day) / minute * minute;
    for (Seconds local = first; local < end + 2 * day; local += minute) {
        if (!pattern.matches(local)) continue;
        std::set<Seconds> shown_at;
        for (const Seconds offset : offsets) {
            if (glibc_offset(local - offset) == offset) shown_at.insert(local - offset);
        }
        if (!shown_at.empty()) {
            const bool all = !pattern.fixed() || choice.overlap == DstOverlap::both;
            if (all) fires.insert(shown_at.begin(), shown_at.end());
            if (!all) fires.insert(choice.overlap == DstOverlap::first ? *shown_at.begin() : *shown_at.rbegin());
            continue;
        }
        if (!pattern.fixed() || choice.gap == DstGap::skip) continue;
        for (const Seconds change : changes) {
            if (local >= change + glibc_offset(change - 1) && local < change + glibc_offset(change))
                fires.insert(change);
        }
    }
    return {fires.lower_bound(begin), fires.lower_bound(end)};
}

std::optional<Seconds> slow_next_in_utc(const PlainPattern &pattern, Seconds from) {
    for (Seconds midnight = from / day * day; midnight < from + 50 * 366 * day; midnight += day) {
        std::tm tm{};
        const std::time_t time = midnight;
        gmtime_r(&time, &tm);
        if (!pattern.matches_day(tm)) continue;
        for (const int hour : pattern.hour.values) {
            for (const int minute_of_hour : pattern.minute.values) {
                const Seconds fire = midnight + hour * 3600 + minute_of_hour * minute;
                if (fire > from) return fire;
            }
        }
    }
    return std::nullopt;
}

} // namespace schedule_test
