// schema_3_test.cpp - a database of the second schema, with jobs, runs and records in it, is opened by this program:
// the history that is there fills the new columns.
#include "storage_fixture.h"

#include <array>

#include <SQLiteCpp/Database.h>

#include "storage/sqlite/migrations.h"
#include "storage/sqlite/schema.h"

namespace sample_host::sqlite {
namespace {

constexpr const char *jobs_of_the_second_schema = R"sql(
INSERT INTO job (id, generation, version, revision, look_at, fire_at, next_fire, cursor, paused, disabled, fires,
    last_fired_at, succeeded, failed, failures_in_row, last_outcome, created_at, updated_at, writer, tzdata_version, name,
    owner, schedule, zone, labels, dst_gap, dst_overlap, start_at, end_at, max_runs, jitter, overlap, max_active,
    concurrency_key, catch_up, catch_up_limit, catch_up_window, start_deadline, timeout, stall_timeout, retries, retry_on,
    retry_delay, retry_max_delay, on_lost, job_class, priority, disable_after_failures, notify_on, pause_reason,
    delete_when_finished)
SELECT value, 3, 17, 2, 1767268800000000, 1767268800000000, 1767268800000000, 1767182400000000, 0, 0, 9,
    1767182400000000, 8, 1, 0, 'succeeded', 1, 2, NULL, '2025b', '', '', '0 12 * * *', 'Europe/Lisbon',
    '{}', 'skip', 'both', NULL, NULL, 0, 0, 'skip', 1, '', 'latest', 100, 86400000000, 0, 1800000000, 0, 3,
    'temporary', 1000000, 3600000000, 'report', 'light', 0, 0, 35, '', 0
FROM json_each('["backup", "new"]');
)sql";

// Of "backup": an earlier job of the same name, then two successes, a failure, and one that is going.
constexpr const char *history_of_the_second_schema = R"sql(
INSERT INTO run (id, job_id, generation, revision, "trigger", due_at, state, outcome, reason, attempt, epoch,
    attempt_spent, cancel_requested, announced, owner_instance, owner_incarnation, concurrency_key, claimed_at,
    finished_at, error, output_truncated)
SELECT printf('00000000-0000-7000-8000-%012d', key), 'backup', value ->> 0, 2, 'schedule',
    1767182400000000 + key * 60000000, iif(value ->> 1 = 'none', 'running', 'closed'), value ->> 1, 'none', 1, 1, 1, 0,
    1, 'default', '00000000-0000-7000-8000-00000000000a', 'backup', 1767182400000000, value ->> 2, '', 0
FROM json_each('[[1, "succeeded", 1767182900000000], [3, "succeeded", 1767182401000000],
    [3, "succeeded", 1767182461000000], [3, "failed", 1767182521000000], [3, "none", null]]');
INSERT INTO record (id, job_id, generation, kind, first_due, last_due, count, reason, run_id, announced, wake_at, at,
    by_instance, by_incarnation, detail)
SELECT printf('00000000-0000-7000-8000-%012d', 50 + key), 'backup', 3, value ->> 0, 1, 2, value ->> 1, 'catch_up',
    printf('00000000-0000-7000-8000-%012d', value ->> 2), 1, NULL, 3, 'default',
    '00000000-0000-7000-8000-00000000000a', ''
FROM json_each('[["merged", 17, 1], ["merged", 2, 1], ["merged", -1, 2], ["merged", 5, 2], ["skipped", 9, 3],
    ["merged", 4, 777]]');
)sql";

class SchemaThreeTest : public FolderTest {
  protected:
    SchemaThreeTest() {
        SQLite::Database database(path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        const std::array<MigrationStep, 2> second_schema = {create_schema_1, migrate_to_schema_2};
        migrate(database, second_schema);
        database.exec(jobs_of_the_second_schema);
        database.exec(history_of_the_second_schema);
    }

    static std::string value(SqliteStorage &storage, const std::string &sql) {
        return storage.reading().database().execAndGet(sql).getString();
    }
};

TEST_F(SchemaThreeTest, RowsAreAllThere) {
    SqliteStorage storage(path(), realtime_clock());
    EXPECT_EQ(value(storage, "PRAGMA user_version"), std::to_string(schema_steps().size()));
    EXPECT_EQ(value(storage, "PRAGMA integrity_check"), "ok");
    EXPECT_EQ(value(storage, "SELECT count(*) FROM job_view WHERE state = 'active'"), "2");
    EXPECT_EQ(value(storage, "SELECT count(*) FROM run_view WHERE state = 'running'"), "1");
    EXPECT_EQ(value(storage, "SELECT count(*) FROM record_view"), "6");
}

TEST_F(SchemaThreeTest, AJobKnowsWhenItLastSucceeded) {
    SqliteStorage storage(path(), realtime_clock());
    EXPECT_EQ(value(storage, "SELECT last_success_at FROM job_view WHERE id = 'backup'"), "2025-12-31T12:01:01Z")
        << "not the later success of the job that had this name before";
    EXPECT_EQ(value(storage, "SELECT last_success_at IS NULL FROM job_view WHERE id = 'new'"), "1");
}

TEST_F(SchemaThreeTest, ARunKnowsWhatWasMergedIntoIt) {
    SqliteStorage storage(path(), realtime_clock());
    EXPECT_EQ(value(storage, "SELECT group_concat(merged, ' ') FROM (SELECT merged FROM run ORDER BY id)"),
              "0 19 -1 0 0");
    EXPECT_EQ(value(storage, "SELECT group_concat(DISTINCT late_result) FROM run"), "none");
}

} // namespace
} // namespace sample_host::sqlite
