// Ranges of whole days, as the contract counts them: since 1970-01-01. Pure functions: any thread.
#pragma once

#include <gateway_scheduler/run.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace sample_host {

// The days that a calendar may have: 1970-01-01 to 2199-12-31.
inline constexpr std::int64_t earliest_day = 0;
inline constexpr std::int64_t latest_day = 84'005;

// The same days in ascending ranges that neither overlap nor touch.
inline std::vector<gs_day_range> merged_days(std::vector<gs_day_range> days) {
    std::sort(days.begin(), days.end(),
              [](const gs_day_range &left, const gs_day_range &right) { return left.first_day < right.first_day; });
    std::vector<gs_day_range> merged;
    for (const gs_day_range &range : days) {
        if (merged.empty() || range.first_day > merged.back().last_day + 1) {
            merged.push_back(range);
        } else {
            merged.back().last_day = std::max(merged.back().last_day, range.last_day);
        }
    }
    return merged;
}

} // namespace sample_host
