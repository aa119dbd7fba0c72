// What is to be done about a job now, from its row alone.
#include "bench.h"
#include "engine/look.h"

namespace engine_test {
namespace {

class Looking : public testing::Test {
  protected:
    JobRow row_of(Definition definition, const std::string &next_fire) {
        JobRow row;
        row.next_fire = row.fire_at = row.look_at = at(next_fire);
        row.definition = std::make_shared<const Definition>(std::move(definition));
        return row;
    }
    Look look_at(const JobRow &row, const std::string &now) {
        const auto timetable = make_timetable(*row.definition, zones);
        return look(row, *timetable.value(), at(now), 1min);
    }

    simulation::Zones zones;
};

TEST_F(Looking, NothingToDoWithoutANextFire) {
    JobRow row = row_of(job("a", "@manual"), "2026-03-23T09:00:00");
    row.next_fire = row.fire_at = row.look_at = std::nullopt;
    EXPECT_TRUE(std::holds_alternative<LookNever>(look_at(row, "2026-03-23T09:00:00")));
}

TEST_F(Looking, NothingToDoWhilePaused) {
    JobRow row = row_of(job("a", "* * * * *"), "2026-03-23T09:00:00");
    row.fire_at = row.look_at = std::nullopt; // next_fire is kept
    EXPECT_TRUE(std::holds_alternative<LookNever>(look_at(row, "2026-03-24T09:00:00")));
}

TEST_F(Looking, LaterWhenTheInstantIsStillToCome) {
    const JobRow row = row_of(job("a", "* * * * *"), "2026-03-23T09:00:00");
    const Look look = look_at(row, "2026-03-23T08:59:59");
    ASSERT_TRUE(std::holds_alternative<LookLater>(look));
    EXPECT_EQ(std::get<LookLater>(look).at, at("2026-03-23T09:00:00"));
}

TEST_F(Looking, LaterWhenItIsBlockedUntilThen) {
    JobRow row = row_of(job("a", "* * * * *"), "2026-03-23T09:00:00");
    row.look_at = at("2026-03-23T09:00:05");
    const Look look = look_at(row, "2026-03-23T09:00:03");
    ASSERT_TRUE(std::holds_alternative<LookLater>(look));
    EXPECT_EQ(std::get<LookLater>(look).at, at("2026-03-23T09:00:05"));
}

TEST_F(Looking, ClaimsAnInstantThatIsDue) {
    const JobRow row = row_of(job("a", "* * * * *"), "2026-03-23T09:00:00");
    const Look look = look_at(row, "2026-03-23T09:00:00");
    ASSERT_TRUE(std::holds_alternative<LookClaim>(look));
    const auto &claim = std::get<LookClaim>(look);
    EXPECT_EQ(claim.due, at("2026-03-23T09:00:00"));
    EXPECT_EQ(claim.next, at("2026-03-23T09:01:00"));
    EXPECT_FALSE(claim.merged);
}

TEST_F(Looking, MustNever_09_DowntimeDoesNotEndInABurst) {
    const JobRow row = row_of(job("a", "*/10 * * * *"), "2026-03-23T00:00:00");
    const Look look = look_at(row, "2026-03-23T08:05:00");
    ASSERT_TRUE(std::holds_alternative<LookClaim>(look));
    const auto &claim = std::get<LookClaim>(look);
    EXPECT_EQ(claim.due, at("2026-03-23T08:00:00"));
    EXPECT_EQ(claim.next, at("2026-03-23T08:10:00"));
    ASSERT_TRUE(claim.merged);
    EXPECT_EQ(claim.merged->kind, RecordKind::merged);
    EXPECT_EQ(claim.merged->reason, Reason::catch_up);
    EXPECT_EQ(claim.merged->first, at("2026-03-23T00:00:00"));
    EXPECT_EQ(claim.merged->last, at("2026-03-23T07:50:00"));
    EXPECT_EQ(claim.merged->count, 48);
}

TEST_F(Looking, PassesWhatIsOlderThanTheWindow) {
    Definition definition = job("a", "0 * * * *");
    definition.catch_up_window = 2h;
    const JobRow row = row_of(definition, "2026-03-23T00:00:00");
    const Look look = look_at(row, "2026-03-23T08:30:00");
    ASSERT_TRUE(std::holds_alternative<LookPass>(look));
    const auto &pass = std::get<LookPass>(look);
    EXPECT_EQ(pass.disposed.kind, RecordKind::missed);
    EXPECT_EQ(pass.disposed.reason, Reason::window);
    EXPECT_EQ(pass.disposed.first, at("2026-03-23T00:00:00"));
    EXPECT_EQ(pass.disposed.last, at("2026-03-23T06:00:00"));
    EXPECT_EQ(pass.disposed.count, 7);
    EXPECT_EQ(pass.next, at("2026-03-23T07:00:00"));
}

TEST_F(Looking, AnInstantExactlyAsOldAsTheWindowStillRuns) {
    Definition definition = job("a", "0 0 * * *");
    definition.catch_up_window = 8h;
    const JobRow row = row_of(definition, "2026-03-23T00:00:00");
    EXPECT_TRUE(std::holds_alternative<LookClaim>(look_at(row, "2026-03-23T08:00:00")));
    EXPECT_TRUE(std::holds_alternative<LookPass>(look_at(row, "2026-03-23T08:00:01")));
}

TEST_F(Looking, PassesEverythingWhenNothingIsWithinTheWindow) {
    Definition definition = job("a", "0 0 * * *");
    definition.catch_up_window = 1h;
    const Look look = look_at(row_of(definition, "2026-03-20T00:00:00"), "2026-03-23T09:00:00");
    ASSERT_TRUE(std::holds_alternative<LookPass>(look));
    EXPECT_EQ(std::get<LookPass>(look).disposed.last, at("2026-03-23T00:00:00"));
    EXPECT_EQ(std::get<LookPass>(look).disposed.count, 4);
    EXPECT_EQ(std::get<LookPass>(look).next, at("2026-03-24T00:00:00"));
}

TEST_F(Looking, TheLastRunThatIsAllowedHasNoNextFire) {
    Definition definition = job("a", "0 * * * *");
    definition.max_runs = 3;
    JobRow row = row_of(definition, "2026-03-23T09:00:00");
    row.fires = 1;
    EXPECT_EQ(std::get<LookClaim>(look_at(row, "2026-03-23T09:00:00")).next, at("2026-03-23T10:00:00"));
    row.fires = 2;
    EXPECT_EQ(std::get<LookClaim>(look_at(row, "2026-03-23T09:00:00")).next, std::nullopt);
}

TEST_F(Looking, NothingFiresAtTheEndOrAfterIt) {
    Definition definition = job("a", "0 * * * *");
    definition.end_at = at("2026-03-23T11:00:00");
    const JobRow row = row_of(definition, "2026-03-23T09:00:00");
    const auto claim = std::get<LookClaim>(look_at(row, "2026-03-23T15:00:00"));
    EXPECT_EQ(claim.due, at("2026-03-23T10:00:00"));
    EXPECT_EQ(claim.next, std::nullopt);
}

TEST_F(Looking, ACompletionAnchoredClaimHasNoNextFire) {
    const JobRow row = row_of(job("a", "@every 10m from completion"), "2026-03-23T09:00:00");
    const auto claim = std::get<LookClaim>(look_at(row, "2026-03-23T12:00:00"));
    EXPECT_EQ(claim.due, at("2026-03-23T09:00:00"));
    EXPECT_EQ(claim.next, std::nullopt);
    EXPECT_FALSE(claim.merged);
}

TEST_F(Looking, MustNever_15_ACompletionAnchoredJobThatIsPassedIsArmedAgain) {
    const JobRow row = row_of(job("a", "@every 10m from completion"), "2026-03-20T09:00:00");
    const Look look = look_at(row, "2026-03-23T12:00:00"); // older than its window
    ASSERT_TRUE(std::holds_alternative<LookPass>(look));
    EXPECT_EQ(std::get<LookPass>(look).next, at("2026-03-23T12:10:00"));

    const auto timetable = make_timetable(*row.definition, zones);
    const LookPass skipped = pass_for_overlap(row, *timetable.value(), at("2026-03-20T09:00:00"));
    EXPECT_EQ(skipped.next, at("2026-03-20T09:10:00"));
}

TEST_F(Looking, MustNever_04_ASkipLeavesATrace) {
    const JobRow row = row_of(job("a", "* * * * *"), "2026-03-23T09:00:00");
    const auto timetable = make_timetable(*row.definition, zones);
    const LookPass pass = pass_for_overlap(row, *timetable.value(), at("2026-03-23T09:03:10"));
    EXPECT_EQ(pass.disposed.kind, RecordKind::skipped);
    EXPECT_EQ(pass.disposed.reason, Reason::overlap);
    EXPECT_EQ(pass.disposed.first, at("2026-03-23T09:00:00"));
    EXPECT_EQ(pass.disposed.last, at("2026-03-23T09:03:00"));
    EXPECT_EQ(pass.disposed.count, 4);
    EXPECT_EQ(pass.next, at("2026-03-23T09:04:00"));
}

TEST_F(Looking, InstantsThatAreTooManyAreNotCounted) {
    Definition definition = job("a", "@every 1s");
    definition.catch_up_window = 1h;
    const auto pass = std::get<LookPass>(look_at(row_of(definition, "2026-03-01T00:00:00"), "2026-03-23T00:00:00"));
    EXPECT_EQ(pass.disposed.count, -1);
    EXPECT_EQ(pass.disposed.last, at("2026-03-22T22:59:59"));
}

} // namespace
} // namespace engine_test
