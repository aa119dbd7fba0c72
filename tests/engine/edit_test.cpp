// What a change from outside does to a job's row, and which instants it puts on record.
#include "bench.h"
#include "engine/edit.h"

namespace engine_test {
namespace {

class Editing : public testing::Test {
  protected:
    Editing() : core(Config{}, zones) { set_now("2026-03-23T09:00:30"); }

    void set_now(const std::string &now) {
        core.now += 1s;
        core.clock.answered(at(now), core.now, core.now);
    }
    Timetable timetable(const Definition &definition) { return make_timetable(definition, zones).value(); }
    JobRow created(const Definition &definition) {
        JobRow row = create_job(core, definition, *timetable(definition)).put->row;
        row.version = row.generation = 7;
        return row;
    }
    Edit update(const JobRow &old, const Definition &definition) {
        return update_job(core, old, timetable(*old.definition).get(), definition, *timetable(definition));
    }

    simulation::Zones zones;
    Core core;
};

TEST_F(Editing, ANewJobIsArmedFromNow) {
    const Edit edit = create_job(core, job("a", "* * * * *"), *timetable(job("a", "* * * * *")));
    EXPECT_EQ(edit.what, ChangeKind::created);
    ASSERT_TRUE(edit.put);
    EXPECT_EQ(edit.put->expected_version, 0);
    EXPECT_EQ(edit.put->row.revision, 1);
    EXPECT_EQ(edit.put->row.next_fire, at("2026-03-23T09:01:00"));
    EXPECT_EQ(edit.put->row.fire_at, edit.put->row.next_fire);
    EXPECT_EQ(edit.put->row.look_at, edit.put->row.next_fire);
    EXPECT_EQ(edit.put->row.cursor, std::nullopt);
    EXPECT_FALSE(edit.put->row.writer.none());
    EXPECT_EQ(edit.put->row.tzdata_version, "") << "UTC depends on no zone data";
    EXPECT_FALSE(edit.put->record);
}

TEST_F(Editing, ANewPausedJobHasANextFireAndDoesNotFire) {
    Definition definition = job("a", "* * * * *");
    definition.paused = true;
    const JobRow row = created(definition);
    EXPECT_EQ(row.next_fire, at("2026-03-23T09:01:00"));
    EXPECT_EQ(row.fire_at, std::nullopt);
    EXPECT_EQ(row.look_at, std::nullopt);
}

TEST_F(Editing, ANewCompletionAnchoredJobBeginsOneIntervalFromNow) {
    EXPECT_EQ(created(job("a", "@every 10m from completion")).next_fire, at("2026-03-23T09:10:30"));
}

TEST_F(Editing, ManualAndFarAwayJobs) {
    EXPECT_EQ(created(job("a", "@manual")).next_fire, std::nullopt);
    EXPECT_EQ(created(job("b", "@at 2199-01-01T00:00:00")).next_fire, at("2199-01-01T00:00:00"));
}

TEST_F(Editing, AnUpdateThatChangesNothingIsUnchanged) {
    const JobRow row = created(job("a", "* * * * *"));
    const Edit edit = update(row, job("a", "* * * * *"));
    EXPECT_EQ(edit.what, ChangeKind::unchanged);
    EXPECT_FALSE(edit.put);
}

TEST_F(Editing, AChangedPromptKeepsTheNextFire) {
    const JobRow row = created(job("a", "* * * * *"));
    Definition changed = job("a", "* * * * *");
    changed.payload = "another prompt";
    set_now("2026-03-23T09:01:20"); // due, and not claimed yet
    const Edit edit = update(row, changed);
    EXPECT_EQ(edit.what, ChangeKind::updated);
    ASSERT_TRUE(edit.put);
    EXPECT_EQ(edit.put->row.next_fire, at("2026-03-23T09:01:00"));
    EXPECT_EQ(edit.put->row.revision, 2);
    EXPECT_EQ(edit.put->expected_version, 7);
    EXPECT_FALSE(edit.put->record);
    EXPECT_FALSE(edit.put->hold);
    EXPECT_NE(edit.put->row.writer, row.writer);
}

TEST_F(Editing, ADefinitionThatIsShownAndPutBackNamesUtcAndKeepsWhatIsDue) {
    const JobRow row = created(job("a", "* * * * *"));
    Definition shown = job("a", "* * * * *");
    shown.zone = "UTC";
    set_now("2026-03-23T09:01:20");
    const Edit edit = update(row, shown);
    EXPECT_EQ(edit.put->row.next_fire, at("2026-03-23T09:01:00"));
    EXPECT_FALSE(edit.put->record);
    EXPECT_EQ(update(edit.put->row, job("a", "* * * * *")).put->row.next_fire, at("2026-03-23T09:01:00"));
}

TEST_F(Editing, AChangedScheduleIsArmedAnew) {
    const JobRow row = created(job("a", "0 * * * *"));
    const Edit edit = update(row, job("a", "*/20 * * * *"));
    EXPECT_EQ(edit.put->row.next_fire, at("2026-03-23T09:20:00"));
    EXPECT_FALSE(edit.put->record) << "what is still to come was never due";
}

TEST_F(Editing, DueInstantsThatAnEditPassesOverAreOnRecord) {
    const JobRow row = created(job("a", "* * * * *"));
    set_now("2026-03-23T09:03:20");
    const Edit edit = update(row, job("a", "0 12 * * *"));
    ASSERT_TRUE(edit.put->record);
    EXPECT_EQ(edit.put->record->kind, RecordKind::skipped);
    EXPECT_EQ(edit.put->record->reason, Reason::edited);
    EXPECT_EQ(edit.put->record->first_due, at("2026-03-23T09:01:00"));
    EXPECT_EQ(edit.put->record->last_due, at("2026-03-23T09:03:00"));
    EXPECT_EQ(edit.put->record->count, 3);
    EXPECT_EQ(edit.put->row.cursor, at("2026-03-23T09:03:00"));
    EXPECT_EQ(edit.put->row.next_fire, at("2026-03-23T12:00:00"));
}

TEST_F(Editing, AnEditThatIsTakenBackLosesNothing) {
    const JobRow row = created(job("a", "0 * * * *"));
    const JobRow edited = update(row, job("a", "30 * * * *")).put->row;
    EXPECT_EQ(update(edited, job("a", "0 * * * *")).put->row.next_fire, at("2026-03-23T10:00:00"));
}

TEST_F(Editing, MustNever_11_NoInstantComesBackAfterAClockStep) {
    JobRow row = created(job("a", "* * * * *"));
    row.cursor = at("2026-03-23T10:00:00"); // disposed of before the clock went back by an hour
    row.next_fire = row.fire_at = at("2026-03-23T10:01:00");
    const Edit edit = update(row, job("a", "*/2 * * * *"));
    EXPECT_EQ(edit.put->row.next_fire, at("2026-03-23T10:02:00"));
}

TEST_F(Editing, PauseKeepsTheNextFireAndHoldsWaitingRuns) {
    const JobRow row = created(job("a", "* * * * *"));
    const Edit edit = pause_job(core, row, "too loud");
    EXPECT_EQ(edit.what, ChangeKind::paused);
    EXPECT_TRUE(edit.put->hold);
    EXPECT_TRUE(edit.put->row.definition->paused);
    EXPECT_EQ(edit.put->row.definition->pause_reason, "too loud");
    EXPECT_EQ(edit.put->row.next_fire, row.next_fire);
    EXPECT_EQ(edit.put->row.fire_at, std::nullopt);
    EXPECT_EQ(edit.put->row.look_at, std::nullopt);
    ASSERT_TRUE(edit.put->record);
    EXPECT_EQ(edit.put->record->kind, RecordKind::event);
    EXPECT_EQ(edit.put->record->reason, Reason::paused);
    EXPECT_EQ(edit.put->record->detail, "too loud");
}

TEST_F(Editing, MustNever_06_PausingOrResumingTwiceChangesNothing) {
    const JobRow row = created(job("a", "* * * * *"));
    EXPECT_EQ(resume_job(core, row, *timetable(*row.definition)).what, ChangeKind::unchanged);
    const JobRow paused = pause_job(core, row, "").put->row;
    EXPECT_EQ(pause_job(core, paused, "again").what, ChangeKind::unchanged);
}

TEST_F(Editing, AMonthsPauseIsOneRecordWithACount) {
    const JobRow paused = pause_job(core, created(job("a", "* * * * *")), "").put->row;
    set_now("2026-04-22T09:00:30");
    const Edit edit = resume_job(core, paused, *timetable(*paused.definition));
    EXPECT_EQ(edit.what, ChangeKind::resumed);
    ASSERT_TRUE(edit.put->record);
    EXPECT_EQ(edit.put->record->reason, Reason::paused);
    EXPECT_EQ(edit.put->record->first_due, at("2026-03-23T09:01:00"));
    EXPECT_EQ(edit.put->record->last_due, at("2026-04-22T09:00:00"));
    EXPECT_EQ(edit.put->record->count, 43'200);
    EXPECT_EQ(edit.put->row.next_fire, at("2026-04-22T09:01:00"));
    EXPECT_EQ(edit.put->row.fire_at, edit.put->row.next_fire);
    EXPECT_FALSE(edit.put->row.definition->paused);
    EXPECT_EQ(edit.put->row.definition->pause_reason, "");
}

TEST_F(Editing, ResumeForgetsFailuresAndTheDisabling) {
    JobRow row = created(job("a", "* * * * *"));
    Definition disabled = *row.definition;
    disabled.paused = true;
    row.definition = std::make_shared<const Definition>(disabled);
    row.disabled = true;
    row.failures_in_row = 4;
    const Edit edit = resume_job(core, row, *timetable(disabled));
    EXPECT_FALSE(edit.put->row.disabled);
    EXPECT_EQ(edit.put->row.failures_in_row, 0);
}

TEST_F(Editing, PausingADisabledJobTakesItOver) {
    JobRow row = created(job("a", "* * * * *"));
    Definition disabled = *row.definition;
    disabled.paused = true;
    row.definition = std::make_shared<const Definition>(disabled);
    row.disabled = true;
    const Edit edit = pause_job(core, row, "mine now");
    EXPECT_EQ(edit.what, ChangeKind::paused);
    EXPECT_FALSE(edit.put->row.disabled);
}

TEST_F(Editing, InstantsThatFellIntoAPauseAreOnRecordAsPausedWhateverEndsIt) {
    const JobRow paused = pause_job(core, created(job("a", "* * * * *")), "").put->row;
    set_now("2026-03-23T10:00:30");
    Definition edited = *paused.definition;
    edited.schedule = "0 12 * * *"; // still paused
    EXPECT_EQ(update(paused, edited).put->record->reason, Reason::paused);
    const RemoveJob removal = remove_job(core, paused, timetable(*paused.definition).get());
    ASSERT_TRUE(removal.record);
    EXPECT_EQ(removal.record->reason, Reason::paused);
    EXPECT_EQ(removal.record->count, 60);
}

TEST_F(Editing, RemovalPutsDueInstantsOnRecordAndNothingElse) {
    const JobRow row = created(job("a", "* * * * *"));
    EXPECT_FALSE(remove_job(core, row, timetable(*row.definition).get()).record);
    set_now("2026-03-23T09:01:00");
    const RemoveJob removal = remove_job(core, row, timetable(*row.definition).get());
    ASSERT_TRUE(removal.record);
    EXPECT_EQ(removal.record->reason, Reason::removed);
    EXPECT_EQ(removal.record->count, 1);
    EXPECT_EQ(removal.version, 7);
}

TEST_F(Editing, AScheduleThatNoLongerParsesCannotBeCounted) {
    JobRow row = created(job("a", "* * * * *"));
    set_now("2026-03-23T09:30:00");
    const Edit edit = update_job(core, row, nullptr, job("a", "0 * * * *"), *timetable(job("a", "0 * * * *")));
    ASSERT_TRUE(edit.put->record);
    EXPECT_EQ(edit.put->record->count, -1);
    EXPECT_EQ(edit.put->record->first_due, at("2026-03-23T09:01:00"));
    EXPECT_EQ(edit.put->record->last_due, at("2026-03-23T09:30:00"));
}

TEST_F(Editing, AJobThatHasUsedUpItsRunsIsNotArmedByAnEdit) {
    Definition definition = job("a", "* * * * *");
    definition.max_runs = 2;
    JobRow row = created(definition);
    row.fires = 2;
    row.next_fire = row.fire_at = row.look_at = std::nullopt;
    definition.zone = "UTC";
    EXPECT_EQ(update(row, definition).put->row.next_fire, std::nullopt);
    definition.max_runs = 3;
    EXPECT_EQ(update(row, definition).put->row.next_fire, at("2026-03-23T09:01:00"));
}

} // namespace
} // namespace engine_test
