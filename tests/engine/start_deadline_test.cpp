// start_deadline: an occurrence that could not start this long after its fire is dropped as expired, also when it was
// claimed already; a run that has started once is not subject to it.
#include "policy_fixture.h"

namespace engine_test {
namespace {

// Due at 09:01, 09:02, ...
Definition within(Duration deadline, const std::string &schedule = "* * * * *") {
    Definition definition = job("a", schedule);
    definition.start_deadline = deadline;
    definition.timeout = 24h;
    return definition;
}

class AStartDeadline : public APolicy {
  protected:
    // Only one unit, and it is taken: from now on, by a run that is returned.
    StartRun fill_the_host() {
        bench.config.capacity = 1;
        bench.start();
        Definition other = job("other", "@manual");
        other.timeout = 24h;
        bench.put(other);
        bench.send(RunNowCommand{"other"});
        return bench.accept_start();
    }
};

TEST_F(AStartDeadline, ThatIsKeptChangesNothing) {
    bench.put(within(10s));
    serve(3min);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02 succeeded", "09:03 succeeded"}));
}

TEST_F(AStartDeadline, DropsWhatFoundNoCapacityInTime) {
    const StartRun other = fill_the_host();
    bench.put(within(30s, "1 9 * * *"));
    bench.run_for(5min);
    bench.complete(other);
    serve(1min);
    EXPECT_EQ(history(), (Lines{"09:01 x1 expired/start_deadline"}));
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-24T09:01:00"));
    EXPECT_EQ(bench.row("a").fires, 0);
    EXPECT_EQ(bench.row("a").failures_in_row, 0);
    EXPECT_EQ(bench.engine->stats().expired, 1);
}

TEST_F(AStartDeadline, IsOnRecordSoonAfterItHasPassedEvenWhileThereIsStillNoCapacity) {
    fill_the_host();
    bench.put(within(30s, "1 9 * * *"));
    bench.run_for(1min + 30s);
    EXPECT_TRUE(bench.records_of("a").empty()) << "it may still start";
    bench.run_for(10s);
    EXPECT_EQ(history(), (Lines{"09:01 x1 expired/start_deadline"}));
    EXPECT_EQ(bench.engine->health().backlog, 0U) << "nothing waits any more";
}

TEST_F(AStartDeadline, DoesNotHinderWhatFindsCapacityInTime) {
    const StartRun other = fill_the_host();
    bench.put(within(30s, "1 9 * * *"));
    bench.run_for(1min + 29s);
    bench.complete(other);
    EXPECT_EQ(starts(), 1U);
    EXPECT_EQ(history(), (Lines{"09:01 claimed"}));
}

TEST_F(AStartDeadline, BoundsThePermissionToStart) {
    const StartRun other = fill_the_host();
    bench.put(within(30s, "1 9 * * *"));
    bench.run_for(1min + 29s);
    bench.complete(other);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].permit_until, bench.moment() + 1s) << "the deadline, and not a start window";
}

TEST_F(AStartDeadline, CountsFromTheFireAndNotFromTheInstant) {
    Definition definition = within(30s, "0 10 * * *");
    definition.jitter = 30min;
    bench.put(definition);
    ASSERT_GT(*bench.row("a").fire_at, at("2026-03-23T10:01:00")) << "its hash gives it no jitter: choose another id";
    serve(2h);
    EXPECT_EQ(history(), (Lines{"10:00 succeeded"}));
}

TEST_F(AStartDeadline, ThatPassesBetweenClaimAndStartClosesTheRunAsExpired) {
    bench.put(within(3s, "1 9 * * *"));
    bench.run_for(59s);
    bench.writes = Weather::lost_after; // claimed, and nobody knows
    bench.run_for(6s);
    bench.writes = Weather::fine;
    bench.run_for(10s);
    EXPECT_EQ(starts(), 0U);
    EXPECT_EQ(history(), (Lines{"09:01 expired/start_deadline"}));
    EXPECT_EQ(bench.row("a").failures_in_row, 0);
    EXPECT_EQ(bench.store.find_job("a")->failed, 0);
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
    EXPECT_EQ(bench.engine->stats().expired, 1);
}

TEST_F(AStartDeadline, ThatPassesBeforeTheExecutorWasCalledClosesTheRunAsExpired) {
    bench.put(within(1s, "1 9 * * *"));
    bench.run_for(1min);
    const StartRun run = bench.take_start();
    EXPECT_EQ(run.permit_until, bench.moment() + 1s);
    bench.run_for(1500ms);
    bench.answer_start(run, StartStatus::too_late);
    bench.run_for(5s);
    EXPECT_EQ(starts(), 0U) << "no permission is asked for again";
    EXPECT_EQ(history(), (Lines{"09:01 expired/start_deadline"}));
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
}

