// broken_storage.h - a good storage with one thing broken: what goes in, what comes out, or the call itself is changed
// on its way. Thread-safety: as the good storage, if the changes are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>
#include <tuple>
#include <vector>

#include <gateway_scheduler/storage.h>

#include "../../recording.h"
#include "../../replica.h"

namespace kit_test {

// One call on its way, for the changes.
struct Call {
    const char *function;
    gs_caller caller;           // may be changed before the items are
    std::size_t index = 0;      // of the item at hand
    const void *item = nullptr; // the item that a result answers, as it was passed on; of the function's type
    bool is(const char *name) const;
    bool on_another_thread = false; // than the one that called first: one of those that race
};

class BrokenStorage {
  public:
    explicit BrokenStorage(const gs_storage &good);
    BrokenStorage(const BrokenStorage &) = delete;
    BrokenStorage &operator=(const BrokenStorage &) = delete;

    const gs_storage &table() const { return table_; }
    gs_storage &own_table() { return table_; } // to take functions away
    const gs_storage &good() const { return good_; }

    // Changes an item, or the one argument of a function without items, on its way in.
    template <class Item>
    using Alter = std::function<void(Item &item, Call &call)>;
    template <class Item>
    Alter<Item> &on() {
        return std::get<Alter<Item>>(items_);
    }

    // Change what comes out; false leaves the row out.
    std::function<void(Call &call)> caller;
    std::function<void(gs_item_result &result, const Call &call)> result;
    std::function<bool(gs_job_row &row, gs_job &definition, const Call &call)> job;
    std::function<bool(gs_run &row, const Call &call)> run;
    std::function<bool(gs_record &row, const Call &call)> record;
    std::function<bool(gs_replica &row, const Call &call)> replica;
    std::function<bool(gs_calendar &row, const Call &call)> calendar;
    std::function<bool(const gs_id &run, const Call &call)> flag;
    // What a purge has told, and what it was asked for.
    std::function<void(gs_purged &purged, const gs_purge &item)> purged;
    // Changes the status when the call is over, before the answer's clock has been looked at.
    std::function<std::int32_t(std::int32_t status, gs_answer &answer, gs_error *error, const Call &call)> after;

    // What is in the good storage, for changes of what goes in. Those of what comes out are made inside of it, and may
    // not ask, but for now().
    bool has_job(const gs_string &id) const;
    conformance::SeenJob job_of(const gs_string &id) const; // throws when there is none
    bool has_run(const gs_id &id) const;
    conformance::SeenRun run_of(const gs_id &id) const;
    std::vector<conformance::SeenRun> runs_on(const gs_string &key) const; // of every state
    std::vector<conformance::SeenReplica> replicas() const;
    std::int64_t now() const;
    const conformance::Replica &reader() const { return reader_; }
    conformance::Replica writer(const char *instance) const; // joined

    // For the functions of the table.
    bool is_another_thread();

  private:
    gs_storage good_;
    gs_storage table_;
    conformance::Replica reader_;
    std::thread::id first_thread_;
    std::tuple<Alter<gs_join>, Alter<gs_retire>, Alter<gs_string>, Alter<gs_jobs_page>, Alter<gs_due_page>,
               Alter<gs_wake_page>, Alter<gs_runs_page>, Alter<gs_records_page>, Alter<gs_put_job>,
               Alter<gs_remove_job>, Alter<gs_disable_job>, Alter<gs_claim>, Alter<gs_pass>, Alter<gs_begin>,
               Alter<gs_update>, Alter<gs_ask_cancel>, Alter<gs_id>, Alter<gs_purge>>
        items_;
};

} // namespace kit_test
