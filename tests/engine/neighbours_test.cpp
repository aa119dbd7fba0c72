// Other instances in the same store: while one lives, its runs are its own.
#include "neighbours_fixture.h"

namespace engine_test {
namespace {

TEST_F(Neighbours, ALivingOnesRunIsLeftAlone) {
    const Id run = running_at_the_other(lasting());
    const RunRow before = row(run);
    alive_for(30min);
    EXPECT_EQ(row(run).epoch, before.epoch);
    EXPECT_EQ(row(run).state, RunState::running);
    EXPECT_EQ(row(run).owner_incarnation, other.caller.incarnation);
    EXPECT_TRUE(bench.queries.empty());
    EXPECT_TRUE(bench.cancels.empty());
    EXPECT_EQ(replica(other).retired, Retirement::alive);
}

TEST_F(Neighbours, ALivingOnesWaitingRunIsLeftAlone) {
    const Id run = running_at_the_other(lasting());
    other.wait(run, 1min);
    alive_for(10min); // it is late with its retry, but it lives
    EXPECT_EQ(row(run).state, RunState::waiting);
    EXPECT_EQ(row(run).epoch, 1);
    EXPECT_TRUE(bench.starts.empty());
}

TEST_F(Neighbours, MustNever_23_ALivingOnesNoticeIsItsOwnToTell) {
    const Id run = running_at_the_other(lasting());
    EXPECT_EQ(other.close(run, Outcome::failed, false), ItemOutcome::done);
    alive_for(10min);
    EXPECT_TRUE(bench.notices.empty());
    EXPECT_FALSE(row(run).announced);
    EXPECT_EQ(row(run).epoch, 1);
}

TEST_F(Neighbours, WhatALivingOneHadSkippedIsItsOwnToTell) {
    const Id record = skipped_by_the_other();
    alive_for(10min);
    EXPECT_TRUE(bench.notices.empty());
    EXPECT_FALSE(bench.store.records().at(record).announced);
}

TEST_F(Neighbours, AFinishedJobStaysWhileALivingOneCarriesItOut) {
    Definition definition = lasting("a", "@at 2026-03-23T10:00:00");
    definition.delete_when_finished = true;
    const Id run = running_at_the_other(definition);
    alive_for(10min);
    EXPECT_NE(bench.store.find_job("a"), nullptr);
    EXPECT_EQ(row(run).state, RunState::running);
}

TEST_F(Neighbours, MustNever_41_ALivingOneIsNeverTakenForDead) {
    running_at_the_other(lasting());
    for (int i = 0; i < 20; ++i) { // a little less than a lease between two beats
        bench.run_for(115s);
        other.beat();
        ASSERT_EQ(replica(other).retired, Retirement::alive) << i;
    }
}

TEST_F(Neighbours, ASuspendedObserverDoesNotTakeALivingOneForDead) {
    const Id run = running_at_the_other(lasting());
    alive_for(2min);
    bench.monotonic += 10min; // this machine slept; the other one's beats went on
    for (int i = 0; i < 15; ++i) other.beat();
    bench.run_for(1min);
    EXPECT_EQ(replica(other).retired, Retirement::alive);
    EXPECT_EQ(row(run).epoch, 1);
}

TEST_F(Neighbours, MustNever_27_OneThatStopsLeavesTheOthersAlone) {
    const Id run = running_at_the_other(lasting());
    bench.stop(StopMode::cancel, 10s);
    EXPECT_TRUE(bench.stopped);
    EXPECT_EQ(row(run).state, RunState::running);
    EXPECT_FALSE(row(run).cancel_requested);
    EXPECT_EQ(replica(other).retired, Retirement::alive);
}

TEST_F(Neighbours, WatchingThemIsCheap) {
    other.join();
    bench.run_for(1s);
    const int calls = bench.storage_calls;
    alive_for(10min);
    // Two reads each five seconds, the calendars each twenty, a beat and a look at the replicas each forty.
    EXPECT_LE(bench.storage_calls - calls, 2 * 121 + 31 + 16 + 17);
}

// Jobs of one key at two replicas.

TEST_F(Neighbours, AQueuedJobGoesOnWhenARunOfItsKeyHasEndedElsewhere) {
    Definition theirs = lasting("theirs");
    Definition ours = lasting("ours", "1 10 * * *");
    ours.overlap = Overlap::queue;
    theirs.concurrency_key = ours.concurrency_key = "both";
    bench.put(ours);
    const Id run = running_at_the_other(theirs);
    bench.run_for(70s);
    EXPECT_TRUE(bench.starts.empty());
    other.beat();
    other.close(run, Outcome::succeeded);
    bench.run_for(11s); // looked at again within five seconds, and the horizon is read each five
    EXPECT_EQ(history("ours"), (Lines{"10:01 claimed"}));
}

TEST_F(Neighbours, ARunElsewhereIsAskedToEndThroughTheStore) {
    Definition theirs = lasting("theirs");
    Definition ours = lasting("ours", "1 10 * * *");
    ours.overlap = Overlap::replace;
    theirs.concurrency_key = ours.concurrency_key = "both";
    bench.put(ours);
    const Id run = running_at_the_other(theirs);
    bench.run_for(61s);
    EXPECT_TRUE(row(run).cancel_requested);
    EXPECT_EQ(row(run).reason, Reason::replaced);
    EXPECT_EQ(row(run).state, RunState::running);
    EXPECT_TRUE(bench.cancels.empty()) << "our executor does not have it";
    EXPECT_TRUE(bench.starts.empty());
    other.beat();
    other.close(run, Outcome::canceled);
    bench.run_for(11s);
    EXPECT_EQ(history("ours"), (Lines{"10:01 claimed"}));
    EXPECT_EQ(told(row(run)), "10:00 canceled/replaced");
}

TEST_F(Neighbours, AnInstantThatAnotherHasClaimedIsNotClaimedAgain) {
    const Id run = claimed_by_the_other(lasting("a", "0 * * * *"));
    bench.run_for(5s);
    EXPECT_TRUE(bench.starts.empty());
    EXPECT_EQ(bench.runs_of("a").size(), 1U);
    EXPECT_TRUE(bench.records_of("a").empty()) << "nor recorded as anything else";
    EXPECT_EQ(row(run).epoch, 1);
}

} // namespace
} // namespace engine_test
