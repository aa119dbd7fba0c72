// How a scheduler ends: drain, hand over, cancel; and what becomes of executions when it is replaced or fenced.
#include "policy_fixture.h"

namespace engine_test {
namespace {

class Stopping : public APolicy {
  protected:
    Stopping() {
        bench.config.executor_answers = true;
        bench.start();
    }
    Definition lasting(const std::string &schedule = "1 9 * * *") {
        Definition definition = job("a", schedule);
        definition.timeout = 24h;
        return definition;
    }
    StartRun running(Definition definition) {
        bench.put(std::move(definition));
        bench.run_for(1min);
        return bench.accept_start();
    }
    // Time passes for the bench's engine and for this one.
    void both_for(Duration duration, std::unique_ptr<Engine> &other) {
        for (Duration passed{0}; passed < duration; passed += 10s) {
            bench.run_for(10s);
            std::swap(other, bench.engine);
            bench.settle();
            std::swap(other, bench.engine);
        }
    }
    const ReplicaRow &replica() { return bench.store.replicas().back(); }
};

TEST_F(Stopping, MustNever_34_UntilItStopsItAlwaysHasATimeToWakeUp) {
    running(lasting());
    for (int i = 0; i < 100; ++i) {
        const auto wake = bench.engine->next_wake();
        ASSERT_TRUE(wake);
        ASSERT_GT(*wake, bench.moment());
        ASSERT_LE(*wake - bench.moment(), 30s) << "nothing sleeps longer";
        bench.run_for(*wake - bench.moment());
    }
}

TEST_F(Stopping, CancelEndsWhatIsGoing) {
    const StartRun run = running(lasting());
    bench.stop(StopMode::cancel, 30s);
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels[0].reason, Reason::stopped);
    EXPECT_FALSE(bench.stopped) << "it is still going";
    bench.complete(run, Result::canceled);
    bench.run_for(1s);
    EXPECT_TRUE(bench.stopped);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/stopped"}));
    EXPECT_EQ(replica().retired, Retirement::by_itself);
}

TEST_F(Stopping, MustNever_27_CancelStillWritesHowARunEnded) {
    const StartRun run = running(lasting());
    bench.stop(StopMode::cancel, 30s);
    bench.complete(run, Result::succeeded, "done after all");
    bench.run_for(1s);
    EXPECT_TRUE(bench.stopped);
    EXPECT_EQ(bench.only_run().outcome, Outcome::succeeded);
    EXPECT_EQ(bench.only_run().output, "done after all");
}

TEST_F(Stopping, CancelGivesUpWhatDoesNotEnd) {
    running(lasting());
    bench.stop(StopMode::cancel, 30s);
    bench.run_for(31s);
    EXPECT_TRUE(bench.stopped);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/stopped"}));
}

TEST_F(Stopping, CancelIsNoFailure) {
    Definition definition = lasting();
    definition.disable_after_failures = 1;
    const StartRun run = running(definition);
    bench.stop(StopMode::cancel, 30s);
    bench.complete(run, Result::canceled);
    bench.start();
    bench.run_for(5s);
    EXPECT_EQ(bench.row("a").failures_in_row, 0);
    EXPECT_FALSE(bench.row("a").disabled);
}

TEST_F(Stopping, HandOverTouchesNothingOfWhatIsGoing) {
    const StartRun run = running(lasting());
    const RunRow before = bench.only_run();
    bench.stop(StopMode::hand_over, 30s);
    EXPECT_TRUE(bench.stopped);
    EXPECT_TRUE(bench.cancels.empty());
    EXPECT_TRUE(bench.releases.empty());
    EXPECT_EQ(bench.only_run().epoch, before.epoch);
    EXPECT_EQ(bench.only_run().state, RunState::running);
    EXPECT_EQ(replica().retired, Retirement::by_itself);
    bench.executor_says = AttemptState::going;
    bench.start();
    EXPECT_EQ(bench.only_run().epoch, before.epoch + 1);
    bench.complete(run);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded"}));
}

TEST_F(Stopping, MustNever_41_BeatsWhileAHandOverWaitsForAStart) {
    bench.put(lasting());
    bench.run_for(1min);
    const StartRun run = bench.take_start(); // the executor does not return from it
    const std::int64_t before = replica().beat;
    bench.stop(StopMode::hand_over, 10min);
    bench.run_for(4min);
    EXPECT_FALSE(bench.stopped);
    EXPECT_EQ(replica().beat, before + 6) << "each third of two minutes";
    bench.answer_start(run);
    EXPECT_TRUE(bench.stopped);
    EXPECT_TRUE(bench.cancels.empty());
}

TEST_F(Stopping, MustNever_41_BeatsWhileCanceledRunsTakeTheirTime) {
    bench.config.cancel_grace = 10min;
    bench.start();
    running(lasting());
    const std::int64_t before = replica().beat;
    bench.stop(StopMode::cancel, 20min);
    bench.run_for(4min);
    EXPECT_FALSE(bench.stopped);
    EXPECT_EQ(replica().beat, before + 6);
}

TEST_F(Stopping, MustNever_40_WhatFallsDueDuringADrainIsLeftForTheSuccessor) {
    Definition next = job("next", "2 9 * * *");
    bench.put(next);
    const StartRun run = running(lasting());
    bench.stop(StopMode::drain, 10min);
    bench.run_for(2min);
    EXPECT_EQ(starts(), 0U);
    EXPECT_TRUE(bench.runs_of("next").empty());
    EXPECT_TRUE(bench.records_of("next").empty());
    bench.complete(run);
    EXPECT_TRUE(bench.stopped);
    bench.start();
    serve(10s);
    EXPECT_EQ(history("next"), (Lines{"09:02 succeeded"}));
}

TEST_F(Stopping, ADrainDoesNotWaitForRetries) {
    Definition definition = lasting();
    definition.retry_delay = definition.retry_max_delay = 1h;
    const StartRun run = running(definition);
    bench.stop(StopMode::drain, 2h);
    bench.complete(run, Result::failed_temporarily);
    bench.run_for(1s);
    EXPECT_TRUE(bench.stopped);
    EXPECT_EQ(history(), (Lines{"09:01 waiting"}));
    bench.start();
    bench.run_for(2h);
    EXPECT_EQ(bench.accept_start().attempt, 2) << "its successor goes on with it";
}

TEST_F(Stopping, AShorterStopEndsALongerOne) {
    const StartRun run = running(lasting());
    bench.stop(StopMode::drain, 1h);
    bench.run_for(1min);
    EXPECT_TRUE(bench.cancels.empty());
    bench.stop(StopMode::cancel, 30s);
    ASSERT_EQ(bench.cancels.size(), 1U);
    bench.complete(run, Result::canceled);
    bench.run_for(1s);
    EXPECT_TRUE(bench.stopped);
}

TEST_F(Stopping, OneThatIsReplacedLeavesItsExecutionsToItsSuccessor) {
    const StartRun run = running(lasting());
    auto replaced = std::move(bench.engine);
    bench.executor_says = AttemptState::going;
    bench.start(); // another incarnation joins in its place and adopts the run
    EXPECT_EQ(bench.only_run().owner_incarnation, bench.engine->incarnation());
    both_for(5min, replaced);
    EXPECT_TRUE(replaced->health().superseded);
    EXPECT_TRUE(bench.cancels.empty()) << "the execution is not its own any more";
    EXPECT_EQ(bench.only_run().state, RunState::running);
    bench.complete(run);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded"}));
}

TEST_F(Stopping, OneThatIsReplacedStartsNothingMore) {
    bench.put(lasting("* * * * *"));
    auto replaced = std::move(bench.engine);
    bench.start();
    std::swap(replaced, bench.engine);
    bench.run_for(3min); // only the old one goes on
    EXPECT_EQ(starts(), 0U);
    EXPECT_TRUE(bench.engine->health().superseded);
}

TEST_F(Stopping, OneThatLosesItsLeaseCancelsWhatItCarriesOut) {
    const StartRun run = running(lasting());
    bench.writes = bench.reads = Weather::lost_before;
    bench.run_for(2min);
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels[0].run_id, run.run_id);
    EXPECT_EQ(bench.cancels[0].reason, Reason::fenced);
}

TEST_F(Stopping, WhatEndedBeforeTheFenceCounts) {
    const StartRun run = running(lasting());
    bench.run_for(1s);
    bench.writes = bench.reads = Weather::lost_before;
    bench.complete(run, Result::succeeded, "in time");
    bench.run_for(3min);
    bench.executor_says = AttemptState::ended;
    bench.executor_ended = Completion{Result::succeeded, "in time", false, ""};
    bench.writes = bench.reads = Weather::fine;
    bench.run_for(1min);
    EXPECT_EQ(bench.only_run().outcome, Outcome::succeeded);
    EXPECT_EQ(bench.only_run().output, "in time");
}

} // namespace
} // namespace engine_test
