// Jobs whose interval counts from the completion of their last run: the series neither ends nor forks.
#include "bench.h"

namespace engine_test {
namespace {

class AnchoredAtCompletion : public testing::Test {
  protected:
    AnchoredAtCompletion() {
        bench.start();
        bench.put(job("a", "@every 10m from completion"));
    }

    Bench bench;
};

TEST_F(AnchoredAtCompletion, FiresOneIntervalAfterTheLastRunHasEnded) {
    bench.run_for(10min);
    const StartRun run = bench.accept_start();
    bench.run_for(7min);
    EXPECT_EQ(bench.row("a").next_fire, std::nullopt);
    bench.complete(run);
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T09:27:00"));
    bench.run_for(10min);
    EXPECT_EQ(bench.take_start().due_at, at("2026-03-23T09:27:00"));
}

TEST_F(AnchoredAtCompletion, AManualRunDoesNotArmIt) {
    bench.send(RunNowCommand{"a"});
    bench.complete(bench.accept_start());
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T09:10:00"));
}

TEST_F(AnchoredAtCompletion, MustNever_15_AManualRunInItsWayDoesNotEndTheSeries) {
    bench.run_for(9min);
    bench.send(RunNowCommand{"a"});
    const StartRun manual = bench.accept_start();
    bench.run_for(2min);
    EXPECT_EQ(bench.records_of("a").size(), 1U) << "skipped";
    bench.complete(manual);
    bench.run_for(15min);
    EXPECT_EQ(bench.starts.size(), 1U);
}

TEST_F(AnchoredAtCompletion, MustNever_12_ASlowNoticeDoesNotForkTheSeries) {
    bench.run_for(10min);
    const StartRun first = bench.accept_start();
    bench.notify_at_once = false;
    bench.complete(first);
    ASSERT_EQ(bench.notices.size(), 1U);
    bench.run_for(10min);
    const StartRun second = bench.accept_start();
    bench.answer_notice(bench.notices[0]); // of the first run, while the second goes
    EXPECT_EQ(bench.row("a").next_fire, std::nullopt);
    bench.run_for(5min);
    bench.complete(second);
    EXPECT_EQ(bench.row("a").next_fire, bench.now() + 10min);
}

TEST_F(AnchoredAtCompletion, MustNever_12_ANoticeToldByASuccessorDoesNotForkTheSeries) {
    bench.run_for(10min);
    const StartRun first = bench.accept_start();
    bench.notify_at_once = false;
    bench.complete(first);
    bench.run_for(10min);
    bench.accept_start(); // the second run
    bench.notify_at_once = true;
    bench.config.executor_answers = true;
    bench.executor_says = AttemptState::going;
    bench.start(); // before the first was told; the second goes on
    bench.run_for(1s);
    EXPECT_TRUE(bench.store.find_run(first.run_id)->announced);
    EXPECT_EQ(bench.row("a").next_fire, std::nullopt) << "a run of it is active";
}

TEST_F(AnchoredAtCompletion, WhatTheStoreClosedArmsItWhenItIsAnnounced) {
    bench.run_for(10min);
    StartRun run = bench.accept_start();
    bench.complete(run, Result::failed_temporarily);
    bench.send(CancelRunCommand{run.run_id}); // it waits: the store closes it
    bench.run_for(10s);
    EXPECT_TRUE(bench.row("a").next_fire);
}

TEST_F(AnchoredAtCompletion, EditedToManualItDoesNotFireByItself) {
    bench.run_for(10min);
    const StartRun run = bench.accept_start();
    bench.put(job("a", "@manual"));
    bench.complete(run);
    EXPECT_EQ(bench.row("a").next_fire, std::nullopt);
    bench.run_for(1h);
    EXPECT_TRUE(bench.starts.empty());
}

TEST_F(AnchoredAtCompletion, ALongDowntimeDoesNotEndTheSeries) {
    bench.stop(StopMode::drain);
    bench.run_for(48h);
    bench.start();
    bench.run_for(11min);
    EXPECT_EQ(bench.starts.size(), 1U);
    ASSERT_EQ(bench.records_of("a").size(), 1U);
    EXPECT_EQ(bench.records_of("a")[0].kind, RecordKind::missed);
}

TEST_F(AnchoredAtCompletion, MaxRunsEndsIt) {
    Definition definition = job("b", "@every 10m from completion");
    definition.max_runs = 2;
    bench.put(definition);
    bench.send(RemoveCommand{"a"});
    for (int i = 0; i < 2; ++i) {
        bench.run_for(11min);
        bench.complete(bench.accept_start());
    }
    EXPECT_EQ(bench.row("b").next_fire, std::nullopt);
    bench.run_for(1h);
    EXPECT_TRUE(bench.starts.empty());
}

} // namespace
} // namespace engine_test
