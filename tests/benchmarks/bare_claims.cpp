#include "bare_claims.h"

#include "storage/storage.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace benchmarks {

namespace {

constexpr int kBatch = 500;

std::string job_id(int number) {
    return "job-" + std::to_string(number);
}

// As long as a real one, and in order, as the scheduler's are.
std::string run_id(int number) {
    char text[37];
    std::snprintf(text, sizeof text, "01930000-0000-7000-8000-%012d", number);
    return text;
}

void store_jobs(SQLite::Database &database, int count) {
    SQLite::Transaction transaction(database);
    SQLite::Statement insert(
        database,
        "INSERT INTO job (id, generation, version, revision, look_at, fire_at, next_fire, cursor, paused, disabled, "
        "fires, last_fired_at, succeeded, failed, failures_in_row, last_outcome, created_at, updated_at, writer, "
        "tzdata_version, name, owner, schedule, zone, labels, dst_gap, dst_overlap, start_at, end_at, max_runs, "
        "jitter, overlap, max_active, concurrency_key, catch_up, catch_up_limit, catch_up_window, start_deadline, "
        "timeout, stall_timeout, retries, retry_on, retry_delay, retry_max_delay, on_lost, job_class, priority, "
        "disable_after_failures, notify_on, pause_reason, delete_when_finished) VALUES (?1, ?2, ?2, 1, 1000, 1000, "
        "1000, NULL, 0, 0, 0, NULL, 0, 0, 0, 'none', 0, 0, NULL, '2026a', '', '', '@at 2026-12-24T18:00:00Z', '', "
        "'{}', 'run_after', 'first', NULL, NULL, 0, 0, 'skip', 1, '', 'latest', 100, 86400000000, 0, 1800000000, 0, "
        "3, 'temporary', 1000000, 3600000000, 'report', 'light', 0, 0, 0, '', 0)");
    for (int i = 0; i < count; ++i) {
        insert.bind(1, job_id(i));
        insert.bind(2, i + 1);
        insert.exec();
        insert.reset();
    }
    transaction.commit();
}

double claim_jobs(SQLite::Database &database, int count) {
    SQLite::Statement update(database,
                             "UPDATE job SET version = ?2, next_fire = NULL, fire_at = NULL, look_at = NULL, cursor = "
                             "?4, fires = fires + 1, last_fired_at = ?4 WHERE id = ?1 AND version = ?3 AND paused = 0");
    SQLite::Statement insert(
        database,
        "INSERT INTO run (id, job_id, generation, revision, \"trigger\", due_at, state, outcome, reason, attempt, "
        "epoch, attempt_spent, cancel_requested, announced, owner_instance, owner_incarnation, concurrency_key, "
        "claimed_at, error, output_truncated) VALUES (?1, ?2, ?3, 1, 'schedule', ?4, 'claimed', 'none', 'none', 1, "
        "1, 0, 0, 0, 'default', '01930000-0000-7000-8000-000000000000', ?2, ?4, '', 0)");
    const auto begin = std::chrono::steady_clock::now();
    for (int first = 0; first < count; first += kBatch) {
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        for (int i = first; i < first + kBatch && i < count; ++i) {
            const std::string id = job_id(i);
            update.bind(1, id);
            update.bind(2, count + i + 1);
            update.bind(3, i + 1);
            update.bind(4, 1000);
            update.exec();
            update.reset();
            insert.bind(1, run_id(i));
            insert.bind(2, id);
            insert.bind(3, i + 1);
            insert.bind(4, 1000);
            insert.exec();
            insert.reset();
        }
        transaction.commit();
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

double bare_claims(const std::filesystem::path &file, int count) {
    sample_host::open_storage("sqlite:" + file.string()).reset(); // makes the schema
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    store_jobs(database, count);
    return claim_jobs(database, count);
}

} // namespace benchmarks
