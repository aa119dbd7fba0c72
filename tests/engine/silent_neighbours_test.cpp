// Other instances in the same store: when one is gone for certain, somebody takes care of what
// it has left behind.
#include "neighbours_fixture.h"

namespace engine_test {
namespace {

TEST_F(Neighbours, ASilentOneIsGoneAfterALeaseAndNotBefore) {
    running_at_the_other(lasting());
    bench.run_for(2min - 1s);
    EXPECT_EQ(replica(other).retired, Retirement::alive);
    bench.run_for(kCertain - 2min);
    EXPECT_EQ(replica(other).retired, Retirement::by_observer);
}

// Both stood still: the virtual machine that both are in was suspended.
TEST_F(Neighbours, OneThatWasSuspendedTogetherWithTheObserverIsNotGone) {
    running_at_the_other(lasting());
    bench.run_for(85s);
    bench.monotonic += 62s; // less than it takes the observer to fence itself
    bench.settle();
    EXPECT_EQ(replica(other).retired, Retirement::alive);
    bench.run_for(1s);
    other.beat();
    bench.run_for(1min);
    EXPECT_EQ(replica(other).retired, Retirement::alive);
    bench.run_for(kCertain);
    EXPECT_EQ(replica(other).retired, Retirement::by_observer) << "it is silent after all";
}

TEST_F(Neighbours, ASilentOneIsGoneAfterTheLeaseThatIsConfigured) {
    bench.config.lease = 30s;
    bench.start();
    running_at_the_other(lasting());
    bench.run_for(29s);
    EXPECT_EQ(replica(other).retired, Retirement::alive);
    bench.run_for(26s);
    EXPECT_EQ(replica(other).retired, Retirement::by_observer);
}

TEST_F(Neighbours, MustNever_26_ASilentOnesRunDoesNotBlockItsJobForEver) {
    Definition definition = lasting("a", "0 * * * *");
    const Id run = running_at_the_other(definition);
    bench.run_for(kCertain);
    EXPECT_EQ(told(row(run)), "10:00 lost");
    EXPECT_EQ(row(run).owner_incarnation, bench.engine->incarnation());
    EXPECT_TRUE(bench.queries.empty()) << "it ran with another executor session";
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].event, NoticeEvent::failed);
    bench.run_for(at("2026-03-23T11:00:00") - bench.now());
    EXPECT_EQ(bench.take_start().due_at, at("2026-03-23T11:00:00"));
}

TEST_F(Neighbours, ASilentOnesRunIsRepeatedWhenItsJobWantsThat) {
    Definition definition = lasting();
    definition.on_lost = OnLost::run_again;
    const Id run = running_at_the_other(definition);
    bench.run_for(kCertain + 10s);
    const StartRun again = bench.accept_start();
    EXPECT_EQ(again.run_id, run);
    EXPECT_EQ(again.attempt, 2);
    EXPECT_EQ(again.payload, "the prompt");
    bench.complete(again);
    EXPECT_EQ(told(row(run)), "10:00 succeeded");
}

TEST_F(Neighbours, ASilentOnesRunIsAskedForWhenTheExecutorIsTheSame) {
    other.share_session();
    const Id run = running_at_the_other(lasting());
    bench.executor_says = AttemptState::going;
    bench.run_for(kCertain);
    ASSERT_EQ(bench.queries.size(), 1U);
    EXPECT_EQ(bench.queries[0].run_id, run);
    EXPECT_EQ(row(run).state, RunState::running) << "adopted";
    EXPECT_EQ(row(run).owner_incarnation, bench.engine->incarnation());
    EXPECT_TRUE(bench.cancels.empty());
    StartRun adopted;
    adopted.run_id = run;
    bench.complete(adopted);
    EXPECT_EQ(told(row(run)), "10:00 succeeded");
}

TEST_F(Neighbours, ASilentOnesClaimThatWasNeverStartedIsStartedOnceIfThatIsCertain) {
    other.share_session();
    const Id run = claimed_by_the_other(lasting());
    bench.executor_says = AttemptState::never_started;
    bench.run_for(kCertain);
    const StartRun start = bench.accept_start();
    EXPECT_EQ(start.run_id, run);
    EXPECT_EQ(start.attempt, 1);
    bench.run_for(10min);
    EXPECT_TRUE(bench.starts.empty());
}

TEST_F(Neighbours, MustNever_25_ASilentOnesClaimIsNotStartedWhenNobodyKnowsWhetherItWas) {
    const Id run = claimed_by_the_other(lasting());
    bench.executor_says = AttemptState::never_started; // of another session: not to be believed
    bench.run_for(kCertain + 1min);
    EXPECT_TRUE(bench.starts.empty());
    EXPECT_EQ(row(run).outcome, Outcome::lost);
}

TEST_F(Neighbours, ASilentOnesWaitingRunGoesOnWithItsRetry) {
    const Id run = running_at_the_other(lasting());
    other.wait(run, 10s);
    bench.run_for(kCertain);
    const StartRun retry = bench.accept_start();
    EXPECT_EQ(retry.run_id, run);
    EXPECT_EQ(retry.attempt, 2);
}

TEST_F(Neighbours, MustNever_22_ASilentOnesNoticeIsTold) {
    const Id run = running_at_the_other(lasting());
    EXPECT_EQ(other.close(run, Outcome::failed, false), ItemOutcome::done);
    bench.run_for(1min);
    EXPECT_TRUE(bench.notices.empty()) << "it may still tell it itself";
    bench.run_for(kCertain);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].notice_id, run);
    EXPECT_TRUE(row(run).announced);
}

