// snapshot.h - a store as it was at one moment, read from one transaction while hosts go on writing. It changes nothing
// and takes no host's lock; memory stays the same however many rows there are.
// Thread-safety: none; a snapshot belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <gateway_scheduler/job.h>
#include <gateway_scheduler/run.h>

namespace sample_host {

// A row of history, and whether the job of its name that is there now is the one that it belongs to: the number of a
// job's generation means nothing in another store.
struct RunOfJob {
    gs_run run;
    bool of_present_job;
};
struct RecordOfJob {
    gs_record record;
    bool of_present_job;
};

// Rows are borrowed for the call. A row that cannot be decoded is passed over, and `left_out` is told one sentence.
struct SnapshotVisitor {
    std::function<void(const gs_calendar &)> calendar;
    std::function<void(const gs_job_row &)> job; // with its payload
    std::function<void(const RunOfJob &)> run;
    std::function<void(const RecordOfJob &)> record;
    std::function<void(const std::string &)> left_out;
};

// Functions throw std::runtime_error when the store cannot be read.
class Snapshot {
  public:
    Snapshot() = default;
    Snapshot(const Snapshot &) = delete;
    Snapshot &operator=(const Snapshot &) = delete;
    virtual ~Snapshot() = default;

    virtual const std::string &kind() const = 0;              // sqlite or postgresql
    virtual std::size_t schema() const = 0;                   // its version
    virtual std::int64_t taken_at() const = 0;                // by the store's clock, microseconds since 1970, UTC
    virtual std::int64_t open_runs() = 0;                     // how many runs have not ended
    virtual bool has_living(const std::string &instance) = 0; // as far as the store knows

    virtual bool has_run(const gs_id &id) = 0;
    virtual bool has_record(const gs_id &id) = 0;

    virtual void calendars(const SnapshotVisitor &visitor) = 0; // by name
    virtual void jobs(const SnapshotVisitor &visitor) = 0;      // by id, as the next two
    virtual void runs(const SnapshotVisitor &visitor) = 0;
    virtual void records(const SnapshotVisitor &visitor) = 0;
    virtual void job(const std::string &id, const SnapshotVisitor &visitor) = 0; // that one, if it is there
};

// Of "sqlite:PATH" or "postgresql://...". Null: there is no store yet. Throws StorageError, for a schema older than
// this program's too.
std::unique_ptr<Snapshot> open_snapshot(const std::string &url);

} // namespace sample_host
