// overlap = replace: the runs in the way are asked to end, and the newest instant starts once they have.
#include "policy_fixture.h"

namespace engine_test {
namespace {

Definition replacing(const std::string &id = "a") {
    Definition definition = with(job(id, "* * * * *"), Overlap::replace);
    definition.timeout = 24h;
    return definition;
}

class Replacing : public APolicy {
  protected:
    // The run of 09:01 is going, and 09:02 has come.
    StartRun in_the_way(Definition definition = replacing()) {
        bench.put(definition);
        bench.run_for(1min);
        const StartRun run = bench.accept_start();
        bench.run_for(1min);
        return run;
    }
};

TEST_F(Replacing, AsksTheRunInItsWayToEndAndWaitsForThat) {
    const StartRun old = in_the_way();
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels[0].run_id, old.run_id);
    EXPECT_EQ(bench.cancels[0].attempt, 1);
    EXPECT_EQ(bench.cancels[0].reason, Reason::replaced);
    EXPECT_TRUE(row(old).cancel_requested);
    EXPECT_EQ(starts(), 0U) << "both would be going";
    bench.run_for(5s);
    EXPECT_EQ(starts(), 0U);
    bench.complete(old, Result::canceled);
    ASSERT_EQ(starts(), 1U) << "at once";
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:02:00"));
    EXPECT_EQ(bench.starts[0].merged, 0);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02 claimed"}));
}

TEST_F(Replacing, IsNoFailure) {
    Definition definition = replacing();
    definition.disable_after_failures = 1;
    const StartRun old = in_the_way(definition);
    bench.complete(old, Result::canceled);
    EXPECT_EQ(bench.row("a").failures_in_row, 0);
    EXPECT_FALSE(bench.row("a").disabled);
    EXPECT_EQ(bench.store.find_job("a")->failed, 0);
}

TEST_F(Replacing, ARunThatSucceedsBeforeItCouldBeEndedHasSucceeded) {
    const StartRun old = in_the_way();
    bench.complete(old, Result::succeeded);
    EXPECT_EQ(row(old).outcome, Outcome::succeeded);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:02:00"));
}

TEST_F(Replacing, ARunThatFailsWhenItIsAskedToEndIsNotRepeated) {
    const StartRun old = in_the_way();
    bench.complete(old, Result::failed_temporarily);
    EXPECT_EQ(row(old).state, RunState::closed);
    ASSERT_EQ(starts(), 1U);
    EXPECT_NE(bench.starts[0].run_id, old.run_id);
}

TEST_F(Replacing, MustNever_13_ARunThatDoesNotEndIsGivenUpAfterItsGrace) {
    in_the_way();
    bench.run_for(10s - 1us);
    EXPECT_EQ(starts(), 0U);
    bench.run_for(1s);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02 claimed"}));
    EXPECT_EQ(starts(), 1U);
}

TEST_F(Replacing, AsksOnlyOnce) {
    bench.config.cancel_grace = 10min;
    bench.start();
    in_the_way();
    const std::int64_t epoch = bench.only_run().epoch;
    const int calls = bench.storage_calls;
    bench.run_for(5min);
    EXPECT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.only_run().epoch, epoch);
    // Beside the 150 calls of five idle minutes (reads each five seconds, calendars, beats): a try each half minute.
    EXPECT_LT(bench.storage_calls - calls, 150 + 3 * 10) << "it must not loop hot";
}

TEST_F(Replacing, NewerInstantsMergeOlderOnesWhileItWaits) {
    bench.config.cancel_grace = 10min;
    bench.start();
    const StartRun old = in_the_way();
    bench.run_for(2min + 30s); // 09:04:30
    bench.complete(old, Result::canceled);
    ASSERT_EQ(starts(), 1U);
    const StartRun run = bench.accept_start();
    EXPECT_EQ(run.due_at, at("2026-03-23T09:04:00"));
    EXPECT_EQ(run.merged, 2);
    EXPECT_EQ(row(run).merged, 2);
    ASSERT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02..09:03 x2 merged/catch_up", "09:04 running"}));
    EXPECT_EQ(bench.records_of("a")[0].run, run.run_id);
}

TEST_F(Replacing, MustNever_05_ARunThatWaitsForItsRetryEndsAtOnce) {
    Definition definition = replacing();
    definition.retry_delay = definition.retry_max_delay = 1h;
    bench.put(definition);
    bench.run_for(1min);
    const StartRun old = bench.accept_start();
    bench.complete(old, Result::failed_temporarily);
    bench.run_for(1min);
    EXPECT_TRUE(bench.cancels.empty()) << "the executor does not have it";
    EXPECT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02 claimed"}));
    EXPECT_EQ(starts(), 1U);
    bench.run_for(2s);
    EXPECT_EQ(starts(), 1U) << "and it is not repeated";
}

