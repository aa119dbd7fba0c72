// restore.h - rows that come from another store, or from an earlier day of this one, put into a store with what they
// have gone through: a contract's put makes a new job, this one moves in with its past.
// Thread-safety: none; a restore belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/snapshot.h"
#include "storage/storage.h"

namespace sample_host {

enum class JobChange { added, replaced, unchanged, differs };

// What becomes of a job. `added`: as `row`. `replaced`: by `row`, which keeps the version that was read, with the
// record.
struct JobVerdict {
    JobChange change = JobChange::unchanged;
    gs_job_row row{};
    std::optional<gs_record> record;
};

// `now`: the store's clock. `present` is null when there is no such job, and may be unreadable.
using JudgeJob = std::function<JobVerdict(const gs_job_row *present, const gs_job_row &moved, std::int64_t now)>;

// What is borrowed in the rows outlives the call. Jobs before their history: a run learns from its job's row which
// generation it is of. Runs that have not ended belong in the batch of their jobs: hosts would start a job beside them.
struct RestoreBatch {
    std::vector<const gs_job_row *> jobs; // with their payloads
    std::vector<RunOfJob> runs;
    std::vector<RecordOfJob> records;
};

struct RestoreResult {
    std::vector<JobChange> jobs; // one for each
    std::int64_t runs_added = 0; // the others' ids are there already
    std::int64_t records_added = 0;
};

class Restore {
  public:
    Restore() = default;
    Restore(const Restore &) = delete;
    Restore &operator=(const Restore &) = delete;
    virtual ~Restore() = default;

    virtual CalendarChange set_calendar(const std::string &name, const std::vector<gs_day_range> &days) = 0;

    // All of it or nothing: one transaction. Generations and versions are this store's own, everything else is as it
    // was. Whoever owned a run that has not ended is put down as a replica that was found gone, so that hosts take such
    // runs over. Throws std::runtime_error.
    virtual RestoreResult write(const RestoreBatch &batch, const JudgeJob &judge) = 0;
};

// Throws what set_calendar would for a name or days that no calendar may have.
void check_calendar(const std::string &name, const std::vector<gs_day_range> &days);

// Opens the storage, and makes it if there is none. Throws StorageError.
std::unique_ptr<Restore> open_restore(const std::string &url);

} // namespace sample_host
