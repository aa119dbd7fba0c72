// storage_scene.h - where one check of the storage takes place: jobs, runs and replicas of its own in the host's store,
// beside whatever else is in there, and the situations that checks start from. What stands in the way of a situation
// throws Blocked. At its end it closes its runs, removes its jobs and retires its replicas.
// Thread-safety: one thread, but for new_id().
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "../items.h"
#include "../replica.h"
#include "expect.h"
#include "watch.h"

namespace conformance::kit {

// What all checks of one store share.
struct StoreUnderTest {
    const gs_storage *host = nullptr;  // as it was lent
    const gs_storage *table = nullptr; // the watched one
    Watch *watch = nullptr;
    std::string prefix; // of every name: "conformance/<token>/"
    std::atomic<std::uint64_t> next_id = 0;
    gs_id first_id{};       // ids count on from it
    bool was_empty = false; // neither job nor run nor record was in it
    int writers = 4;        // threads that write at once

    gs_id new_id();
};

class StorageScene {
  public:
    StorageScene(StoreUnderTest &store, int number);
    ~StorageScene() = default;
    StorageScene(const StorageScene &) = delete;
    StorageScene &operator=(const StorageScene &) = delete;

    StoreUnderTest &store() { return store_; }
    const Replica &replica(); // of the instance "alpha"; joins when it is first asked for
    std::string name(const std::string &word) const { return prefix_ + word; }
    gs_id new_id() { return store_.new_id(); }
    std::int64_t now();

    Replica newcomer(const std::string &instance);
    Replica joined(const std::string &instance);
    Replica successor_of(const Replica &predecessor);
    SeenReplica row_of(const Replica &of);

    PutItem new_job(const std::string &word = "job"); // not put yet
    SeenJob put(PutItem item);                        // with a writer of its own; as it is read back
    SeenJob due_job(const std::string &word = "job"); // due a minute ago
    SeenJob job(const std::string &id);
    bool has_job(const std::string &id);
    SeenRun run(gs_id id);
    std::vector<SeenRecord> records(const std::string &job_id);

    ClaimItem claim_of(const SeenJob &of); // of its present row, due a second ago, beside any number of others
    gs_id claimed_run(const SeenJob &of);
    gs_id running_run(const SeenJob &of);
    gs_id waiting_run(const SeenJob &of, std::int64_t wake_at);
    gs_id closed_run(const SeenJob &of, std::int32_t outcome, std::int32_t announced = 1);

    RecordItem record(const SeenJob &of, std::int64_t first_due, std::int64_t last_due);
    RecordItem event(const SeenJob &of);
    RecordItem covering(const SeenJob &of) { return record(of, now() - hour, now() + hour); }
    void remove(const SeenJob &of); // with a record that covers what is due
    void pause(const SeenJob &of);  // without closing its waiting runs

    // What can be undone. It throws nothing: a store that breaks the contract keeps the rest.
    void tidy_up() noexcept;

  private:
    void tidy_jobs(const Replica &cleaner);
    void tidy_runs(const Replica &cleaner, const std::string &job_id);

    StoreUnderTest &store_;
    std::string prefix_;
    std::vector<Replica> replicas_; // all that may be alive
    std::vector<std::string> jobs_;
    bool has_joined_ = false;
    Replica alpha_;
};

using StorageCheck = CheckOf<StorageScene>;

} // namespace conformance::kit
