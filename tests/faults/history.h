// What the database says, read beside the storage that has it open. Each function is one look.
// Thread-safety: none.
#pragma once

#include <SQLiteCpp/Database.h>
#include <gateway_scheduler/abi.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace faults {

struct JobOnRecord {
    std::string id;
    std::string schedule;
    std::int64_t created_at = 0;
    std::int64_t cursor = 0; // 0: none
    bool disabled = false;
};

struct RunOnRecord {
    std::string id;
    std::string job_id;
    std::string state;
    std::string outcome;
    bool scheduled = false; // not by hand
    std::int64_t due_at = 0;
    std::int64_t claimed_at = 0;
    bool announced = false;
};

struct RecordOnRecord {
    std::string id;
    std::string job_id;
    std::string kind;
    std::string reason;
    std::int64_t first_due = 0; // 0: none, as for the next
    std::int64_t last_due = 0;
    std::int64_t count = 0;
    std::int64_t at = 0;
    bool announced = false;
};

class History {
  public:
    explicit History(const std::filesystem::path &file);

    std::vector<JobOnRecord> jobs();
    std::vector<RunOnRecord> runs();
    std::vector<RecordOnRecord> records();
    int living_replicas();

    std::set<std::string> disabled_jobs();
    std::optional<gs_id> newest_run(const std::string &job_id);
    // Runs and records from then or before that are not closed or not announced.
    int unsettled(std::int64_t until);

    // As somebody would do it with the sqlite3 shell while the host runs: the schedule does not parse any more, and it
    // is looked at now.
    void spoil_schedule(const std::string &job_id, std::int64_t now);

  private:
    SQLite::Database database_;
};

} // namespace faults
