// Overlap on a host that the job's own run fills: what is in the way is that run, not a want of capacity.
#include "policy_fixture.h"

namespace engine_test {
namespace {

// As large as the whole host by default.
Definition heavy(Overlap overlap) {
    Definition definition = lasting(overlap);
    definition.units = 4;
    return definition;
}

class FullHost : public APolicy {
  protected:
    FullHost() {
        bench.config.capacity = Config{}.capacity;
        bench.start();
    }
    // The run of 09:01, at 09:02:05.
    StartRun going_past_the_next_instant(const Definition &definition) {
        return first_run_going_for(1min + 5s, definition);
    }
};

TEST_F(FullHost, MustNever_04_SkipLeavesItsTraceWhileTheRunIsGoing) {
    const StartRun run = going_past_the_next_instant(heavy(Overlap::skip));
    ASSERT_EQ(history(), (Lines{"09:01 running", "09:02 x1 skipped/overlap"}));
    EXPECT_EQ(bench.records_of("a")[0].run, run.run_id);
    EXPECT_EQ(bench.engine->health().backlog, 0U);
    bench.complete(run);
    bench.run_for(5s);
    EXPECT_EQ(starts(), 0U) << "what was skipped does not run late";
}

TEST_F(FullHost, ReplaceAsksTheRunToEnd) {
    const StartRun run = going_past_the_next_instant(heavy(Overlap::replace));
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels[0].reason, Reason::replaced);
    bench.complete(run, Result::canceled);
    bench.run_for(1s);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02 claimed"}));
}

TEST_F(FullHost, ReplaceAsksTheRunToEndAlsoWhenOthersTakeTheRest) {
    Definition definition = heavy(Overlap::replace);
    definition.units = 2;
    bench.put(definition);
    Definition other = job("other", "@manual");
    other.units = 2;
    other.timeout = 24h;
    bench.put(other);
    bench.send(RunNowCommand{"other"});
    bench.accept_start();
    bench.run_for(1min);
    const StartRun run = bench.accept_start();
    bench.run_for(1min + 5s);
    ASSERT_EQ(bench.cancels.size(), 1U);
    bench.complete(run, Result::canceled);
    bench.run_for(1s);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02 claimed"}));
}

TEST_F(FullHost, QueueGoesOnWhenTheRunHasEnded) {
    const StartRun run = going_past_the_next_instant(heavy(Overlap::queue));
    EXPECT_EQ(history(), (Lines{"09:01 running"}));
    bench.complete(run);
    bench.run_for(1s);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02 claimed"}));
}

TEST_F(FullHost, WhatIsBelowTheLimitOfItsKeyWaitsForCapacity) {
    Definition definition = heavy(Overlap::parallel);
    definition.max_active = 2;
    const StartRun run = going_past_the_next_instant(definition);
    EXPECT_EQ(history(), (Lines{"09:01 running"})) << "its key has room, the host has not";
    EXPECT_EQ(bench.engine->health().backlog, 1U);
    bench.complete(run);
    bench.run_for(1s);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02 claimed"}));
}

TEST_F(FullHost, SkipLeavesItsTraceWhenItsKeyFillsWhileItWaitsForCapacity) {
    Definition filler = job("filler", "@manual");
    filler.units = 3;
    Definition other = job("other", "@manual");
    other.units = 1;
    Definition definition = job("a", "1 9 * * *");
    definition.units = 2;
    other.concurrency_key = definition.concurrency_key = "both";
    filler.timeout = other.timeout = 24h;
    for (const Definition &each : {filler, other, definition}) bench.put(each);
    bench.send(RunNowCommand{"filler"});
    bench.accept_start();
    bench.run_for(1min + 5s);
    EXPECT_EQ(bench.engine->health().backlog, 1U);
    EXPECT_EQ(history(), Lines{});
    bench.send(RunNowCommand{"other"});
    bench.accept_start();
    bench.run_for(1min);
    EXPECT_EQ(history(), (Lines{"09:01 x1 skipped/overlap"}));
    EXPECT_EQ(bench.engine->health().backlog, 0U);
}

TEST_F(FullHost, SkipBesideARunOfAnotherJobOfItsKeyLeavesItsTraceToo) {
    Definition other = job("other", "@manual");
    other.units = 4;
    other.timeout = 24h;
    Definition definition = job("a", "1 9 * * *");
    other.concurrency_key = definition.concurrency_key = "both";
    bench.put(other);
    bench.put(definition);
    bench.send(RunNowCommand{"other"});
    bench.accept_start();
    bench.run_for(1min + 5s);
    EXPECT_EQ(history(), (Lines{"09:01 x1 skipped/overlap"}));
}

} // namespace
} // namespace engine_test
