// schema_2_test.cpp - a database of the first release, with jobs, payloads, runs and a calendar in it, is opened by
// this one: everything is there, and jobs may name calendars from then on.
#include "storage_fixture.h"

#include <array>

#include <SQLiteCpp/Database.h>

#include "storage/sqlite/migrations.h"
#include "storage/sqlite/schema.h"

namespace sample_host::sqlite {
namespace {

// What the first release wrote, by its own column names.
constexpr const char *rows_of_the_first_release = R"sql(
UPDATE sequence SET last_version = 17;
INSERT INTO job (id, generation, version, revision, look_at, fire_at, next_fire, cursor, paused, disabled, fires,
    last_fired_at, succeeded, failed, failures_in_row, last_outcome, created_at, updated_at, writer, tzdata_version, name,
    owner, schedule, zone, labels, dst_gap, dst_overlap, start_at, end_at, max_runs, jitter, overlap, max_active,
    concurrency_key, catch_up, catch_up_limit, catch_up_window, start_deadline, timeout, stall_timeout, retries, retry_on,
    retry_delay, retry_max_delay, on_lost, job_class, priority, disable_after_failures, notify_on, pause_reason,
    delete_when_finished)
VALUES ('backup', 3, 17, 2, 1767268800000000, 1767268800000000, 1767268800000000, 1767182400000000, 0, 0, 9,
    1767182400000000, 8, 1, 0, 'succeeded', 1, 2, NULL, '2025b', 'Backup', 'ana', '0 12 * * *', 'Europe/Lisbon',
    '{"team":"ops"}', 'skip', 'both', NULL, NULL, 0, 0, 'skip', 1, '', 'latest', 100, 86400000000, 0, 1800000000, 0, 3,
    'temporary', 1000000, 3600000000, 'report', 'light', 0, 0, 35, '', 0);
INSERT INTO job_payload VALUES ('backup', x'616263');
INSERT INTO run (id, job_id, generation, revision, "trigger", due_at, state, outcome, reason, attempt, epoch,
    attempt_spent, cancel_requested, announced, owner_instance, owner_incarnation, concurrency_key, claimed_at, error,
    output_truncated)
VALUES ('00000000-0000-7000-8000-000000000001', 'backup', 3, 2, 'schedule', 1767182400000000, 'closed', 'succeeded',
    'none', 1, 1, 1, 0, 1, 'default', '00000000-0000-7000-8000-00000000000a', 'backup', 1767182400000000, '', 0);
INSERT INTO calendar VALUES ('holidays', 5);
INSERT INTO calendar_day_range VALUES ('holidays', 20812, 20812);
)sql";

class SchemaTwoTest : public FolderTest {
  protected:
    SchemaTwoTest() {
        SQLite::Database database(path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        const std::array<MigrationStep, 1> first_release = {create_schema_1};
        migrate(database, first_release);
        database.exec(rows_of_the_first_release);
    }

    struct Seen {
        std::string id, schedule, zone, label, payload;
        std::vector<std::string> calendars;
        std::int64_t version = 0;
        std::int64_t next_fire = 0;
        bool readable = false;
    };

    static Seen read(SqliteStorage &storage) {
        Seen seen;
        gs_answer answer{};
        answer.struct_size = sizeof answer;
        answer.context = &seen;
        answer.job = [](void *context, const gs_job_row *row) {
            auto &copy = *static_cast<Seen *>(context);
            const gs_job &job = *row->definition;
            copy.readable = row->readable != 0;
            copy.version = row->version;
            copy.next_fire = row->next_fire;
            copy.id = view(job.id);
            copy.schedule = view(job.schedule);
            copy.zone = view(job.zone);
            copy.label = job.label_count == 1 ? view(job.labels[0].value) : "";
            copy.payload.assign(job.payload.data, job.payload.data + job.payload.size);
            for (std::int32_t i = 0; i < job.calendar_count; ++i) copy.calendars.emplace_back(view(job.calendars[i]));
        };
        const gs_caller caller{sizeof caller, 0, {"a", 1}, gs_id{{1}}};
        const gs_string id{"backup", 6};
        const gs_storage &table = storage.table();
        EXPECT_EQ(table.get_job(table.context, &caller, &id, &answer, nullptr), GS_OK);
        return seen;
    }

    static std::string value(SqliteStorage &storage, const std::string &sql) {
        return storage.reading().database().execAndGet(sql).getString();
    }
};

TEST_F(SchemaTwoTest, JobsOfTheFirstReleaseAreAllThere) {
    SqliteStorage storage(path(), realtime_clock());
    EXPECT_EQ(value(storage, "PRAGMA user_version"), std::to_string(schema_steps().size()));
    EXPECT_EQ(value(storage, "PRAGMA integrity_check"), "ok");
    const Seen seen = read(storage);
    EXPECT_TRUE(seen.readable);
    EXPECT_EQ(seen.id, "backup");
    EXPECT_EQ(seen.schedule, "0 12 * * *");
    EXPECT_EQ(seen.zone, "Europe/Lisbon");
    EXPECT_EQ(seen.label, "ops");
    EXPECT_EQ(seen.payload, "abc");
    EXPECT_EQ(seen.version, 17);
    EXPECT_EQ(seen.next_fire, 1'767'268'800'000'000);
    EXPECT_TRUE(seen.calendars.empty());
    EXPECT_EQ(value(storage, "SELECT state || ' ' || due_at FROM run_view"), "succeeded 2025-12-31T12:00:00Z");
    EXPECT_EQ(value(storage, "SELECT state || ' ' || next_fire || ' ' || calendars FROM job_view"),
              "active 2026-01-01T12:00:00Z []");
}

TEST_F(SchemaTwoTest, ItsCalendarsAreKeptAndCanBeChanged) {
    SqliteStorage storage(path(), realtime_clock());
    EXPECT_TRUE(storage.has_calendar("holidays"));
    EXPECT_EQ(storage.set_calendar("holidays", {{20'812, 20'812}}), CalendarChange::unchanged);
    EXPECT_EQ(storage.set_calendar("holidays", {{20'812, 20'813}}), CalendarChange::updated);
    EXPECT_EQ(value(storage, "SELECT version FROM calendar"), "18") << "of the sequence that the jobs use";
}

TEST_F(SchemaTwoTest, AJobOfItMayNameThem) {
    SqliteStorage storage(path(), realtime_clock());
    storage.writing().database().exec("UPDATE job SET calendars = '[\"holidays\"]' WHERE id = 'backup'");
    EXPECT_EQ(read(storage).calendars, std::vector<std::string>{"holidays"});
    EXPECT_THROW(storage.remove_calendar("holidays"), CalendarRefused);
}

TEST_F(SchemaTwoTest, WhoOpensItAgainFindsNothingToDo) {
    { const SqliteStorage first(path(), realtime_clock()); }
    SqliteStorage storage(path(), realtime_clock());
    EXPECT_EQ(value(storage, "PRAGMA user_version"), std::to_string(schema_steps().size()));
    EXPECT_EQ(read(storage).version, 17);
}

TEST_F(SchemaTwoTest, TheFirstReleaseWouldRefuseItNow) {
    { const SqliteStorage storage(path(), realtime_clock()); }
    SQLite::Database database(path().string(), SQLite::OPEN_READWRITE);
    EXPECT_THROW(check_schema(database, path().string(), 1), StorageError);
}

} // namespace
} // namespace sample_host::sqlite
