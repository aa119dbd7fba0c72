// claim_test.cpp - claim: each occurrence is won exactly once (invariant 1), and nothing moves unless it was (8).
#include "storage_test.h"

namespace conformance {
namespace {

class ClaimTest : public StorageTest {};

TEST_P(ClaimTest, AClaimMovesTheJobAndMakesTheRun) {
    PutItem item;
    item.row.next_fire = now() - minute;
    item.payload = "do it";
    const SeenJob before = put(item);
    ClaimItem claim(before, new_id(), item.row.next_fire);
    claim.next_fire = now() + hour;
    claim.fire_at = now() + hour + second;
    claim.look_at = now() + hour + minute;
    claim.revision = 4;
    const auto answer = replica().claim(claim);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(answer->item().payload, "do it");
    EXPECT_EQ(answer->item().result.epoch, 1);
    EXPECT_EQ(answer->item().result.attempt, 1);

    const SeenJob after = job();
    EXPECT_GT(after.row.version, before.row.version);
    EXPECT_EQ(after.row.version, answer->item().result.version);
    EXPECT_EQ(after.row.next_fire, claim.next_fire);
    EXPECT_EQ(after.row.fire_at, claim.fire_at);
    EXPECT_EQ(after.row.look_at, claim.look_at);
    EXPECT_EQ(after.row.cursor, claim.due_at);
    EXPECT_EQ(after.row.fires, 1);
    EXPECT_NE(after.row.last_fired_at, no_time);
    EXPECT_EQ(after.row.updated_at, before.row.updated_at) << "a claim is no write from outside";

    const SeenRun run_row = run(claim.run_id);
    EXPECT_EQ(run_row.job_id, "job");
    EXPECT_EQ(run_row.row.generation, before.row.generation);
    EXPECT_EQ(run_row.row.revision, 4);
    EXPECT_EQ(run_row.row.trigger, GS_TRIGGER_SCHEDULE);
    EXPECT_EQ(run_row.row.due_at, claim.due_at);
    EXPECT_EQ(run_row.row.state, GS_STATE_CLAIMED);
    EXPECT_EQ(run_row.row.outcome, GS_OUTCOME_NONE);
    EXPECT_EQ(run_row.row.attempt, 1);
    EXPECT_EQ(run_row.row.epoch, 1);
    EXPECT_EQ(run_row.row.attempt_spent, 0);
    EXPECT_EQ(run_row.owner_instance, "alpha");
    EXPECT_TRUE(run_row.row.owner_incarnation == replica().incarnation());
    EXPECT_EQ(run_row.concurrency_key, claim.concurrency_key);
    EXPECT_EQ(run_row.row.wake_at, no_time);
    EXPECT_EQ(run_row.row.claimed_at, after.row.last_fired_at);
    EXPECT_EQ(run_row.row.started_at, no_time);
    EXPECT_EQ(run_row.row.finished_at, no_time);
    EXPECT_EQ(run_row.row.merged, 0);
    EXPECT_EQ(run_row.row.late_result, 0);
}

TEST_P(ClaimTest, OfTwoThatReadTheSameVersionOneWins) {
    const Replica beta = joined("beta");
    const SeenJob seen = due_job();
    const gs_id lost = new_id();
    EXPECT_EQ(replica().claim(ClaimItem(seen, new_id(), seen.row.next_fire))->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(beta.claim(ClaimItem(seen, lost, seen.row.next_fire))->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(job().row.fires, 1);
    const gs_runs_page page = runs_page(10);
    EXPECT_EQ(replica().runs(page)->runs.size(), 1U);
}

TEST_P(ClaimTest, AClaimSentAgainKnowsItself) {
    const SeenJob seen = due_job();
    const ClaimItem claim(seen, new_id(), seen.row.next_fire);
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    const auto again = replica().claim(claim);
    EXPECT_EQ(again->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(again->item().result.epoch, 1);
    EXPECT_EQ(again->item().result.attempt, 1);
    EXPECT_EQ(job().row.fires, 1);
}

TEST_P(ClaimTest, AClaimWithARecordSentAgainKnowsItself) {
    const SeenJob seen = due_job();
    ClaimItem claim(seen, new_id(), seen.row.next_fire);
    claim.record = record(seen.row.next_fire - minute, seen.row.next_fire - minute);
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().claim(claim)->outcome(), GS_ITEM_ALREADY);
    EXPECT_EQ(replica().records("", 10)->records.size(), 1U);
}

TEST_P(ClaimTest, AlreadyCarriesThePayloadToo) {
    PutItem item;
    item.payload = "do it";
    const SeenJob seen = put(item);
    const ClaimItem claim(seen, new_id(), now() - second);
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().claim(claim)->item().payload, "do it");
}

TEST_P(ClaimTest, ARunThatHasMovedOnIsNotClaimedAgain) {
    const SeenJob seen = due_job();
    const ClaimItem claim(seen, new_id(), seen.row.next_fire);
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(replica().update(to_running(claim.run_id))->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(replica().claim(claim)->outcome(), GS_ITEM_CONFLICT);
}

TEST_P(ClaimTest, TheAnswerTellsWhenEvenIfSentAgain) {
    const SeenJob seen = due_job();
    const ClaimItem claim(seen, new_id(), seen.row.next_fire);
    const std::int64_t at = replica().claim(claim)->item().result.at;
    EXPECT_EQ(at, run(claim.run_id).row.claimed_at);
    if (!host().set_clock(now() + hour)) GTEST_SKIP() << "this storage's clock cannot be set";
    EXPECT_EQ(replica().claim(claim)->item().result.at, at);
}

TEST_P(ClaimTest, AnEditInBetweenWins) {
    const SeenJob seen = due_job();
    PutItem edit(seen);
    edit.name = "edited";
    put(edit);
    EXPECT_EQ(replica().claim(ClaimItem(seen, new_id(), seen.row.next_fire))->outcome(), GS_ITEM_CONFLICT);
    EXPECT_EQ(job().row.next_fire, seen.row.next_fire);
}

TEST_P(ClaimTest, APausedJobIsNotClaimed) {
    PutItem item;
    item.row.next_fire = now() - minute;
    item.definition.paused = 1;
    const SeenJob seen = put(item);
    ClaimItem claim(seen, new_id(), item.row.next_fire);
    EXPECT_EQ(replica().claim(claim)->outcome(), GS_ITEM_CONFLICT);
    claim.trigger = GS_TRIGGER_MANUAL;
    EXPECT_EQ(replica().claim(claim)->outcome(), GS_ITEM_CONFLICT) << "run now on a paused job is refused";
}

TEST_P(ClaimTest, AnotherGenerationConflicts) {
    const SeenJob seen = due_job();
    ClaimItem claim(seen, new_id(), seen.row.next_fire);
    claim.generation += 1;
    EXPECT_EQ(replica().claim(claim)->outcome(), GS_ITEM_CONFLICT);
}

TEST_P(ClaimTest, NoSuchJobIsGone) {
    SeenJob seen = due_job();
    seen.id = "nobody";
    EXPECT_EQ(replica().claim(ClaimItem(seen, new_id(), now() - second))->outcome(), GS_ITEM_GONE);
}

TEST_P(ClaimTest, AnInstantBeyondTheStoresClockIsEarly) {
    const SeenJob seen = put(PutItem());
    EXPECT_EQ(replica().claim(ClaimItem(seen, new_id(), now() + hour))->outcome(), GS_ITEM_EARLY);
    EXPECT_EQ(job().row.fires, 0);
}

TEST_P(ClaimTest, NoneIsClaimedBeforeItsInstant) {
    const std::int64_t noon = 1'800'000'000 * second;
    if (!host().set_clock(noon)) GTEST_SKIP() << "this storage's clock cannot be set";
    const SeenJob seen = put(PutItem());
    const ClaimItem claim(seen, new_id(), noon + 1);
    EXPECT_EQ(replica().claim(claim)->outcome(), GS_ITEM_EARLY);
    host().set_clock(noon + 1);
    EXPECT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(job().row.last_fired_at, noon + 1);
    EXPECT_EQ(run(claim.run_id).row.claimed_at, noon + 1);
}

TEST_P(ClaimTest, ARecordBeyondTheStoresClockIsEarly) {
    const SeenJob seen = due_job();
    ClaimItem claim(seen, new_id(), seen.row.next_fire);
    claim.record = record(seen.row.next_fire, now() + hour);
    EXPECT_EQ(replica().claim(claim)->outcome(), GS_ITEM_EARLY);
    EXPECT_TRUE(replica().records("", 10)->records.empty());
}

TEST_P(ClaimTest, TheRecordGoesAlong) {
    const SeenJob seen = due_job();
    ClaimItem claim(seen, new_id(), seen.row.next_fire);
    claim.record = record(seen.row.next_fire - hour, seen.row.next_fire - minute);
    claim.record->kind = GS_RECORD_MERGED;
    claim.record->run = claim.run_id;
    claim.merged = 60;
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(claim.run_id).row.merged, 60);
    const auto records = replica().records("job", 10)->records;
    ASSERT_EQ(records.size(), 1U);
    EXPECT_TRUE(records[0].row.run == claim.run_id);
    EXPECT_EQ(records[0].row.generation, seen.row.generation);
}

TEST_P(ClaimTest, MergedMayBeMoreThanCanBeCounted) {
    const SeenJob seen = due_job();
    ClaimItem claim(seen, new_id(), seen.row.next_fire);
    claim.merged = -1;
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(claim.run_id).row.merged, -1);
    ASSERT_EQ(replica().update(to_closed(claim.run_id, GS_OUTCOME_SUCCEEDED))->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(claim.run_id).row.merged, -1) << "and stays so";
}

TEST_P(ClaimTest, AManualRunNeverUsesUpAScheduledOne) {
    const SeenJob before = due_job();
    ClaimItem claim(before, new_id(), now() - second);
    claim.trigger = GS_TRIGGER_MANUAL;
    const auto answer = replica().claim(claim);
    ASSERT_EQ(answer->outcome(), GS_ITEM_DONE);
    const SeenJob after = job();
    EXPECT_GT(after.row.version, before.row.version);
    EXPECT_EQ(after.row.next_fire, before.row.next_fire);
    EXPECT_EQ(after.row.fire_at, before.row.fire_at);
    EXPECT_EQ(after.row.look_at, before.row.look_at);
    EXPECT_EQ(after.row.cursor, before.row.cursor);
    EXPECT_EQ(after.row.fires, 0);
    EXPECT_EQ(after.row.last_fired_at, no_time);
    EXPECT_EQ(run(claim.run_id).row.trigger, GS_TRIGGER_MANUAL);
    EXPECT_EQ(run(claim.run_id).row.due_at, claim.due_at);
}

TEST_P(ClaimTest, TheLastOneLeavesTheJobUnarmed) {
    const SeenJob seen = due_job();
    ClaimItem claim(seen, new_id(), seen.row.next_fire);
    claim.next_fire = claim.fire_at = claim.look_at = no_time;
    ASSERT_EQ(replica().claim(claim)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(job().row.next_fire, no_time);
    EXPECT_EQ(job().row.fire_at, no_time);
    EXPECT_EQ(job().row.look_at, no_time);
}

TEST_P(ClaimTest, AtMostNoneIsBad) {
    const SeenJob seen = due_job();
    ClaimItem claim(seen, new_id(), seen.row.next_fire);
    claim.max_active = 0;
    const auto answer = replica().claim(claim);
    EXPECT_EQ(answer->outcome(), GS_ITEM_BAD);
    EXPECT_NE(answer->item().detail, "");
}

CONFORMANCE_SUITE(ClaimTest);

} // namespace
} // namespace conformance
