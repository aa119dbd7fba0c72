// views_test.cpp - what a person sees in the sqlite3 shell.
#include "storage_fixture.h"

#include <gateway_scheduler/executor.h>

namespace sample_host::sqlite {
namespace {

class ViewsTest : public StorageFixture {
  protected:
    void SetUp() override {
        const std::string job = "backup";
        version_ = put(definition(job), noon).version;
    }

    std::int64_t version_ = 0;
};

TEST_F(ViewsTest, JobsShowTheirTimesAsText) {
    EXPECT_EQ(value("SELECT next_fire FROM job_view WHERE id = 'backup'"), "2026-01-01T12:00:00Z");
    EXPECT_EQ(value("SELECT created_at FROM job_view"), "2026-01-01T12:00:00Z");
    EXPECT_EQ(value("SELECT last_fired_at IS NULL AND last_success_at IS NULL FROM job_view"), "1");
    EXPECT_EQ(value("SELECT state FROM job_view"), "active");
    EXPECT_EQ(value("SELECT overlap FROM job_view"), "skip");
}

TEST_F(ViewsTest, FractionsAreShownWhereThereAreAny) {
    storage().writing().database().exec("UPDATE job SET look_at = 1767268800000042, fire_at = -1, cursor = 0");
    EXPECT_EQ(value("SELECT look_at FROM job_view"), "2026-01-01T12:00:00.000042Z");
    EXPECT_EQ(value("SELECT fire_at FROM job_view"), "1969-12-31T23:59:59.999999Z") << "before 1970 too";
    EXPECT_EQ(value("SELECT cursor FROM job_view"), "1970-01-01T00:00:00Z");
}

TEST_F(ViewsTest, JobsSayInWhatStateTheyAre) {
    auto &database = storage().writing().database();
    database.exec("UPDATE job SET paused = 1");
    EXPECT_EQ(value("SELECT state FROM job_view"), "paused");
    database.exec("UPDATE job SET disabled = 1");
    EXPECT_EQ(value("SELECT state FROM job_view"), "disabled");
    database.exec("UPDATE job SET paused = 0, disabled = 0, next_fire = NULL");
    EXPECT_EQ(value("SELECT state FROM job_view"), "finished");
    database.exec("UPDATE job SET look_at = 9223372036854775806");
    EXPECT_EQ(value("SELECT state FROM job_view"), "at_start");
    EXPECT_EQ(value("SELECT look_at IS NULL FROM job_view"), "1") << "that is no time";
    database.exec("UPDATE job SET look_at = NULL, schedule = '@manual'");
    EXPECT_EQ(value("SELECT state FROM job_view"), "manual");
}

TEST_F(ViewsTest, CalendarsShowTheirDaysAsText) {
    storage().set_calendar("holidays", {{20'815, 20'818}, {20'812, 20'812}});
    EXPECT_EQ(value("SELECT group_concat(calendar || ' ' || first_day || ' ' || last_day || ' ' || days, ', ') "
                    "FROM (SELECT * FROM calendar_view ORDER BY first_day)"),
              "holidays 2026-12-25 2026-12-25 1, holidays 2026-12-28 2026-12-31 4");
    EXPECT_EQ(value("SELECT calendars FROM job_view"), "[]");
}

TEST_F(ViewsTest, RunsShowStateOrOutcome) {
    ASSERT_EQ(claim("backup", version_, id(1), noon - second).outcome, GS_ITEM_DONE);
    EXPECT_EQ(value("SELECT state || ' ' || due_at || ' ' || \"trigger\" FROM run_view"),
              "claimed 2026-01-01T11:59:59Z schedule");
    EXPECT_EQ(value("SELECT id FROM run_view"), "00000000-0000-0000-0000-000000000001");
    ASSERT_EQ(close(id(1), GS_NO_TIME).outcome, GS_ITEM_DONE);
    EXPECT_EQ(value("SELECT state || ' ' || finished_at FROM run_view"), "succeeded 2026-01-01T12:00:00Z");
    EXPECT_EQ(value("SELECT last_success_at FROM job_view"), "2026-01-01T12:00:00Z");
    EXPECT_EQ(value("SELECT merged || ' ' || late_result FROM run_view"), "0 none");
    ASSERT_EQ(note_late_result(id(1), GS_RESULT_FAILED_TEMPORARILY).outcome, GS_ITEM_DONE);
    EXPECT_EQ(value("SELECT late_result FROM run_view"), "failed_temporarily");
}

TEST_F(ViewsTest, RecordsShowTheirTimesAsText) {
    storage().writing().database().exec("INSERT INTO record VALUES ('x', 'backup', 1, 'missed', 1767268800000000, "
                                        "1767268801000000, 2, 'window', NULL, 1, NULL, 0, 'alpha', 'y', '')");
    EXPECT_EQ(value("SELECT first_due || ' ' || last_due || ' ' || reason FROM record_view"),
              "2026-01-01T12:00:00Z 2026-01-01T12:00:01Z window");
}

} // namespace
} // namespace sample_host::sqlite
