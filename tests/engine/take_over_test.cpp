// A new engine finds what an earlier one of its instance left behind.
#include "bench.h"

namespace engine_test {
namespace {

class TakingOver : public testing::Test {
  protected:
    TakingOver() {
        bench.config.executor_answers = true;
        bench.start();
    }

    // A run whose start was asked for, of an engine that then dies.
    StartRun claimed(Definition definition = job("a", "0 * * * *")) {
        bench.put(std::move(definition));
        bench.run_for(1h);
        return bench.take_start();
    }
    StartRun running(Definition definition = job("a", "0 * * * *")) {
        const StartRun run = claimed(std::move(definition));
        bench.answer_start(run);
        return run;
    }
    const RunRow &row() { return bench.store.runs().begin()->second; }

    Bench bench;
};

TEST_F(TakingOver, ARunThatIsGoingIsAdopted) {
    const StartRun run = running();
    bench.executor_says = AttemptState::going;
    bench.start();
    ASSERT_EQ(bench.queries.size(), 1U);
    EXPECT_EQ(bench.queries[0].run_id, run.run_id);
    EXPECT_EQ(row().epoch, 2);
    EXPECT_EQ(row().owner_incarnation, bench.engine->incarnation());
    EXPECT_EQ(row().state, RunState::running);
    EXPECT_EQ(bench.engine->health().units_in_use, 1);
    EXPECT_TRUE(bench.starts.empty());
    EXPECT_TRUE(bench.cancels.empty());
    bench.complete(run);
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
}

TEST_F(TakingOver, ARunThatIsWatchedForStallsIsNotTakenForStalled) {
    Definition definition = job("a", "0 * * * *");
    definition.stall_timeout = 1min;
    running(definition);
    bench.answer_queries = false; // the executor takes its time
    bench.executor_says = AttemptState::going;
    bench.start();
    bench.run_for(5s);
    ASSERT_EQ(bench.queries.size(), 1U);
    bench.engine->query_answered(bench.queries[0].run_id, 1, AttemptState::going, std::nullopt, bench.moment());
    bench.settle();
    bench.run_for(59s);
    EXPECT_TRUE(bench.cancels.empty());
    bench.run_for(1s);
    EXPECT_EQ(bench.cancels.size(), 1U) << "and then it is";
}

TEST_F(TakingOver, ARunThatHasEndedMeanwhileEndsAsItDid) {
    running();
    bench.executor_says = AttemptState::ended;
    bench.executor_ended = Completion{Result::failed, "what it said", false, "why"};
    bench.start();
    EXPECT_EQ(row().outcome, Outcome::failed);
    EXPECT_EQ(row().output, "what it said");
    EXPECT_EQ(row().error, "why");
    EXPECT_TRUE(bench.releases.empty()) << "the scheduler before may still start what it was permitted to";
    bench.run_for(3s);
    EXPECT_FALSE(bench.releases.empty());
}

TEST_F(TakingOver, MustNever_40_ARunThatWasClaimedAndNeverStartedIsStartedOnce) {
    const StartRun run = claimed();
    bench.executor_says = AttemptState::never_started;
    bench.start();
    EXPECT_TRUE(bench.starts.empty()) << "the scheduler before may still start it";
    bench.run_for(3s);
    EXPECT_EQ(bench.queries.size(), 2U);
    ASSERT_EQ(bench.starts.size(), 1U);
    EXPECT_EQ(bench.starts[0].run_id, run.run_id);
    EXPECT_EQ(bench.starts[0].attempt, 1);
    EXPECT_EQ(bench.starts[0].payload, "the prompt");
    bench.complete(bench.accept_start());
    EXPECT_EQ(row().outcome, Outcome::succeeded);
}

// In the moment between the join and the end of its permission.
TEST_F(TakingOver, WhatTheSchedulerBeforeStartsAfterAllIsAdopted) {
    const StartRun run = claimed();
    bench.executor_says = AttemptState::never_started;
    bench.start();
    bench.run_for(1s);
    bench.executor_says = AttemptState::going;
    bench.run_for(2s);
    EXPECT_TRUE(bench.starts.empty());
    EXPECT_EQ(row().state, RunState::running);
    bench.complete(run);
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_EQ(row().attempt, 1);
}

// Whoever took it over before had another executor, and did not come to write what became of it.
TEST_F(TakingOver, WhatIsOnRecordAsRunningIsNotStartedAgainUnderItsNumber) {
    running();
    bench.executor_says = AttemptState::never_started;
    bench.start();
    EXPECT_EQ(row().outcome, Outcome::lost);
    EXPECT_TRUE(bench.starts.empty());
}

TEST_F(TakingOver, MustNever_26_ARunOfUnknownOutcomeIsLostAndToldOf) {
    running();
    bench.executor_says = AttemptState::unknown;
    bench.start();
    EXPECT_EQ(row().state, RunState::closed);
    EXPECT_EQ(row().outcome, Outcome::lost);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].event, NoticeEvent::failed);
    EXPECT_EQ(bench.store.find_job("a")->failed, 1);
    bench.run_for(1h);
    EXPECT_EQ(bench.take_start().due_at, at("2026-03-23T11:00:00")) << "the job is not blocked";
}