TEST_F(Replacing, WhatWasReplacedWhileItWaitedIsToldOf) {
    Definition definition = replacing();
    definition.retry_delay = definition.retry_max_delay = 1h;
    definition.notify_on = static_cast<std::int32_t>(NoticeEvent::canceled);
    bench.put(definition);
    bench.run_for(1min);
    const StartRun old = bench.accept_start();
    bench.complete(old, Result::failed_temporarily);
    bench.run_for(1min + 10s);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].run->id, old.run_id);
    EXPECT_EQ(bench.notices[0].run->reason, Reason::replaced);
}

TEST_F(Replacing, AManualRunInItsWayIsReplacedToo) {
    bench.put(replacing());
    bench.run_for(30s);
    bench.send(RunNowCommand{"a"});
    const StartRun manual = bench.accept_start();
    bench.run_for(30s);
    ASSERT_EQ(bench.cancels.size(), 1U);
    bench.complete(manual, Result::canceled);
    EXPECT_EQ(history(), (Lines{"09:01 claimed", "manual canceled/replaced"}));
}

TEST_F(Replacing, MustNever_07_AManualRunDoesNotReplace) {
    bench.put(replacing());
    bench.run_for(1min);
    bench.accept_start();
    const auto reply = bench.reply(bench.send(RunNowCommand{"a"}));
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, CommandStatus::refused);
    EXPECT_TRUE(bench.cancels.empty());
    EXPECT_EQ(starts(), 0U);
}

TEST_F(Replacing, OfMaxActiveTwoOnlyTheOldestRunMakesRoom) {
    Definition definition = replacing();
    definition.max_active = 2;
    bench.put(definition);
    bench.run_for(1min);
    const StartRun first = bench.accept_start();
    bench.run_for(1min);
    bench.accept_start();
    EXPECT_TRUE(bench.cancels.empty()) << "there was room";
    bench.run_for(1min);
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels[0].run_id, first.run_id);
    bench.complete(first, Result::canceled);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02 running", "09:03 claimed"}));
}

TEST_F(Replacing, AsManyAsMakeRoomAreAskedAndTheOldestOfThem) {
    Definition wide = with(job("wide", "1,2,3 9 * * *"), Overlap::parallel);
    wide.max_active = 3;
    Definition narrow = replacing("narrow");
    narrow.schedule = "4 9 * * *";
    narrow.max_active = 2;
    wide.concurrency_key = narrow.concurrency_key = "both";
    bench.put(wide);
    bench.put(narrow);
    std::vector<StartRun> runs;
    for (int i = 0; i < 3; ++i) {
        bench.run_for(1min);
        runs.push_back(bench.accept_start());
    }
    bench.run_for(1min);
    ASSERT_EQ(bench.cancels.size(), 2U) << "two of three have to go";
    for (const CancelAttempt &cancel : bench.cancels) EXPECT_NE(cancel.run_id, runs[2].run_id);
    bench.complete(runs[0], Result::canceled);
    EXPECT_EQ(starts(), 0U);
    bench.complete(runs[1], Result::canceled);
    EXPECT_EQ(starts(), 1U);
    EXPECT_EQ(history("wide"), (Lines{"09:01 canceled/replaced", "09:02 canceled/replaced", "09:03 running"}));
}

TEST_F(Replacing, AskingTwiceBecauseTheAnswerWasLostEndsItOnce) {
    bench.put(replacing());
    bench.run_for(1min);
    const StartRun old = bench.accept_start();
    bench.run_for(59s + 500ms);
    bench.writes = Weather::lost_after;
    bench.run_for(3s);
    bench.writes = Weather::fine;
    bench.run_for(3s);
    EXPECT_EQ(bench.cancels.size(), 1U);
    bench.complete(old, Result::canceled);
    bench.run_for(1s);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02 claimed"}));
}

TEST_F(Replacing, MustNever_02_WhatWaitsForItsPlaceDoesNotStartOnceTheJobIsPaused) {
    const StartRun old = in_the_way();
    bench.send(PauseCommand{"a", ""});
    bench.complete(old, Result::canceled);
    bench.run_for(5min);
    EXPECT_EQ(starts(), 0U);
    bench.send(ResumeCommand{"a"});
    bench.run_for(1s);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02..09:07 x6 skipped/paused", "event/paused"}));
}

TEST_F(Replacing, TheRequestSurvivesTheProcess) {
    bench.config.executor_answers = true;
    bench.config.cancel_grace = 10min;
    bench.start();
    const StartRun old = in_the_way();
    bench.cancels.clear();
    bench.executor_says = AttemptState::going;
    bench.start();
    bench.run_for(1s);
    ASSERT_EQ(bench.cancels.size(), 1U) << "the executor may not have heard of it";
    EXPECT_EQ(bench.cancels[0].reason, Reason::replaced);
    bench.complete(old, Result::canceled);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/replaced", "09:02 claimed"}));
}

TEST_F(Replacing, MustNever_09_DowntimeIsOneRun) {
    bench.put(replacing());
    down_for(30min + 20s);
    serve(10s, 5s);
    EXPECT_EQ(history(), (Lines{"09:01..09:29 x29 merged/catch_up", "09:30 succeeded"}));
    EXPECT_TRUE(bench.cancels.empty());
}

} // namespace
} // namespace engine_test
