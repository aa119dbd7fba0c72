#include "bare_claims.h"

#include "storage/storage.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

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

// The statements of a claim and of closing its run, without a transaction of their own.
class Claims {
  public:
    Claims(SQLite::Database &database, int count)
        : count_(count),
          update_(database, "UPDATE job SET version = ?2, next_fire = NULL, fire_at = NULL, look_at = NULL, cursor = "
                            "?4, fires = fires + 1, last_fired_at = ?4 WHERE id = ?1 AND version = ?3 AND paused = 0"),
          insert_(database, "INSERT INTO run (id, job_id, generation, revision, \"trigger\", due_at, state, outcome, "
                            "reason, attempt, epoch, attempt_spent, cancel_requested, announced, owner_instance, "
                            "owner_incarnation, concurrency_key, claimed_at, error, output_truncated) VALUES (?1, ?2, "
                            "?3, 1, 'schedule', ?4, 'claimed', 'none', 'none', 1, 1, 0, 0, 0, 'default', "
                            "'01930000-0000-7000-8000-000000000000', ?2, ?4, '', 0)"),
          close_(database, "UPDATE run SET state = 'closed', outcome = 'succeeded', announced = 1, started_at = ?2, "
                           "finished_at = ?2 WHERE id = ?1 AND epoch = 1 AND state IN ('claimed', 'running')"),
          count_closed_(database, "UPDATE job SET version = ?2, succeeded = succeeded + 1, failures_in_row = 0, "
                                  "last_outcome = 'succeeded', last_success_at = ?3 WHERE id = ?1") {}

    void claim(int number) {
        const std::string id = job_id(number);
        update_.bind(1, id);
        update_.bind(2, count_ + number + 1);
        update_.bind(3, number + 1);
        update_.bind(4, 1000);
        update_.exec();
        update_.reset();
        insert_.bind(1, run_id(number));
        insert_.bind(2, id);
        insert_.bind(3, number + 1);
        insert_.bind(4, 1000);
        insert_.exec();
        insert_.reset();
    }

    void close(int number) {
        close_.bind(1, run_id(number));
        close_.bind(2, 1000);
        close_.exec();
        close_.reset();
        count_closed_.bind(1, job_id(number));
        count_closed_.bind(2, 2 * count_ + number + 1);
        count_closed_.bind(3, 1000);
        count_closed_.exec();
        count_closed_.reset();
    }

  private:
    int count_;
    SQLite::Statement update_;
    SQLite::Statement insert_;
    SQLite::Statement close_;
    SQLite::Statement count_closed_;
};

// With `count` jobs in the schema of the sample host.
SQLite::Database open_database(const std::filesystem::path &file, int count) {
    sample_host::open_storage("sqlite:" + file.string()).reset(); // makes the schema
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    store_jobs(database, count);
    return database;
}

} // namespace

namespace {

double work_off(const std::filesystem::path &file, int count, bool closing) {
    SQLite::Database database = open_database(file, count);
    Claims claims(database, count);
    const auto begin = std::chrono::steady_clock::now();
    for (int first = 0; first < count; first += kBatch) {
        const int end = std::min(count, first + kBatch);
        {
            SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
            for (int i = first; i < end; ++i) claims.claim(i);
            transaction.commit();
        }
        if (!closing) continue;
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        for (int i = first; i < end; ++i) claims.close(i);
        transaction.commit();
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

double bare_claims(const std::filesystem::path &file, int count) {
    return work_off(file, count, false);
}

double bare_claims_and_closes(const std::filesystem::path &file, int count) {
    return work_off(file, count, true);
}

std::vector<std::int64_t> bare_claims_each_second(const std::filesystem::path &file, int count) {
    using namespace std::chrono;
    SQLite::Database database = open_database(file, count);
    Claims claims(database, count);
    std::vector<std::int64_t> late;
    for (int i = 0; i < count; ++i) {
        const auto instant = floor<seconds>(system_clock::now()) + 1s;
        std::this_thread::sleep_until(instant);
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        claims.claim(i);
        transaction.commit();
        late.push_back(duration_cast<microseconds>(system_clock::now() - instant).count());
    }
    std::sort(late.begin(), late.end());
    return late;
}

} // namespace benchmarks