TEST_F(TakingOver, ALostRunIsRepeatedWhenItsJobWantsThatAndSpendsARetry) {
    Definition definition = job("a", "0 * * * *");
    definition.on_lost = OnLost::run_again;
    definition.retries = 1;
    running(definition);
    bench.executor_says = AttemptState::unknown;
    bench.start();
    StartRun again = bench.accept_start();
    EXPECT_EQ(again.attempt, 2);
    bench.start();
    EXPECT_EQ(row().outcome, Outcome::lost) << "the retries are used up";
}

TEST_F(TakingOver, WhatAnotherSessionSaysOfItsPredecessorsIsNotBelieved) {
    running();
    bench.config.executor_session.bytes[0] = 99;
    bench.executor_says = AttemptState::never_started;
    bench.start();
    EXPECT_TRUE(bench.queries.empty());
    EXPECT_EQ(row().outcome, Outcome::lost);
}

TEST_F(TakingOver, AnExecutorThatCannotBeAskedIsNotAsked) {
    running();
    bench.config.executor_answers = false;
    bench.start();
    EXPECT_TRUE(bench.queries.empty());
    EXPECT_EQ(row().outcome, Outcome::lost);
}

TEST_F(TakingOver, ACompletionThatCameBeforeTheStartCounts) {
    const StartRun run = running();
    bench.make();
    bench.engine->completed(run.run_id, 1, Completion{Result::succeeded, "early", false, ""}, bench.moment());
    bench.engine->start(bench.moment());
    bench.executor_says = AttemptState::unknown;
    bench.settle();
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_EQ(row().output, "early");
    EXPECT_TRUE(bench.queries.empty());
}

TEST_F(TakingOver, OfTwoCompletionsThatCameBeforeTheStartTheOneOfThePresentAttemptCounts) {
    StartRun run = running();
    bench.complete(run, Result::failed_temporarily);
    bench.run_for(5s);
    run = bench.accept_start();
    ASSERT_EQ(run.attempt, 2);
    bench.make();
    bench.engine->completed(run.run_id, 1, Completion{Result::failed, "old", false, ""}, bench.moment());
    bench.engine->completed(run.run_id, 2, Completion{Result::succeeded, "new", false, ""}, bench.moment());
    bench.engine->start(bench.moment());
    bench.settle();
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_EQ(row().output, "new");
}

TEST_F(TakingOver, ACompletionOfARunThatIsOverIsStale) {
    const StartRun run = running();
    bench.complete(run);
    bench.start();
    bench.complete(run, Result::failed);
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_EQ(bench.engine->stats().stale_completions, 1);
}

TEST_F(TakingOver, AWaitingRunGoesOnWithItsRetry) {
    const StartRun run = running();
    bench.complete(run, Result::failed_temporarily);
    bench.start();
    bench.run_for(5s);
    const StartRun again = bench.accept_start();
    EXPECT_EQ(again.run_id, run.run_id);
    EXPECT_EQ(again.attempt, 2);
}

TEST_F(TakingOver, MustNever_22_ANoticeThatWasStillOwedIsTold) {
    const StartRun run = running();
    bench.notify_at_once = false;
    bench.complete(run);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_FALSE(row().announced);
    bench.notices.clear();
    bench.notify_at_once = true;
    bench.start();
    bench.run_for(1s);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].notice_id, run.run_id) << "the id is the same when it is told again";
    EXPECT_TRUE(row().announced);
}

TEST_F(TakingOver, ARunThatSomebodyCanceledMeanwhileIsMadeToEnd) {
    const StartRun run = running();
    const simulation::Caller stranger{"bench", bench.engine->incarnation(), {}, {}};
    bench.store.write(stranger, std::vector<WriteItem>{AskCancel{run.run_id, Reason::requested}});
    bench.executor_says = AttemptState::going;
    bench.start();
    ASSERT_EQ(bench.cancels.size(), 1U);
    bench.complete(run, Result::canceled);
    EXPECT_EQ(row().outcome, Outcome::canceled);
}

TEST_F(TakingOver, ARunWhoseJobIsGoneEndsAllTheSame) {
    const StartRun run = running();
    bench.send(RemoveCommand{"a"});
    bench.executor_says = AttemptState::going;
    bench.start();
    bench.run_for(31min); // it never completes: the default timeout holds
    EXPECT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(row().state, RunState::closed);
}

TEST_F(TakingOver, ReadingTheOpenRunsIsTriedAgain) {
    running();
    bench.executor_says = AttemptState::unknown;
    bench.start_and_join_only();
    bench.reads = Weather::failing;
    bench.settle();
    EXPECT_EQ(row().state, RunState::running);
    bench.reads = Weather::fine;
    bench.run_for(30s);
    EXPECT_EQ(row().outcome, Outcome::lost);
}

