// When a job that an import brings fires next.
#include "move/replacement.h"

#include "fake_judge.h"

#include <gtest/gtest.h>

namespace sample_host::move {
namespace {

constexpr int64_t now = 500;
const std::string run_id = "01900000-0000-7000-8000-000000000009";
const std::string anchored = R"(,"schedule":"@every 3s from completion")";

gs_job_row replacement_of(const JobLine &present, const JobLine &moved) {
    FakeJudge judge;
    const JobVerdict verdict = judge_job(present.row(), moved.row(), now, true, judge);
    EXPECT_EQ(verdict.change, JobChange::replaced);
    return verdict.row;
}

int64_t next_fire_beside(const JobLine &job, const std::vector<RunOfJob> &runs) {
    FakeJudge judge;
    const JobVerdict verdict = judge_new_job(job.row(), runs, now, judge);
    EXPECT_EQ(verdict.change, JobChange::added);
    EXPECT_EQ(verdict.row.fire_at, verdict.row.next_fire);
    EXPECT_EQ(verdict.row.look_at, verdict.row.next_fire);
    return verdict.row.next_fire;
}

TEST(Replacement, AZoneWithoutANameIsUtcAndWhatIsOwedStays) {
    const auto present = job_line(R"(,"schedule":"* * * * *","zone":"")", "100", "100");
    const auto moved = job_line(R"(,"schedule":"* * * * *","zone":"UTC","name":"other")", "100", "100");
    EXPECT_EQ(replacement_of(*present, *moved).next_fire, 100);
    EXPECT_EQ(replacement_of(*moved, *present).next_fire, 100);
    const auto elsewhere = job_line(R"(,"schedule":"* * * * *","zone":"Europe/Lisbon")", "100", "100");
    EXPECT_EQ(replacement_of(*present, *elsewhere).next_fire, now + 1000);
}

TEST(Replacement, AJobThatWaitsForItsRunIsArmed) {
    const auto present = job_line(anchored, "null", "null");
    const gs_job_row row = replacement_of(*present, *job_line(anchored + R"(,"name":"other")", "null", "null"));
    EXPECT_EQ(row.next_fire, now + 1000);
    EXPECT_EQ(row.look_at, now + 1000);
    const auto paused = job_line(anchored + R"(,"name":"other","paused":true)", "null", "null");
    EXPECT_EQ(replacement_of(*present, *paused).next_fire, GS_NO_TIME);
}

TEST(Replacement, AFireThatStaysKeepsItsJitter) {
    const std::string timetable = R"(,"schedule":"* * * * *","jitter":"30s")";
    const auto present = job_line(timetable, "700", "725");
    const gs_job_row row = replacement_of(*present, *job_line(timetable + R"(,"name":"other")", "900", "900"));
    EXPECT_EQ(row.next_fire, 700);
    EXPECT_EQ(row.fire_at, 725);
    EXPECT_EQ(row.look_at, 725);
}

TEST(Replacement, AnotherJitterOrCalendarOrAPauseMovesTheLook) {
    const auto present = job_line(R"(,"schedule":"* * * * *","jitter":"30s")", "700", "725");
    EXPECT_EQ(replacement_of(*present, *job_line(R"(,"schedule":"* * * * *")", "700", "700")).fire_at, 700);
    const auto excluded = job_line(R"(,"schedule":"* * * * *","jitter":"30s","calendars":["c"])", "700", "725");
    EXPECT_EQ(replacement_of(*present, *excluded).fire_at, 700);
    const auto paused = job_line(R"(,"schedule":"* * * * *","jitter":"30s","paused":true)", "700", "null");
    EXPECT_EQ(replacement_of(*present, *paused).fire_at, GS_NO_TIME);
}

TEST(Replacement, ANewJobWhoseRunStaysBehindIsArmed) {
    const auto job = job_line(anchored, "null", "null");
    EXPECT_EQ(next_fire_beside(*job, {}), now + 1000);
    const Line line = parse_line(json::default_job(), open_run_text(run_id, "a"));
    RunOfJob run = std::get<std::unique_ptr<RunLine>>(line)->row();
    EXPECT_EQ(next_fire_beside(*job, {run}), GS_NO_TIME) << "the end of the run arms it";
    run.run.revision = 2;
    EXPECT_EQ(next_fire_beside(*job, {run}), now + 1000) << "this one does not";
    run.run.revision = 3;
    run.run.trigger = GS_TRIGGER_MANUAL;
    EXPECT_EQ(next_fire_beside(*job, {run}), now + 1000) << "a manual run never does";
}

TEST(Replacement, ANewJobThatHasFiredAsOftenAsItMayIsOver) {
    const auto job = job_line(anchored + R"(,"max_runs":1)", "null", "null");
    gs_job_row row = job->row();
    row.fires = 1;
    FakeJudge judge;
    EXPECT_EQ(judge_new_job(row, {}, now, judge).row.next_fire, GS_NO_TIME);
}

} // namespace
} // namespace sample_host::move
