// overlap = queue: what falls on a going run is owed, oldest first, and waits without being claimed or recorded.
#include "policy_fixture.h"

namespace engine_test {
namespace {

Definition queued(const std::string &id = "a") {
    return lasting(Overlap::queue, id);
}

class AQueue : public APolicy {
  protected:
    // The run of 09:01 goes on until 09:04:30: three instants are owed.
    StartRun three_owed(const Definition &definition = queued()) { return first_run_going_for(3min + 30s, definition); }
};

TEST_F(AQueue, OwesEveryInstantThatFallsOnAGoingRun) {
    const StartRun first = three_owed();
    EXPECT_EQ(history(), (Lines{"09:01 running"}));
    bench.complete(first);
    for (const char *due : {"2026-03-23T09:02:00", "2026-03-23T09:03:00", "2026-03-23T09:04:00"}) {
        bench.run_for(1s);
        ASSERT_EQ(starts(), 1U) << due;
        const StartRun next = bench.accept_start();
        EXPECT_EQ(next.due_at, at(due)) << "the oldest first";
        EXPECT_EQ(next.merged, 0);
        bench.complete(next);
    }
    bench.run_for(5s);
    EXPECT_EQ(starts(), 0U);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02 succeeded", "09:03 succeeded", "09:04 succeeded"}));
}

TEST_F(AQueue, LooksAgainAtOnceWhenTheRunInItsWayHasEnded) {
    const StartRun first = three_owed();
    bench.complete(first);
    ASSERT_EQ(starts(), 1U) << "without any time passing";
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:02:00"));
    EXPECT_EQ(bench.starts[0].lateness, 2min + 30s);
}

TEST_F(AQueue, MustNever_03_WaitingIsNeitherAFireNorASkip) {
    bench.put(queued());
    bench.run_for(1min);
    bench.accept_start();
    bench.run_for(3min + 30s);
    const JobRow after = bench.row("a");
    EXPECT_EQ(after.next_fire, at("2026-03-23T09:02:00")) << "what is owed is the row's next fire";
    EXPECT_EQ(after.fire_at, at("2026-03-23T09:02:00"));
    EXPECT_EQ(after.cursor, at("2026-03-23T09:01:00"));
    EXPECT_EQ(after.fires, 1);
    EXPECT_TRUE(bench.records_of("a").empty());
    EXPECT_EQ(bench.engine->stats().skipped, 0);
}

TEST_F(AQueue, ThatWaitsForItsOwnRunLooksAgainWithinHalfAMinute) {
    bench.put(queued());
    bench.run_for(1min);
    bench.accept_start();
    bench.run_for(1min);
    ASSERT_TRUE(bench.row("a").look_at);
    EXPECT_GT(*bench.row("a").look_at, at("2026-03-23T09:02:00"));
    EXPECT_LE(*bench.row("a").look_at, at("2026-03-23T09:02:30"));
}

TEST_F(AQueue, ThatWaitsForAnotherJobsRunLooksAgainWithinFiveSeconds) {
    Definition other = job("other", "@manual");
    Definition waiting = queued();
    other.concurrency_key = waiting.concurrency_key = "both";
    bench.put(other);
    bench.put(waiting);
    bench.send(RunNowCommand{"other"});
    bench.accept_start();
    bench.run_for(1min);
    EXPECT_EQ(starts(), 0U);
    ASSERT_TRUE(bench.row("a").look_at);
    EXPECT_GT(*bench.row("a").look_at, at("2026-03-23T09:01:00"));
    EXPECT_LE(*bench.row("a").look_at, at("2026-03-23T09:01:05"));
}

TEST_F(AQueue, IsLookedAtAtOnceWhenAnotherJobsRunOfItsKeyEndsHere) {
    Definition other = job("other", "@manual");
    Definition waiting = queued();
    other.concurrency_key = waiting.concurrency_key = "both";
    bench.put(other);
    bench.put(waiting);
    bench.send(RunNowCommand{"other"});
    const StartRun manual = bench.accept_start();
    bench.run_for(1min + 2s);
    ASSERT_EQ(starts(), 0U);
    bench.complete(manual);
    ASSERT_EQ(starts(), 1U) << "without any time passing";
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:01:00"));
}

TEST_F(AQueue, OfTwoJobsThatWaitForOneKeyNeitherIsForgotten) {
    for (const char *id : {"a", "b"}) {
        Definition definition = queued(id);
        definition.schedule = "1 9 * * *";
        definition.concurrency_key = "both";
        bench.put(definition);
    }
    serve(2min, 30s);
    ASSERT_EQ(history("a"), (Lines{"09:01 succeeded"}));
    ASSERT_EQ(history("b"), (Lines{"09:01 succeeded"}));
    const RunRow a = bench.runs_of("a")[0];
    const RunRow b = bench.runs_of("b")[0];
    const auto [first, second] = a.claimed_at < b.claimed_at ? std::pair(a, b) : std::pair(b, a);
    EXPECT_EQ(second.claimed_at, first.finished_at) << "one after the other, without a gap";
}

TEST_F(AQueue, MustNever_36_ThatWaitsDoesNotLoopHot) {
    bench.put(queued());
    bench.run_for(1min);
    bench.accept_start();
    bench.run_for(2min);
    const int calls = bench.storage_calls;
    bench.run_for(30min);
    // Beside the 900 calls of an idle half hour (reads each five seconds, calendars, beats): a try each half minute.
    EXPECT_LT(bench.storage_calls - calls, 900 + 3 * 60);
}

TEST_F(AQueue, IsToldAsBacklogInHealth) {
    const StartRun first = three_owed();
    EXPECT_EQ(bench.engine->health().backlog, 1U);
    EXPECT_EQ(bench.engine->health().overdue, 0s) << "nothing keeps it waiting but its own run";
    bench.complete(first);
    serve(10s);
    EXPECT_EQ(bench.engine->health().backlog, 0U);
    EXPECT_EQ(bench.engine->health().overdue, 0s);
}

TEST_F(AQueue, DoesNotOweWhatIsOlderThanItsWindow) {
    Definition definition = queued();
    definition.catch_up_window = 3min;
    bench.put(definition);
    bench.run_for(1min);
    const StartRun first = bench.accept_start();
    bench.run_for(9min + 30s); // until 09:10:30
    bench.complete(first);
    serve(20s);
    Lines lines = history();
    ASSERT_GE(lines.size(), 5U);
    EXPECT_EQ(lines.front(), "09:01 succeeded");
    EXPECT_EQ(Lines(lines.end() - 3, lines.end()), (Lines{"09:08 succeeded", "09:09 succeeded", "09:10 succeeded"}));
    std::int64_t missed = 0;
    for (const RecordRow &record : bench.records_of("a")) {
        EXPECT_EQ(record.kind, RecordKind::missed);
        EXPECT_EQ(record.reason, Reason::window);
        missed += record.count;
    }
    EXPECT_EQ(missed, 6) << "09:02 to 09:07";
}

TEST_F(AQueue, DoesNotOweMoreThanItsLimit) {
    Definition definition = queued();
    definition.catch_up_limit = 3;
    bench.put(definition);
    bench.run_for(1min);
    const StartRun first = bench.accept_start();
    bench.run_for(9min + 30s);
    bench.complete(first);
    serve(20s);
    const Lines lines = history();
    ASSERT_GE(lines.size(), 5U);
    EXPECT_EQ(Lines(lines.end() - 3, lines.end()), (Lines{"09:08 succeeded", "09:09 succeeded", "09:10 succeeded"}));
    std::int64_t missed = 0;
    for (const RecordRow &record : bench.records_of("a")) {
        EXPECT_EQ(record.kind, RecordKind::missed);
        EXPECT_EQ(record.reason, Reason::limit);
        missed += record.count;
    }
    EXPECT_EQ(missed, 6) << "09:02 to 09:07";
}

TEST_F(AQueue, MustNever_07_WaitsForAManualRunToo) {
    bench.put(queued());
    bench.run_for(30s);
    bench.send(RunNowCommand{"a"});
    const StartRun manual = bench.accept_start();
    bench.run_for(1min);
    EXPECT_EQ(starts(), 0U);
    bench.complete(manual);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:01:00"));
}

TEST_F(AQueue, MustNever_05_WaitsForARunThatWaitsForItsRetry) {
    Definition definition = queued();
    definition.retry_delay = 90s;
    bench.put(definition);
    bench.run_for(1min);
    const StartRun first = bench.accept_start();
    bench.complete(first, Result::failed_temporarily);
    bench.run_for(85s); // 09:02 is owed
    EXPECT_EQ(starts(), 0U);
    EXPECT_TRUE(bench.records_of("a").empty());
    bench.run_for(40s);
    const StartRun retry = bench.accept_start();
    EXPECT_EQ(retry.run_id, first.run_id);
    EXPECT_EQ(retry.attempt, 2);
    bench.complete(retry);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:02:00"));
}

TEST_F(AQueue, MustNever_14_GoesOnAfterAFailedRun) {
    const StartRun first = three_owed();
    bench.complete(first, Result::failed);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:02:00"));
}

TEST_F(AQueue, OfMaxActiveTwoRunsTwoBesideEachOther) {
    Definition definition = queued();
    definition.max_active = 2;
    bench.put(definition);
    bench.run_for(1min);
    const StartRun first = bench.accept_start();
    bench.run_for(1min);
    bench.accept_start();
    bench.run_for(1min + 30s);
    EXPECT_EQ(starts(), 0U) << "the third waits";
    bench.complete(first);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:03:00"));
}

TEST_F(AQueue, SurvivesTheProcess) {
    bench.config.executor_answers = true;
    bench.start();
    const StartRun first = three_owed();
    bench.executor_says = AttemptState::going;
    bench.start(); // the first run goes on in the executor
    bench.run_for(10s);
    EXPECT_EQ(starts(), 0U);
    bench.complete(first);
    serve(10s);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02 succeeded", "09:03 succeeded", "09:04 succeeded"}));
}

TEST_F(AQueue, IsDroppedByAPauseAndOnRecord) {
    const StartRun first = three_owed();
    bench.send(PauseCommand{"a", ""});
    bench.complete(first);
    bench.run_for(2min); // 09:06:30
    EXPECT_EQ(starts(), 0U);
    bench.send(ResumeCommand{"a"});
    serve(40s);
    EXPECT_EQ(history(),
              (Lines{"09:01 succeeded", "09:02..09:06 x5 skipped/paused", "09:07 succeeded", "event/paused"}));
}

TEST_F(AQueue, IsNotClaimedByADrain) {
    const StartRun first = three_owed();
    bench.stop(StopMode::drain, 10min);
    bench.complete(first);
    bench.run_for(10s);
    EXPECT_TRUE(bench.stopped);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded"})) << "the successor owes the rest";
    bench.start();
    serve(10s);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02 succeeded", "09:03 succeeded", "09:04 succeeded"}));
}

TEST_F(AQueue, LosesNoInstantOfAnHourThatIsTooFull) {
    Definition definition = queued();
    definition.catch_up_limit = 5;
    bench.put(definition);
    serve(1h, 90s);
    std::int64_t disposed = static_cast<std::int64_t>(bench.runs_of("a").size());
    for (const RecordRow &record : bench.records_of("a")) disposed += record.count;
    const auto next = bench.row("a").next_fire;
    ASSERT_TRUE(next);
    EXPECT_EQ(disposed, (*next - at("2026-03-23T09:01:00")) / 1min) << "each instant before the next fire has an end";
    EXPECT_LE(at("2026-03-23T10:00:00") - *next, 5min);
}

} // namespace
} // namespace engine_test