TEST_F(TakingOver, AHandOverLeavesGoingRunsToTheExecutor) {
    const StartRun run = running();
    bench.stop(StopMode::hand_over, 10s);
    EXPECT_TRUE(bench.stopped);
    EXPECT_TRUE(bench.cancels.empty());
    EXPECT_EQ(row().state, RunState::running);
    bench.executor_says = AttemptState::going;
    bench.start();
    bench.complete(run);
    EXPECT_EQ(row().outcome, Outcome::succeeded);
}

TEST_F(TakingOver, MustNever_40_AHandOverBetweenClaimAndStartLosesNothing) {
    const StartRun run = claimed();
    bench.engine->stop(StopMode::hand_over, bench.moment() + 10s, bench.moment());
    bench.settle();
    EXPECT_FALSE(bench.stopped) << "the start is inside";
    bench.answer_start(run, StartStatus::too_late);
    EXPECT_TRUE(bench.stopped);
    bench.executor_says = AttemptState::never_started;
    bench.start();
    EXPECT_EQ(bench.accept_start().run_id, run.run_id);
}

TEST_F(TakingOver, ADrainWaitsForGoingRuns) {
    const StartRun run = running();
    bench.stop(StopMode::drain, 10min);
    bench.run_for(5min);
    EXPECT_FALSE(bench.stopped);
    EXPECT_TRUE(bench.cancels.empty());
    bench.complete(run);
    EXPECT_TRUE(bench.stopped);
    EXPECT_EQ(row().outcome, Outcome::succeeded) << "MustNever_27: the final write is not canceled by the shutdown";
    bench.start();
    bench.run_for(1s);
    EXPECT_TRUE(row().announced);
    EXPECT_EQ(bench.notices.size(), 1U) << "told by the one that drained, or by its successor";
}

TEST_F(TakingOver, ADrainCancelsWhatDoesNotEndInTime) {
    const StartRun run = running();
    bench.stop(StopMode::drain, 1min);
    bench.run_for(1min);
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels[0].reason, Reason::stopped);
    bench.complete(run, Result::canceled);
    EXPECT_EQ(row().outcome, Outcome::canceled);
    EXPECT_EQ(row().reason, Reason::stopped);
    EXPECT_TRUE(bench.stopped);
}

TEST_F(TakingOver, ADrainResolvesThePredecessorsRunsBeforeItRetires) {
    running();
    bench.executor_says = AttemptState::unknown;
    bench.start_and_join_only();
    bench.engine->stop(StopMode::drain, bench.moment() + 10s, bench.moment());
    bench.settle();
    bench.run_for(30s);
    EXPECT_TRUE(bench.stopped);
    EXPECT_EQ(row().outcome, Outcome::lost);
}

TEST_F(TakingOver, ARunThatWasNeverStartedIsPutToWaitingByADrain) {
    claimed();
    bench.executor_says = AttemptState::never_started;
    bench.answer_queries = false;
    bench.start();
    ASSERT_EQ(bench.queries.size(), 1U);
    bench.engine->stop(StopMode::drain, bench.moment() + 10s, bench.moment());
    bench.engine->query_answered(bench.queries[0].run_id, 1, AttemptState::never_started, std::nullopt, bench.moment());
    bench.answer_queries = true; // and it is asked once more, when nobody can start it any more
    bench.run_for(1min);
    EXPECT_TRUE(bench.stopped);
    EXPECT_EQ(row().state, RunState::waiting);
    EXPECT_FALSE(row().attempt_spent);
    bench.start();
    bench.run_for(1s);
    EXPECT_EQ(bench.accept_start().attempt, 1);
}

// A notifier that is far behind: what has no place in memory waits in the wake index, and is not read over and over.
TEST_F(TakingOver, MoreNoticesThanMemoryHoldsAreLeftInTheStore) {
    constexpr int kRuns = 2500;
    bench.config.capacity = 10;
    bench.notify_at_once = false;
    bench.start();
    bench.put(job("a", "@every 1s"));
    for (int i = 0; i < kRuns; ++i) {
        bench.run_for(1s);
        bench.complete(bench.accept_start());
    }
    bench.put([] {
        Definition quiet = job("a", "@every 1s");
        quiet.paused = true;
        return quiet;
    }());
    bench.start(); // all of them are unknown to this one
    bench.run_for(10s);
    const int calls = bench.storage_calls;
    bench.run_for(10min);
    EXPECT_LT(bench.storage_calls - calls, 1000) << "about what an idle scheduler needs";
    EXPECT_LE(bench.engine->health().notices_waiting, 1000U);
}

TEST_F(TakingOver, NothingStartsOnceItStops) {
    bench.put(job("b", "* * * * *"));
    bench.put(job("a", "0 * * * *"));
    bench.run_for(59min + 30s);
    bench.starts.clear();
    const std::size_t before = bench.store.runs().size();
    bench.stop(StopMode::drain, 10min);
    bench.run_for(1min);
    EXPECT_TRUE(bench.starts.empty());
    EXPECT_EQ(bench.store.runs().size(), before);
    const auto reply = bench.reply(bench.send(RunNowCommand{"a"}));
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, CommandStatus::not_running);
}

} // namespace
} // namespace engine_test
