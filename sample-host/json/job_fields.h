// The keys of a job's definition, by kind, with the field that each stands for. Reader and writer share the tables, so
// neither can know a key that the other does not. Thread-safe: constant data.
#pragma once

#include "json/words.h"

#include <gateway_scheduler/job.h>

#include <array>
#include <string_view>

namespace sample_host::json {

template <typename Type>
struct JobField {
    std::string_view key;
    Type gs_job::*member;
};

struct JobWordField {
    std::string_view key;
    int32_t gs_job::*member;
    const Words &words;
};

inline constexpr std::array job_texts = {
    JobField<gs_string>{"id", &gs_job::id},
    JobField<gs_string>{"name", &gs_job::name},
    JobField<gs_string>{"owner", &gs_job::owner},
    JobField<gs_string>{"schedule", &gs_job::schedule},
    JobField<gs_string>{"zone", &gs_job::zone},
    JobField<gs_string>{"concurrency_key", &gs_job::concurrency_key},
    JobField<gs_string>{"pause_reason", &gs_job::pause_reason},
};

inline constexpr std::array job_times = {
    JobField<int64_t>{"start_at", &gs_job::start_at},
    JobField<int64_t>{"end_at", &gs_job::end_at},
};

inline constexpr std::array job_durations = {
    JobField<int64_t>{"jitter", &gs_job::jitter},
    JobField<int64_t>{"catch_up_window", &gs_job::catch_up_window},
    JobField<int64_t>{"start_deadline", &gs_job::start_deadline},
    JobField<int64_t>{"timeout", &gs_job::timeout},
    JobField<int64_t>{"stall_timeout", &gs_job::stall_timeout},
    JobField<int64_t>{"retry_delay", &gs_job::retry_delay},
    JobField<int64_t>{"retry_max_delay", &gs_job::retry_max_delay},
};

inline constexpr std::array job_integers = {
    JobField<int32_t>{"max_active", &gs_job::max_active},
    JobField<int32_t>{"catch_up_limit", &gs_job::catch_up_limit},
    JobField<int32_t>{"retries", &gs_job::retries},
    JobField<int32_t>{"priority", &gs_job::priority},
    JobField<int32_t>{"disable_after_failures", &gs_job::disable_after_failures},
};

inline constexpr std::array job_booleans = {
    JobField<int32_t>{"paused", &gs_job::paused},
    JobField<int32_t>{"delete_when_finished", &gs_job::delete_when_finished},
};

inline const std::array job_words = {
    JobWordField{"dst_gap", &gs_job::dst_gap, dst_gap_words},
    JobWordField{"dst_overlap", &gs_job::dst_overlap, dst_overlap_words},
    JobWordField{"overlap", &gs_job::overlap, overlap_words},
    JobWordField{"catch_up", &gs_job::catch_up, catch_up_words},
    JobWordField{"retry_on", &gs_job::retry_on, retry_on_words},
    JobWordField{"on_lost", &gs_job::on_lost, on_lost_words},
    JobWordField{"class", &gs_job::job_class, class_words},
};

// What the scheduler adds; refused from a client.
inline constexpr std::array<std::string_view, 18> job_server_keys = {
    "description",  "state",    "revision",       "next_fire_at",    "fire_at",         "last_fired_at",
    "last_outcome", "fires",    "succeeded",      "failed",          "failures_in_row", "created_at",
    "updated_at",   "disabled", "tzdata_version", "last_success_at", "overdue_since",   "running_runs",
};

} // namespace sample_host::json
