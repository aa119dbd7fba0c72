// What a command sees of its surroundings.
#include "executor/environment.h"

#include "loader/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sample_host::executor {
namespace {

TEST(Environment, OnlyTheNamedVariablesPass) {
    const char *const environment[] = {"PATH=/bin",     "API_KEY=secret", "HOME=/home/me", "PATHS=x", "LANG=C",
                                       "LC_ALL=C",      "LC_TIME=C",      "TZ=UTC",        "USER=me", "LOGNAME=me",
                                       "SHELL=/bin/sh", "TMPDIR=/tmp",    "LD_PRELOAD=x",  "odd",     nullptr};
    EXPECT_THAT(passed_environment(environment),
                testing::ElementsAre("PATH=/bin", "HOME=/home/me", "LANG=C", "LC_ALL=C", "TZ=UTC", "USER=me",
                                     "LOGNAME=me", "SHELL=/bin/sh", "TMPDIR=/tmp"));
}

TEST(Environment, ACommandLearnsWhatItIs) {
    gs_job job{};
    job.id = lend("nightly");
    gs_start start{};
    start.job = &job;
    start.attempt = 2;
    start.run_id = gs_id{{0x01, 0x92, 0xab, 0xcd, 0xef, 0, 0x70, 1, 2, 3, 4, 5, 6, 7, 8, 0xff}};
    start.due_at = INT64_C(1798221600000000);
    EXPECT_THAT(command_environment({"PATH=/bin"}, start),
                testing::ElementsAre("PATH=/bin", "JOB_ID=nightly", "RUN_ID=0192abcd-ef00-7001-0203-0405060708ff",
                                     "DUE_AT=2026-12-25T18:00:00Z", "ATTEMPT=2", "LATENESS=0", "MERGED=0"));
}

TEST(Environment, ACommandLearnsHowLateItIsAndWhatItStandsFor) {
    const gs_job job{};
    gs_start start{};
    start.job = &job;
    const auto lateness = [&](int64_t microseconds) {
        start.lateness = microseconds;
        return command_environment({}, start)[4];
    };
    EXPECT_EQ(lateness(2'150), "LATENESS=0.002150");
    EXPECT_EQ(lateness(INT64_C(10'800'000'000)), "LATENESS=10800");
    EXPECT_EQ(lateness(INT64_C(10'800'500'000)), "LATENESS=10800.500000");
    EXPECT_EQ(lateness(-3), "LATENESS=0") << "the clock was set back";
    start.merged = 17;
    EXPECT_EQ(command_environment({}, start)[5], "MERGED=17");
    start.merged = -1;
    EXPECT_EQ(command_environment({}, start)[5], "MERGED=-1");
}

} // namespace
} // namespace sample_host::executor