TEST_F(AStartDeadline, ThatHasNotPassedWhenAStartCameTooLateAllowsAnother) {
    bench.put(within(10s, "1 9 * * *"));
    bench.run_for(1min);
    const StartRun run = bench.take_start();
    bench.run_for(9s);
    bench.answer_start(run, StartStatus::too_late);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].permit_until, bench.moment() + 1s) << "nine of ten seconds have passed";
    bench.complete(bench.accept_start());
    EXPECT_EQ(history(), (Lines{"09:01 succeeded"}));
}

TEST_F(AStartDeadline, DoesNotConcernRetries) {
    Definition definition = within(10s, "1 9 * * *");
    definition.retry_delay = 5min;
    bench.put(definition);
    bench.run_for(1min);
    bench.complete(bench.accept_start(), Result::failed_temporarily);
    bench.run_for(7min);
    const StartRun retry = bench.accept_start();
    EXPECT_EQ(retry.attempt, 2);
    bench.complete(retry);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded"}));
}

TEST_F(AStartDeadline, DoesNotConcernAnAttemptThatTheExecutorCouldNotTake) {
    Definition definition = within(10s, "1 9 * * *");
    definition.retry_delay = 1min;
    bench.put(definition);
    bench.run_for(1min);
    bench.answer_start(bench.take_start(), StartStatus::unavailable); // it was called: that is a failed attempt
    bench.run_for(2min);
    EXPECT_EQ(bench.accept_start().attempt, 2);
}

TEST_F(AStartDeadline, UnderQueueDropsWhatWaitedTooLong) {
    Definition definition = with(within(90s), Overlap::queue);
    bench.put(definition);
    bench.run_for(1min);
    const StartRun first = bench.accept_start();
    bench.run_for(4min + 20s); // 09:05:20
    bench.complete(first);
    bench.run_for(1s);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:04:00"));
    std::int64_t expired = 0;
    for (const RecordRow &record : bench.records_of("a")) {
        EXPECT_EQ(record.kind, RecordKind::expired);
        EXPECT_EQ(record.reason, Reason::start_deadline);
        expired += record.count;
    }
    EXPECT_EQ(expired, 2) << "09:02 and 09:03";
}

TEST_F(AStartDeadline, UnderReplaceDropsWhatCouldNotMakeRoomInTime) {
    bench.config.cancel_grace = 10min;
    bench.start();
    bench.put(with(within(10s), Overlap::replace));
    bench.run_for(1min);
    const StartRun old = bench.accept_start();
    bench.run_for(1min + 30s); // 09:02:30
    bench.complete(old, Result::canceled);
    bench.run_for(1s);
    EXPECT_EQ(starts(), 0U);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02 x1 expired/start_deadline"}));
}

TEST_F(AStartDeadline, HoldsForARunThatANewSchedulerFindsClaimedAndNeverStarted) {
    bench.config.executor_answers = true;
    bench.start();
    bench.put(within(30s, "1 9 * * *"));
    bench.run_for(1min);
    bench.take_start(); // on its way to the executor when the scheduler dies
    bench.executor_says = AttemptState::never_started;
    bench.monotonic += 1min;
    bench.start();
    bench.run_for(10s);
    EXPECT_EQ(starts(), 0U);
    EXPECT_EQ(history(), (Lines{"09:01 expired/start_deadline"}));
}

TEST_F(AStartDeadline, DoesNotConcernARunThatANewSchedulerFindsGoing) {
    bench.config.executor_answers = true;
    bench.start();
    bench.put(within(30s, "1 9 * * *"));
    bench.run_for(1min);
    const StartRun run = bench.take_start(); // it was started, but nobody wrote that down
    bench.executor_says = AttemptState::going;
    bench.monotonic += 1min;
    bench.start();
    bench.complete(run);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded"}));
}

TEST_F(AStartDeadline, DoesNotConcernARunThatWasLostAndIsRepeated) {
    Definition definition = within(30s, "1 9 * * *");
    definition.on_lost = OnLost::run_again;
    bench.put(definition);
    bench.run_for(1min);
    bench.accept_start();
    bench.monotonic += 1min;
    bench.start(); // nobody knows what became of it
    bench.run_for(10s);
    EXPECT_EQ(bench.accept_start().attempt, 2);
}

TEST_F(AStartDeadline, ThatWasMissedInADowntimeIsOnRecord) {
    bench.put(within(10min, "0 * * * *"));
    down_for(3h + 5min);
    serve(10s);
    EXPECT_EQ(history(), (Lines{"10:00..11:00 x2 expired/start_deadline", "12:00 succeeded"}));
}

} // namespace
} // namespace engine_test
