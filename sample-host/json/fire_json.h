// Answers about a schedule as JSON objects, and the question of `next --batch`. Thread-safe: pure functions.
#pragma once

#include "json/calendar_json.h"

#include <gateway_scheduler/scheduler.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sample_host::json {

// {"fires":["2026-03-08T07:00:00Z", ...]}
std::string fires_to_json(std::span<const gs_fire> fires);

// The same with the zone's local times and what daylight saving and calendars did: "local" and "marks" go with "fires"
// one by one.
std::string fires_with_marks_to_json(std::span<const gs_fire> fires);

// The contract's explanation, as a value.
struct Explanation {
    int32_t why = GS_WHY_FIRES;
    int64_t at = GS_NO_TIME;
    int64_t previous_fire = GS_NO_TIME;
    int64_t next_fire = GS_NO_TIME;
    std::string text;
};

// {"fires":false,"why":"excluded","text":"...","at":"...","previous_fire":"...","next_fire":null}
std::string explanation_to_json(const Explanation &explanation);

// A question about a schedule, as one line of a batch asks it; without `after` it means now.
struct FireQuestion {
    std::string schedule;
    std::string zone;
    std::string job_id;
    std::optional<int64_t> after;
    uint32_t count = 5;
    int32_t dst_gap = GS_DST_GAP_RUN_AFTER;
    int32_t dst_overlap = GS_DST_OVERLAP_FIRST;
    int64_t start_at = GS_NO_TIME;
    int64_t end_at = GS_NO_TIME;
    std::vector<Calendar> exclude;
};

// Throws InvalidInput naming the key.
FireQuestion parse_fire_question(std::string_view line);

} // namespace sample_host::json
