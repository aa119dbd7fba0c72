// A store in memory with real compare-and-swap semantics, on the engine's own types: preconditions and effects are
// those of host-api/storage_item.h. It tells a watcher of every committed write. Not thread-safe.
#pragma once

#include "change.h"
#include "engine/storage_answer.h"
#include "engine/storage_request.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace simulation {

// Deliberate faults, to prove that the observer sees them.
enum class StoreMutation : std::uint8_t {
    none,
    forgets_records,      // a record that should have been inserted is not
    ignores_versions,     // compare-and-swap always succeeds
    ignores_keys,         // claims do not count active runs
    ignores_epochs,       // whoever writes to a run is believed to own it
    believes_the_retired, // writes of incarnations that are no members any more are taken
    manual_moves_cursor,  // a manual claim uses up the scheduled one
    counts_skips_as_fires // a pass raises the counter of fires
};

struct StoredJob {
    engine::JobRow row; // its definition has no payload
    std::shared_ptr<const engine::Definition> with_payload;
    std::int64_t succeeded = 0;
    std::int64_t failed = 0;
};

class Store {
  public:
    void watch(HistoryWatcher *watcher) { watchers_.push_back(watcher); }
    void set_now(engine::Instant now) { now_ = now; }
    engine::Instant now() const { return now_; }
    void mutate(StoreMutation mutation) { mutation_ = mutation; }

    // Batches that hold an item of which this says true fail as a whole and for good.
    std::function<bool(const engine::WriteItem &)> poisoned;
    // Such items are answered `bad`.
    std::function<bool(const engine::WriteItem &)> bad;

    engine::StorageAnswer write(const Caller &caller, const engine::Write &call);
    engine::StorageAnswer read(const Caller &caller, const engine::Read &call) const;

    void corrupt_job(const std::string &job_id); // somebody has written it so that it cannot be decoded any more

    // As the host does from time to time: what is over and was announced before then goes, but for a job's newest run.
    void purge(engine::Instant before);

    void set_calendars(std::vector<engine::CalendarRow> calendars) { calendars_ = std::move(calendars); }

    const std::map<std::string, StoredJob> &jobs() const { return jobs_; }
    const std::map<engine::Id, engine::RunRow> &runs() const { return runs_; }
    const std::map<engine::Id, engine::RecordRow> &records() const { return records_; }
    const std::vector<engine::ReplicaRow> &replicas() const { return replicas_; }
    const std::set<engine::Id> &open_runs() const { return open_; }
    const engine::RunRow *find_run(engine::Id id) const;
    const StoredJob *find_job(const std::string &job_id) const;

  private:
    // store_jobs.cpp
    engine::ItemResult put(const Caller &caller, const engine::PutJob &item);
    engine::ItemResult remove(const Caller &caller, const engine::RemoveJob &item);
    engine::ItemResult disable(const Caller &caller, const engine::DisableJob &item);
    bool leaves_due_instant(const StoredJob &job, const engine::Boxed<engine::RecordRow> &record) const;
    void define(StoredJob &job, const engine::Definition &definition);
    void hold(const Caller &caller, const std::string &job_id);
    void count_runs(const std::string &job_id, engine::ItemResult &result) const;
    void insert_record(const Caller &caller, const engine::Boxed<engine::RecordRow> &record, std::int64_t generation);

    // store_claims.cpp
    engine::ItemResult claim(const Caller &caller, const engine::Claim &item);
    engine::ItemResult claimed_before(const Caller &caller, const engine::RunRow &run) const;
    std::vector<engine::Id> active_on(const std::string &key) const;
    void move_by_claim(StoredJob &job, const engine::Claim &item);
    engine::ItemResult pass(const Caller &caller, const engine::Pass &item);
    engine::ItemResult rederive(const Caller &caller, const engine::Pass &item, StoredJob &job);

    // store_runs.cpp
    engine::ItemResult begin(const Caller &caller, const engine::Begin &item);
    engine::ItemResult update(const Caller &caller, const engine::Update &item);
    engine::ItemResult ask_cancel(const Caller &caller, const engine::AskCancel &item);
    engine::ItemResult announce_record(const Caller &caller, const engine::RecordAnnounced &item);
    void permit_start(engine::RunRow &run, engine::ItemResult &result);
    void move(engine::RunRow &run, const engine::Update &item, engine::ItemResult &result);
    void end_run(engine::RunRow &run, engine::Outcome outcome, engine::Reason reason,
                 std::optional<engine::Instant> next_fire, engine::ItemResult &result);
    void end_canceled(engine::RunRow &run, engine::Reason reason, engine::ItemResult &result);
    void arm(const engine::RunRow &run, std::optional<engine::Instant> next_fire, engine::ItemResult &result);
    bool is_armed_by(const StoredJob &job, const engine::RunRow &run, std::optional<engine::Instant> next_fire) const;
    StoredJob *job_of(const engine::RunRow &run);
    void save(const engine::RunRow &run); // keeps the indices

    // store.cpp
    engine::StorageAnswer write_batch(const Caller &caller, const std::vector<engine::WriteItem> &items);
    engine::ItemResult write_item(const Caller &caller, const engine::WriteItem &item);
    engine::ItemResult join(const Caller &caller, const engine::Join &join);
    engine::ItemResult beat(const Caller &caller);
    engine::ItemResult retire(const Caller &caller, const engine::Retire &retire);
    engine::ReplicaRow *find_replica(engine::Id incarnation);
    bool living(const std::string &instance, engine::Id except) const;
    bool member(const Caller &caller) const;
    void tell(const Change &change);
    void index_look(const StoredJob &job, bool add);

    // store_reads.cpp
    void read_jobs(const engine::ReadJobs &read, engine::StorageAnswer &answer) const;
    void read_due(const engine::ReadDue &read, engine::StorageAnswer &answer) const;
    void read_wake(const engine::ReadWake &read, engine::StorageAnswer &answer) const;
    void read_runs(const engine::ReadRuns &read, engine::StorageAnswer &answer) const;
    void read_records(const engine::ReadRecords &read, engine::StorageAnswer &answer) const;

    engine::Instant now_{};
    std::int64_t sequence_ = 0;
    StoreMutation mutation_ = StoreMutation::none;
    std::vector<HistoryWatcher *> watchers_;
    std::map<std::string, StoredJob> jobs_;
    std::map<engine::Id, engine::RunRow> runs_;
    std::map<engine::Id, engine::RecordRow> records_;
    std::vector<engine::ReplicaRow> replicas_;
    std::set<std::pair<engine::Instant, std::string>> look_index_;
    std::set<std::pair<engine::Instant, engine::Id>> wake_index_; // runs and records
    std::set<engine::Id> open_;
    std::vector<engine::CalendarRow> calendars_;
};

} // namespace simulation
