#include "abi/retention_options.h"

#include <algorithm>
#include <optional>

namespace gateway_scheduler::abi {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kHour = 3600 * kSecond;
constexpr std::int64_t kLongest = 36'500 * 24 * kHour;
constexpr std::int64_t kMost = 1'000'000;

struct Limit {
    const char *field;
    std::int64_t value;
    std::int64_t least;
    std::int64_t most;
    const char *expected;
};

std::string problem_of(const Limit &limit) {
    const bool fits = limit.value >= limit.least && limit.value <= limit.most;
    if (limit.value == 0 || limit.value == GS_KEEP_FOR_EVER || fits) return {};
    return std::string("option ") + limit.field + " is out of range; expected " + limit.expected +
           ", or GS_KEEP_FOR_EVER";
}

// 0 is the default, which gives way to a longer keeping of all runs; none is for ever.
std::optional<std::int64_t> kept(std::int64_t option, std::int64_t standard) {
    if (option == GS_KEEP_FOR_EVER) return std::nullopt;
    return option == 0 ? standard : option;
}

std::optional<std::int64_t> kept_failures(std::int64_t option, std::int64_t standard,
                                          std::optional<std::int64_t> of_runs) {
    if (option != 0) return kept(option, standard);
    return of_runs ? std::optional(std::max(standard, *of_runs)) : std::nullopt;
}

bool is_less(std::optional<std::int64_t> failures, std::optional<std::int64_t> runs) {
    return failures && (!runs || *failures < *runs);
}

std::optional<std::chrono::seconds> seconds(std::optional<std::int64_t> micros) {
    return micros ? std::optional(std::chrono::seconds(*micros / kSecond)) : std::nullopt;
}

} // namespace

std::string check_retention(const gs_options &options, std::string &field) {
    const Limit limits[] = {
        {"keep_runs_for", options.keep_runs_for, kHour, kLongest, "from 1 h to 36,500 days"},
        {"keep_failures_for", options.keep_failures_for, kHour, kLongest, "from 1 h to 36,500 days"},
        {"keep_runs", options.keep_runs, 1, kMost, "from 1 to 1,000,000 runs of a job"},
        {"keep_failures", options.keep_failures, 1, kMost, "from 1 to 1,000,000 runs of a job"},
    };
    for (const Limit &limit : limits) {
        field = limit.field;
        if (std::string problem = problem_of(limit); !problem.empty()) return problem;
    }
    const runtime::RetentionPolicy policy = retention_of(options);
    field = "keep_failures_for";
    if (policy.failures_for && (!policy.runs_for || *policy.failures_for < *policy.runs_for)) {
        return "option keep_failures_for is shorter than keep_runs_for; expected failures to be kept for at least as "
               "long";
    }
    field = "keep_failures";
    if (is_less(policy.failures, policy.runs)) {
        return "option keep_failures is less than keep_runs; expected at least as many";
    }
    return {};
}

runtime::RetentionPolicy retention_of(const gs_options &options) {
    const runtime::RetentionPolicy standard;
    const auto micros = [](std::chrono::seconds duration) { return duration.count() * kSecond; };
    const auto runs_for = kept(options.keep_runs_for, micros(*standard.runs_for));
    runtime::RetentionPolicy policy;
    policy.runs_for = seconds(runs_for);
    policy.failures_for = seconds(kept_failures(options.keep_failures_for, micros(*standard.failures_for), runs_for));
    policy.runs = kept(options.keep_runs, *standard.runs);
    policy.failures = kept_failures(options.keep_failures, *standard.failures, policy.runs);
    return policy;
}

} // namespace gateway_scheduler::abi