TEST_F(Neighbours, WhatASilentOneHadSkippedIsToldOf) {
    const Id record = skipped_by_the_other();
    bench.run_for(1min);
    EXPECT_TRUE(bench.notices.empty()) << "it may still tell it itself";
    bench.run_for(kCertain);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].notice_id, record);
    EXPECT_TRUE(bench.store.records().at(record).announced);
}

TEST_F(Neighbours, TheFailureThatASilentOneDidNotJudgeIsJudged) {
    Definition definition = lasting("a", "0 * * * *");
    definition.disable_after_failures = 1;
    const Id run = running_at_the_other(definition);
    EXPECT_EQ(other.close(run, Outcome::failed), ItemOutcome::done); // and then it dies
    bench.run_for(at("2026-03-23T11:00:05") - bench.now());
    EXPECT_TRUE(bench.starts.empty());
    EXPECT_TRUE(bench.row("a").disabled);
    EXPECT_EQ(history(), (Lines{"10:00 failed", "event/failures"}));
}

TEST_F(Neighbours, AFinishedJobWhoseLastRunASilentOneHadIsRemoved) {
    Definition definition = lasting("a", "@at 2026-03-23T10:00:00");
    definition.delete_when_finished = true;
    running_at_the_other(definition);
    bench.run_for(kCertain);
    EXPECT_EQ(history(), (Lines{"10:00 lost", "event/finished"}));
    EXPECT_EQ(bench.store.find_job("a"), nullptr);
    EXPECT_EQ(bench.notices.size(), 1U);
}

TEST_F(Neighbours, ASilentOnesCanceledRunEndsAsCanceled) {
    Definition definition = lasting();
    definition.on_lost = OnLost::run_again;
    const Id run = running_at_the_other(definition);
    other.ask_cancel(run, Reason::requested);
    bench.run_for(kCertain + 10s);
    EXPECT_EQ(told(row(run)), "10:00 canceled/requested") << "and is not repeated";
    EXPECT_TRUE(bench.starts.empty());
}

TEST_F(Neighbours, OneThatWasTakenForGoneCanCompleteNothing) {
    const Id run = running_at_the_other(lasting());
    bench.run_for(kCertain);
    ASSERT_EQ(row(run).outcome, Outcome::lost);
    EXPECT_EQ(other.close(run, Outcome::succeeded), ItemOutcome::refused);
    EXPECT_EQ(row(run).outcome, Outcome::lost);
}

TEST_F(Neighbours, OneThatBeatsBeforeItIsRetiredIsNotRetired) {
    const Id run = running_at_the_other(lasting());
    bench.run_for(2min - 1s);
    bench.writes = Weather::lost_before; // the retirement does not arrive
    bench.run_for(50s);
    other.beat(); // it was only slow
    bench.writes = Weather::fine;
    for (int i = 0; i < 10; ++i) {
        bench.run_for(20s);
        other.beat();
    }
    EXPECT_EQ(replica(other).retired, Retirement::alive) << "its beat is not the one that was seen";
    EXPECT_EQ(row(run).state, RunState::running);
    EXPECT_EQ(row(run).epoch, 1);
}

TEST_F(Neighbours, OfTwoOnlyTheSilentOneIsGone) {
    Neighbour third(bench, "third", 60);
    bench.put(lasting("b"));
    const Id lost = running_at_the_other(lasting("a"));
    third.join();
    const Id kept = third.claim_and_run("b");
    for (int i = 0; i < 8; ++i) {
        bench.run_for(40s);
        third.beat();
    }
    EXPECT_EQ(replica(other).retired, Retirement::by_observer);
    EXPECT_EQ(replica(third).retired, Retirement::alive);
    EXPECT_EQ(row(lost).outcome, Outcome::lost);
    EXPECT_EQ(row(kept).state, RunState::running);
    EXPECT_EQ(row(kept).epoch, 1);
}

TEST_F(Neighbours, WhatOneThatLeftHasLeftBehindIsTakenCareOfAfterALease) {
    const Id run = running_at_the_other(lasting());
    other.wait(run, 1s);
    other.leave();
    bench.run_for(2min - 1s);
    EXPECT_TRUE(bench.starts.empty()) << "its own next process may come";
    bench.run_for(kCertain);
    EXPECT_EQ(bench.take_start().run_id, run);
}

TEST_F(Neighbours, WhatOneThatLeftHasLeftBehindIsItsSuccessors) {
    const Id run = running_at_the_other(lasting());
    other.leave(); // handed over: its executor goes on with it
    bench.run_for(1min);
    Neighbour successor(bench, "other", 51);
    successor.join();
    for (int i = 0; i < 15; ++i) {
        bench.run_for(40s);
        successor.beat();
    }
    EXPECT_EQ(row(run).epoch, 1);
    EXPECT_EQ(row(run).state, RunState::running);
}

TEST_F(Neighbours, AnExclusiveStoreHasNoLivingOthers) {
    const Id run = running_at_the_other(lasting());
    bench.config.store_exclusive = true;
    bench.start(); // only this process can have it open
    bench.run_for(5s);
    EXPECT_EQ(row(run).outcome, Outcome::lost) << "at once";
    EXPECT_EQ(bench.notices.size(), 1U);
}

TEST_F(Neighbours, ARunOfASilentOneTakesCapacityOnceItIsAdopted) {
    other.share_session();
    running_at_the_other(lasting());
    bench.executor_says = AttemptState::going;
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
    bench.run_for(kCertain);
    EXPECT_EQ(bench.engine->health().units_in_use, 1);
}

} // namespace
} // namespace engine_test
