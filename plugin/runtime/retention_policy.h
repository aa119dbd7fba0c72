// How long history is kept, and how much of it. Values and pure functions.
#pragma once

#include "engine/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway_scheduler::runtime {

// None: for ever, or however many. A failure is a run that failed, timed out, was lost or was rejected; it is kept for
// at least as long as others, and up to a count that is at least theirs.
struct RetentionPolicy {
    std::optional<std::chrono::seconds> runs_for = std::chrono::hours(24 * 90); // records, too
    std::optional<std::chrono::seconds> failures_for = std::chrono::hours(24 * 365);
    std::optional<std::int64_t> runs = 100; // of each job; records, too
    std::optional<std::int64_t> failures = 1000;

    bool operator==(const RetentionPolicy &) const = default;
    bool keeps_everything() const { return !runs_for && !failures_for && !runs && !failures; }
};

// As a JSON object, and back; nullopt: it is not one that policy_to_json has made.
std::string policy_to_json(const RetentionPolicy &policy);
std::optional<RetentionPolicy> policy_from_json(std::string_view text);

} // namespace gateway_scheduler::runtime
