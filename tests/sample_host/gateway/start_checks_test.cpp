// What is kept of history: limits that contradict each other are told by their options' names.
#include "gateway/start_checks.h"

#include "gateway_scheduler/host.h"

#include <gtest/gtest.h>

#include <string>

namespace sample_host {
namespace {

struct Case {
    std::int64_t runs, failures; // 0: not given
    bool taken;
};

constexpr std::int64_t forever = GS_KEEP_FOR_EVER;

// clang-format off
constexpr Case table[] = {
    {0,       0,       true},
    {100,     0,       true},
    {0,       1,       true}, // whether it is less than the scheduler's own is for the scheduler to say
    {10,      10,      true},
    {10,      11,      true},
    {11,      10,      false},
    {10,      forever, true},
    {forever, 10,      false},
    {forever, forever, true},
    {forever, 0,       true},
};
// clang-format on

using Limit = std::int64_t ServeOptions::*;

std::string refusal(const ServeOptions &options) { // empty: none
    try {
        check_form(options);
    } catch (const OptionError &fault) {
        return fault.what();
    }
    return "";
}

void expect_judged(const Case &row, Limit runs, Limit failures, const std::string &runs_option,
                   const std::string &failures_option) {
    ServeOptions options;
    options.*runs = row.runs;
    options.*failures = row.failures;
    const std::string told = refusal(options);
    const std::string expected =
        failures_option + " is less than " + runs_option + ": failures are kept for at least as long";
    EXPECT_EQ(told, row.taken ? "" : expected) << row.runs << ", " << row.failures;
}

TEST(StartChecksTest, WritersAreForPostgresqlOnly) {
    ServeOptions options;
    options.storage_writers = 2;
    for (const char *storage : {"", "sqlite:jobs.db"}) {
        options.storage = storage;
        EXPECT_EQ(refusal(options), "--storage-writers is for --storage postgresql://...; SQLite has one writer");
    }
    for (const char *storage : {"postgresql://db/agents", "postgres://db/agents"}) {
        options.storage = storage;
        EXPECT_EQ(refusal(options), "");
    }
}

TEST(StartChecksTest, FailuresAreKeptForAtLeastAsLongAsRuns) {
    for (const Case &row : table) {
        expect_judged(row, &ServeOptions::keep_runs, &ServeOptions::keep_failures, "--keep-runs", "--keep-failures");
        expect_judged(row, &ServeOptions::keep_runs_days, &ServeOptions::keep_failures_days, "--keep-runs-days",
                      "--keep-failures-days");
    }
}

} // namespace
} // namespace sample_host
