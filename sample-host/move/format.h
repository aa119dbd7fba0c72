// The lines of an export: JSON objects, one a line, told apart by "type". First a header; then calendars by name, jobs,
// runs and records by id; last the end, which counts them, so that a file that was cut off is noticed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sample_host::move {

inline constexpr std::string_view format_name = "gateway-scheduler-export";
inline constexpr int64_t format_version = 1;

// A payload of 16 MiB in base64, and what else belongs to a job.
inline constexpr std::size_t longest_line = 24 * 1024 * 1024;

// How many of each there are.
struct Counts {
    int64_t calendars = 0;
    int64_t jobs = 0;
    int64_t runs = 0;
    int64_t records = 0;

    bool operator==(const Counts &) const = default;
};

} // namespace sample_host::move
