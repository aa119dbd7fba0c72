// Previewed fires as JSON objects, and the question of `next --batch`. Thread-safe: pure functions.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sample_host::json {

// {"fires":["2026-03-08T07:00:00Z", ...]}
std::string fires_to_json(std::span<const gs_fire> fires);

// The same with the zone's local times and what daylight saving did: "local" and "marks" go with "fires" one by one.
std::string fires_with_marks_to_json(std::span<const gs_fire> fires);

// One line of a batch, with the defaults filled in but for `after`, which is then empty: now.
struct FireQuestion {
    std::string schedule;
    std::string zone;
    std::string job_id;
    std::optional<int64_t> after;
    uint32_t count = 5;
    int32_t dst_gap = GS_DST_GAP_RUN_AFTER;
    int32_t dst_overlap = GS_DST_OVERLAP_FIRST;
};

// Throws InvalidInput naming the key.
FireQuestion parse_fire_question(std::string_view line);

} // namespace sample_host::json
