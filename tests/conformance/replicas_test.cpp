// replicas_test.cpp - join, beat and retire.
#include "storage_test.h"

namespace conformance {
namespace {

class ReplicasTest : public StorageTest {
  protected:
    SeenReplica row_of(const Replica &of) const {
        const auto answer = replica().replicas();
        for (const SeenReplica &row : answer->replicas) {
            if (row.row.incarnation == of.incarnation()) return row;
        }
        throw std::runtime_error("there is no such replica");
    }
};

TEST_P(ReplicasTest, JoiningMakesALivingReplica) {
    const Replica beta = newcomer("beta");
    const gs_id session = new_id();
    const gs_id data_directory = new_id();
    const std::int64_t before = now();
    EXPECT_EQ(beta.join(no_id, session, data_directory)->outcome(), GS_ITEM_DONE);

    const SeenReplica row = row_of(beta);
    EXPECT_EQ(row.instance, "beta");
    EXPECT_EQ(row.row.retired, GS_REPLICA_ALIVE);
    EXPECT_EQ(row.row.beat, 1);
    EXPECT_TRUE(row.row.session == session);
    EXPECT_TRUE(row.row.data_directory == data_directory);
    EXPECT_GE(row.row.joined_at, before);
    EXPECT_LE(row.row.joined_at, now());
    EXPECT_EQ(row.row.last_beat_at, row.row.joined_at);
    EXPECT_EQ(row.row.retired_at, no_time);
}

TEST_P(ReplicasTest, JoiningSentAgainIsAlready) {
    EXPECT_EQ(replica().join()->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(row_of(replica()).row.beat, 1);
}

TEST_P(ReplicasTest, JoiningBesideALivingOneOfTheInstanceConflicts) {
    const Replica second = newcomer("alpha");
    EXPECT_EQ(second.join()->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(second.join(new_id())->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(replica().replicas()->replicas.size(), 1U);
}

TEST_P(ReplicasTest, JoiningRetiresTheNamedPredecessor) {
    const Replica second = newcomer("alpha");
    EXPECT_EQ(second.join(replica().incarnation())->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(row_of(replica()).row.retired, GS_REPLICA_RETIRED_BY_JOIN);
    EXPECT_NE(row_of(replica()).row.retired_at, no_time);
    EXPECT_EQ(row_of(second).row.retired, GS_REPLICA_ALIVE);
}

TEST_P(ReplicasTest, AReplicaThatWasRetiredCannotJoinAgain) {
    const Replica second = successor_of(replica());
    EXPECT_EQ(replica().join(second.incarnation())->outcome(), GS_ITEM_REFUSED);
    EXPECT_EQ(row_of(second).row.retired, GS_REPLICA_ALIVE);
}

TEST_P(ReplicasTest, AfterARetirementNobodyNeedsToBeNamed) {
    ASSERT_EQ(replica().retire(replica().incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(newcomer("alpha").join()->outcome(), GS_ITEM_DONE);
}

// It was decided on before somebody else replaced the predecessor, and left.
TEST_P(ReplicasTest, JoiningInPlaceOfOneThatIsNotAliveConflicts) {
    const Replica second = successor_of(replica());
    ASSERT_EQ(second.retire(second.incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF)->outcome(), GS_ITEM_DONE);
    const Replica third = newcomer("alpha");
    EXPECT_EQ(third.join(replica().incarnation())->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(third.join(new_id())->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(third.join()->outcome(), GS_ITEM_DONE);
}

TEST_P(ReplicasTest, InstancesOfOtherNamesLiveSideBySide) {
    const Replica beta = joined("beta");
    EXPECT_EQ(row_of(replica()).row.retired, GS_REPLICA_ALIVE);
    EXPECT_EQ(row_of(beta).row.retired, GS_REPLICA_ALIVE);
}

TEST_P(ReplicasTest, ABeatCounts) {
    EXPECT_EQ(replica().beat()->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().beat()->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(row_of(replica()).row.beat, 3);
}

TEST_P(ReplicasTest, ABeatTellsTheStoresClock) {
    const std::int64_t before = now();
    const auto answer = replica().beat();
    EXPECT_GE(answer->answer.store_now, before);
    EXPECT_GE(row_of(replica()).row.last_beat_at, before);
}

TEST_P(ReplicasTest, ABeatOfARetiredOneIsRefused) {
    successor_of(replica());
    EXPECT_EQ(replica().beat()->outcome(), GS_ITEM_REFUSED);
    EXPECT_EQ(row_of(replica()).row.beat, 1);
}

TEST_P(ReplicasTest, AnObserverRetiresOnTheBeatThatItSaw) {
    const Replica beta = joined("beta");
    EXPECT_EQ(beta.retire(replica().incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(row_of(replica()).row.retired, GS_REPLICA_RETIRED_BY_OBSERVER);
    EXPECT_NE(row_of(replica()).row.retired_at, no_time);
}

TEST_P(ReplicasTest, AReplicaThatHasBeatenSinceIsNotRetired) {
    const Replica beta = joined("beta");
    ASSERT_EQ(replica().beat()->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(beta.retire(replica().incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER)->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(row_of(replica()).row.retired, GS_REPLICA_ALIVE);
}

TEST_P(ReplicasTest, RetiringOneThatIsNotAliveAnyMoreIsAlready) {
    const Replica beta = joined("beta");
    ASSERT_EQ(beta.retire(replica().incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(beta.retire(replica().incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER)->outcome(), GS_ITEM_ALREADY);
}

TEST_P(ReplicasTest, AReplicaRetiresItselfWhateverItsBeat) {
    ASSERT_EQ(replica().beat()->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().retire(replica().incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(row_of(replica()).row.retired, GS_REPLICA_RETIRED_BY_ITSELF);
}

TEST_P(ReplicasTest, ANewcomerRetiresThePredecessorThatItHasObserved) {
    const Replica second = newcomer("alpha");
    EXPECT_EQ(second.retire(replica().incarnation(), 2, GS_REPLICA_RETIRED_BY_OBSERVER)->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(second.retire(replica().incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(second.join()->outcome(), GS_ITEM_DONE);
}

TEST_P(ReplicasTest, WhoIsRetiredRetiresNobody) {
    const Replica beta = joined("beta");
    successor_of(replica());
    EXPECT_EQ(replica().retire(beta.incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER)->outcome(), GS_ITEM_REFUSED);
    EXPECT_EQ(row_of(beta).row.retired, GS_REPLICA_ALIVE);
}

CONFORMANCE_SUITE(ReplicasTest);

} // namespace
} // namespace conformance
