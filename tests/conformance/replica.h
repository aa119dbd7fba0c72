// replica.h - one incarnation that calls the table: items go in as values, recordings come out.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gateway_scheduler/storage.h>

#include "items.h"
#include "recording.h"

namespace conformance {

using Answer = std::unique_ptr<Recording>;

class Replica {
  public:
    // The table is asked for at each call, so that it may be another one after a reopening.
    Replica(std::function<const gs_storage &()> table, std::string instance, gs_id incarnation)
        : table_(std::move(table)), instance_(std::move(instance)), incarnation_(incarnation) {}

    const std::string &instance() const { return instance_; }
    const gs_id &incarnation() const { return incarnation_; }

    Answer join(gs_id predecessor = no_id, gs_id session = no_id, gs_id data_directory = no_id) const;
    Answer beat() const;
    Answer retire(gs_id incarnation, std::int64_t beat, std::int32_t how) const;
    Answer replicas() const;

    Answer get_job(const std::string &id) const;
    Answer jobs(const std::string &after, std::uint32_t limit, const std::string &other_than = {}) const;
    Answer due_jobs(const gs_due_page &page) const;
    Answer wake_runs(std::int64_t until, std::uint32_t limit, std::int64_t after = no_time,
                     gs_id after_id = no_id) const;
    Answer runs(const gs_runs_page &page) const;
    Answer records(const std::string &job_id, std::uint32_t limit, gs_id before = no_id) const;
    Answer records_covering(const std::string &job_id, std::int64_t instant) const;
    Answer events(const std::string &job_id, std::uint32_t limit) const;
    Answer calendars() const;

    Answer put(const std::vector<PutItem> &items) const;
    Answer put(const PutItem &item) const { return put(std::vector{item}); }
    Answer remove(const std::string &id, std::int64_t version, const RecordItem *record = nullptr) const;
    Answer remove(const std::vector<gs_remove_job> &items) const;
    Answer disable(const std::string &id, std::int64_t version, const std::string &reason,
                   const RecordItem &record) const;
    Answer disable(const std::vector<gs_disable_job> &items) const;
    Answer claim(const std::vector<ClaimItem> &items) const;
    Answer claim(const ClaimItem &item) const { return claim(std::vector{item}); }
    Answer pass(const std::vector<PassItem> &items) const;
    Answer pass(const PassItem &item) const { return pass(std::vector{item}); }
    Answer begin(gs_id run, std::int64_t epoch, bool start) const;
    Answer begin(const std::vector<gs_begin> &items) const;
    Answer update(const std::vector<UpdateItem> &items) const;
    Answer update(const UpdateItem &item) const { return update(std::vector{item}); }
    Answer ask_cancel(gs_id run, std::int32_t reason = GS_REASON_REQUESTED) const;
    Answer ask_cancel(const std::vector<gs_ask_cancel> &items) const;
    Answer records_announced(const std::vector<gs_id> &records) const;
    Answer purge(const gs_purge &purge, gs_purged &purged) const;

  private:
    Answer read_records(const gs_records_page &page) const;
    template <class Call>
    Answer call(Call call) const;
    template <class Item, class Function>
    Answer send(const std::vector<Item> &items, Function function) const;

    std::function<const gs_storage &()> table_;
    std::string instance_;
    gs_id incarnation_;
};

} // namespace conformance
