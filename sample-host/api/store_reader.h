// What the API reads from the store, through the same C table that the scheduler uses, as JSON text. Thread-safe: the
// storage is, and each call has its own state.
#pragma once

#include "gateway/serve.h"

#include <gateway_scheduler/storage.h>

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace sample_host::api {

// The storage answered something else than GS_OK.
class StoreReadError : public std::runtime_error {
  public:
    StoreReadError(int32_t answered, const gs_error &told)
        : std::runtime_error(told.text), status(answered), error(told) {}
    int32_t status;
    gs_error error;
};

struct StoredJob {
    std::string id;
    int64_t revision;
    std::string zone;
    std::string json;
};

// A run, or a record of instants that did not run.
struct HistoryRow {
    gs_id id;
    int64_t due_at;
    bool is_event; // tells of no instant
    std::string json;
};

// How many runs of each job this instance has going.
using RunningRuns = std::map<std::string, int64_t>;

struct StoredCalendar {
    std::string name;
    std::string json;
};

class StoreReader {
  public:
    // The scheduler puts each job's schedule into words.
    explicit StoreReader(const Gateway &gateway) : gateway_(gateway), table_(gateway.storage.table()) {}

    std::optional<StoredJob> job(const std::string &id) const;
    std::vector<StoredJob> jobs(const std::string &after, uint32_t limit) const; // by id
    // By id, descending, below `before` unless it is zero; of one job unless `job_id` is empty.
    std::vector<HistoryRow> runs(const std::string &job_id, const gs_id &before, uint32_t limit) const;
    std::vector<HistoryRow> records(const std::string &job_id, const gs_id &before, uint32_t limit) const;
    std::vector<StoredCalendar> calendars() const; // by name

  private:
    RunningRuns running_runs() const;

    const Gateway &gateway_;
    const gs_storage &table_;
};

} // namespace sample_host::api
