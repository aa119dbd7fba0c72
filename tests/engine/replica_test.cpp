// Joining, beating, being retired, fencing: a lease belongs to a replica.
#include "bench.h"

namespace engine_test {
namespace {

class AReplica : public testing::Test {
  protected:
    Id living() const {
        Id found;
        for (const ReplicaRow &row : bench.store.replicas()) {
            if (row.retired == Retirement::alive) found = row.incarnation;
        }
        return found;
    }
    std::size_t alive() const {
        std::size_t count = 0;
        for (const ReplicaRow &row : bench.store.replicas()) count += row.retired == Retirement::alive ? 1U : 0U;
        return count;
    }
    // Somebody else of this instance, in the store.
    Id join_stranger(const std::string &instance = "bench") {
        simulation::Caller caller{instance, {}, bench.config.executor_session, bench.config.data_directory};
        caller.incarnation.bytes[15] = static_cast<std::uint8_t>(++strangers);
        bench.store.write(caller, Join{instance == "bench" ? living() : Id{}});
        return caller.incarnation;
    }
    void beat(Id incarnation) { bench.store.write(simulation::Caller{"bench", incarnation, {}, {}}, Beat{}); }

    Bench bench;
    int strangers = 0;
};

TEST_F(AReplica, JoinsAndSaysSo) {
    bench.start();
    ASSERT_EQ(bench.started.size(), 1U);
    EXPECT_EQ(bench.started[0].status, CommandStatus::ok);
    ASSERT_EQ(bench.store.replicas().size(), 1U);
    const ReplicaRow &row = bench.store.replicas()[0];
    EXPECT_EQ(row.instance, "bench");
    EXPECT_EQ(row.incarnation, bench.engine->incarnation());
    EXPECT_TRUE(bench.engine->health().joined);
}

TEST_F(AReplica, JoinsAfterAnOutageThatItWasStartedIn) {
    bench.reads = Weather::lost_before;
    bench.start();
    ASSERT_EQ(bench.started.size(), 1U) << "the host is not kept waiting";
    EXPECT_EQ(bench.started[0].status, CommandStatus::ok);
    EXPECT_FALSE(bench.engine->health().joined);
    EXPECT_TRUE(bench.engine->health().storage_failing_since);
    bench.run_for(10min);
    EXPECT_LT(bench.storage_calls, 60);
    bench.reads = Weather::fine;
    bench.run_for(31s);
    EXPECT_TRUE(bench.engine->health().joined);
    EXPECT_FALSE(bench.engine->health().storage_failing_since);
    EXPECT_EQ(bench.started.size(), 1U);
}

TEST_F(AReplica, MustNever_33_APermanentFailureAtStartIsToldAsOne) {
    bench.reads = Weather::failing;
    bench.start();
    ASSERT_EQ(bench.started.size(), 1U);
    EXPECT_EQ(bench.started[0].status, CommandStatus::failed);
    EXPECT_NE(bench.started[0].text.find("the storage said no"), std::string::npos);
}

TEST_F(AReplica, APermanentFailureOfTheJoinIsToldAsOne) {
    bench.writes = Weather::failing;
    bench.start();
    ASSERT_EQ(bench.started.size(), 1U);
    EXPECT_EQ(bench.started[0].status, CommandStatus::failed);
}

TEST_F(AReplica, MustNever_35_ALaterPermanentFailureIsTriedAgain) {
    bench.reads = Weather::lost_before;
    bench.start();
    bench.reads = Weather::failing;
    bench.run_for(10min);
    EXPECT_LT(bench.storage_calls, 100);
    bench.reads = Weather::fine;
    bench.run_for(31s);
    EXPECT_TRUE(bench.engine->health().joined);
}

TEST_F(AReplica, AJoinWhoseAnswerIsLostHappensOnce) {
    bench.writes = Weather::lost_after;
    bench.start();
    EXPECT_EQ(bench.store.replicas().size(), 1U);
    bench.writes = Weather::fine;
    bench.run_for(1s);
    EXPECT_TRUE(bench.engine->health().joined);
    EXPECT_EQ(bench.store.replicas().size(), 1U);
}

TEST_F(AReplica, ReplacesAPredecessorThatTheHostVouchesFor) {
    bench.start();
    const Id first = bench.engine->incarnation();
    bench.start();
    EXPECT_TRUE(bench.engine->health().joined);
    EXPECT_NE(bench.engine->incarnation(), first);
    EXPECT_EQ(bench.store.replicas()[0].retired, Retirement::by_join);
    EXPECT_EQ(alive(), 1U);
}

TEST_F(AReplica, DoesNotReplaceOneOfAnotherDataDirectory) {
    bench.start();
    bench.config.data_directory.bytes[0] = 1;
    bench.start();
    EXPECT_FALSE(bench.engine->health().joined);
    EXPECT_EQ(bench.store.replicas()[0].retired, Retirement::alive);
}

// A deployment during an outage: the older scheduler has never joined, the newer one does so first.
TEST_F(AReplica, DoesNotReplaceASuccessorThatHasJoinedBeforeIt) {
    bench.reads = Weather::lost_before;
    bench.start();
    bench.run_for(1min);
    const Id successor = join_stranger();
    bench.reads = Weather::fine;
    for (int i = 0; i < 10; ++i) {
        bench.run_for(40s);
        beat(successor);
    }
    EXPECT_FALSE(bench.engine->health().joined);
    EXPECT_EQ(living(), successor);
    bench.run_for(165s);
    EXPECT_TRUE(bench.engine->health().joined) << "it was dead after all";
    EXPECT_EQ(bench.store.replicas()[0].retired, Retirement::by_observer);
}

TEST_F(AReplica, OfAnExclusiveStoreDoesNotReplaceItsSuccessorEither) {
    bench.config.store_exclusive = true;
    bench.reads = Weather::lost_before;
    bench.start();
    bench.run_for(1min);
    const Id successor = join_stranger();
    bench.reads = Weather::fine;
    bench.run_for(40s);
    EXPECT_FALSE(bench.engine->health().joined);
    EXPECT_EQ(living(), successor);
}

TEST_F(AReplica, AnExclusiveStoreHasNoLivingPredecessor) {
    bench.config.predecessor_dead = false;
    bench.config.store_exclusive = true;
    bench.start();
    bench.start();
    EXPECT_TRUE(bench.engine->health().joined);
}

TEST_F(AReplica, WithoutAVoucherItWatchesItsPredecessorForALease) {
    bench.config.predecessor_dead = false;
    const Id old = join_stranger();
    bench.start();
    EXPECT_EQ(bench.started.size(), 1U) << "the host is not kept waiting";
    bench.run_for(119s);
    EXPECT_FALSE(bench.engine->health().joined);
    bench.run_for(45s);
    EXPECT_TRUE(bench.engine->health().joined);
    EXPECT_EQ(bench.store.replicas()[0].incarnation, old);
    EXPECT_EQ(bench.store.replicas()[0].retired, Retirement::by_observer);
    EXPECT_LT(bench.storage_calls, 40);
}

TEST_F(AReplica, ALivingPredecessorIsNeverTakenForDead) {
    bench.config.predecessor_dead = false;
    const Id old = join_stranger();
    bench.start();
    for (int i = 0; i < 30; ++i) {
        bench.run_for(40s);
        beat(old);
    }
    EXPECT_FALSE(bench.engine->health().joined);
    EXPECT_EQ(bench.store.replicas()[0].retired, Retirement::alive);
    EXPECT_LT(bench.storage_calls, 100);
}

TEST_F(AReplica, BeatsEveryThirdOfALease) {
    bench.start();
    bench.run_for(2min);
    EXPECT_EQ(bench.store.replicas()[0].beat, 1 + 3);
    bench.run_for(10min);
    EXPECT_EQ(bench.store.replicas()[0].beat, 1 + 18);
}

TEST_F(AReplica, MustNever_41_BeatsWhileItDrains) {
    bench.start();
    bench.put(job("a", "* * * * *"));
    bench.run_for(31s);
    bench.run_for(30s);
    const StartRun run = bench.accept_start();
    bench.stop(StopMode::drain, 20min);
    const std::int64_t before = bench.store.replicas()[0].beat;
    bench.run_for(10min);
    EXPECT_FALSE(bench.stopped);
    EXPECT_EQ(bench.store.replicas()[0].beat, before + 15);
    bench.complete(run);
    EXPECT_TRUE(bench.stopped);
}

TEST_F(AReplica, OneThatWasReplacedByAJoinStopsAndReports) {
    bench.start();
    bench.put(job("a", "* * * * *"));
    bench.run_for(61s);
    const StartRun run = bench.accept_start();
    join_stranger();
    bench.run_for(2min);
    EXPECT_TRUE(bench.engine->health().superseded);
    EXPECT_FALSE(bench.engine->health().joined);
    ASSERT_EQ(bench.cancels.size(), 1U) << "what it was carrying out ends: the successor does not know its executor";
    EXPECT_EQ(bench.cancels[0].run_id, run.run_id);
    EXPECT_EQ(bench.cancels[0].reason, Reason::fenced);
    const int calls = bench.storage_calls;
    bench.run_for(1h);
    EXPECT_EQ(bench.storage_calls, calls) << "it does nothing more";
    EXPECT_EQ(alive(), 1U);
    bench.stop(StopMode::drain);
    EXPECT_TRUE(bench.stopped);
}

TEST_F(AReplica, OneThatWasRetiredByAnObserverJoinsAgain) {
    bench.start();
    bench.put(job("a", "* * * * *"));
    const Id first = bench.engine->incarnation();
    const Id other = join_stranger("other");
    bench.store.write(simulation::Caller{"other", other, {}, {}},
                      Retire{first, bench.store.replicas()[0].beat, Retirement::by_observer});
    bench.run_for(2min);
    EXPECT_TRUE(bench.engine->health().joined);
    EXPECT_NE(bench.engine->incarnation(), first);
    EXPECT_FALSE(bench.runs_of("a").empty());
}

TEST_F(AReplica, FencesItselfAtTwoThirdsOfALease) {
    bench.start();
    bench.put(job("a", "* * * * *"));
    bench.run_for(60s); // the minute is full; a beat was sent at 40 s
    const StartRun run = bench.accept_start();
    bench.writes = bench.reads = Weather::lost_before;
    bench.run_for(58s); // 78 s since that beat
    EXPECT_TRUE(bench.cancels.empty());
    bench.run_for(3s);
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels[0].run_id, run.run_id);
    EXPECT_EQ(bench.cancels[0].reason, Reason::fenced);
    EXPECT_FALSE(bench.engine->health().joined);
    bench.writes = bench.reads = Weather::fine;
    bench.run_for(1min);
    EXPECT_TRUE(bench.engine->health().joined);
}

TEST_F(AReplica, OfAnExclusiveStoreNeverFencesItself) {
    bench.config.store_exclusive = true;
    bench.start();
    bench.put(job("a", "* * * * *"));
    bench.run_for(61s);
    bench.accept_start();
    bench.writes = bench.reads = Weather::lost_before;
    bench.run_for(20min);
    EXPECT_TRUE(bench.cancels.empty());
    EXPECT_TRUE(bench.engine->health().joined);
}

TEST_F(AReplica, LeavesWhenItStops) {
    bench.start();
    bench.stop(StopMode::drain);
    EXPECT_TRUE(bench.stopped);
    EXPECT_EQ(bench.store.replicas()[0].retired, Retirement::by_itself);
    const int calls = bench.storage_calls;
    EXPECT_EQ(bench.engine->next_wake(), std::nullopt);
    EXPECT_EQ(bench.storage_calls, calls);
}

TEST_F(AReplica, StopsWithoutAStorage) {
    for (const StopMode mode : {StopMode::drain, StopMode::hand_over, StopMode::cancel}) {
        Bench lonely;
        lonely.reads = Weather::lost_before;
        lonely.start();
        lonely.stop(mode, 5s);
        lonely.run_for(1min);
        EXPECT_TRUE(lonely.stopped) << static_cast<int>(mode);
    }
}

TEST_F(AReplica, StopsWhenTheStorageGoesAwayMeanwhile) {
    for (const StopMode mode : {StopMode::drain, StopMode::hand_over, StopMode::cancel}) {
        Bench lonely;
        lonely.start();
        lonely.put(job("a", "* * * * *"));
        lonely.run_for(61s);
        const StartRun run = lonely.take_start();
        lonely.writes = lonely.reads = Weather::lost_before;
        lonely.answer_start(run);
        lonely.stop(mode, 5s);
        lonely.run_for(1min);
        EXPECT_TRUE(lonely.stopped) << static_cast<int>(mode);
        const bool canceled = !lonely.cancels.empty();
        EXPECT_EQ(canceled, mode != StopMode::hand_over) << "no execution is left behind, unless it was to be";
    }
}

// A store that says no in every way must not be asked without end.
TEST_F(AReplica, MustNever_36_AStoreThatRefusesEveryJoinIsNotAskedWithoutEnd) {
    bench.store.bad = [](const WriteItem &) { return true; };
    bench.config.predecessor_dead = false;
    join_stranger();
    bench.start();
    const simulation::Caller stranger{"bench", living(), {}, {}};
    for (int i = 0; i < 20; ++i) { // a predecessor that beats and is watched
        bench.run_for(30s);
        bench.store.write(stranger, Beat{});
    }
    EXPECT_LT(bench.storage_calls, 60);
}

} // namespace
} // namespace engine_test
