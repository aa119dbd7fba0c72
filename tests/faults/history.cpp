#include "faults/history.h"

#include "storage/sql/id_text.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

namespace faults {

namespace {

constexpr int kBusyTimeout = 30'000; // milliseconds

} // namespace

History::History(const std::filesystem::path &file) : database_(file.string(), SQLite::OPEN_READWRITE, kBusyTimeout) {}

std::vector<JobOnRecord> History::jobs() {
    SQLite::Statement query(database_, "SELECT id, schedule, created_at, coalesce(cursor, 0), disabled FROM job");
    std::vector<JobOnRecord> all;
    while (query.executeStep()) {
        all.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(), query.getColumn(2).getInt64(),
                       query.getColumn(3).getInt64(), query.getColumn(4).getInt() != 0});
    }
    return all;
}

std::vector<RunOnRecord> History::runs() {
    SQLite::Statement query(database_,
                            "SELECT id, job_id, state, outcome, \"trigger\" = 'schedule', due_at, claimed_at, "
                            "announced FROM run ORDER BY id");
    std::vector<RunOnRecord> all;
    while (query.executeStep()) {
        all.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(), query.getColumn(2).getString(),
                       query.getColumn(3).getString(), query.getColumn(4).getInt() != 0, query.getColumn(5).getInt64(),
                       query.getColumn(6).getInt64(), query.getColumn(7).getInt() != 0});
    }
    return all;
}

std::vector<RecordOnRecord> History::records() {
    SQLite::Statement query(database_,
                            "SELECT id, job_id, kind, reason, coalesce(first_due, 0), coalesce(last_due, 0), "
                            "count, at, announced FROM record ORDER BY id");
    std::vector<RecordOnRecord> all;
    while (query.executeStep()) {
        all.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(), query.getColumn(2).getString(),
                       query.getColumn(3).getString(), query.getColumn(4).getInt64(), query.getColumn(5).getInt64(),
                       query.getColumn(6).getInt64(), query.getColumn(7).getInt64(), query.getColumn(8).getInt() != 0});
    }
    return all;
}

int History::living_replicas() {
    return database_.execAndGet("SELECT count(*) FROM replica WHERE state = 'alive'").getInt();
}

std::set<std::string> History::disabled_jobs() {
    std::set<std::string> ids;
    for (const JobOnRecord &job : jobs()) {
        if (job.disabled) ids.insert(job.id);
    }
    return ids;
}

std::optional<gs_id> History::newest_run(const std::string &job_id) {
    SQLite::Statement query(database_, "SELECT max(id) FROM run WHERE job_id = ?");
    query.bind(1, job_id);
    query.executeStep();
    return sample_host::sql::parse_id(query.getColumn(0).getString());
}

int History::unsettled(std::int64_t until) {
    SQLite::Statement query(database_, "SELECT (SELECT count(*) FROM run WHERE claimed_at <= ?1 "
                                       "AND (state <> 'closed' OR announced = 0)) "
                                       "+ (SELECT count(*) FROM record WHERE at <= ?1 AND announced = 0)");
    query.bind(1, until);
    query.executeStep();
    return query.getColumn(0).getInt();
}

void History::spoil_schedule(const std::string &job_id, std::int64_t now) {
    SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
    database_.exec("UPDATE sequence SET last_version = last_version + 1");
    SQLite::Statement spoil(database_, "UPDATE job SET schedule = 'now and then', fire_at = ?2, look_at = ?2, "
                                       "version = (SELECT last_version FROM sequence) WHERE id = ?1");
    spoil.bind(1, job_id);
    spoil.bind(2, now);
    spoil.exec();
    transaction.commit();
}

} // namespace faults
