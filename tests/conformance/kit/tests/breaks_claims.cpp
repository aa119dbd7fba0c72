// breaks_claims.cpp - claim, concurrency keys and pass.
#include "breaks.h"

#include <algorithm>
#include <memory>

namespace kit_test {

namespace {

using conformance::SeenRun;

// Counts the runs of the item's key and gives it so many places more.
Break more_places(const char *name, std::vector<std::string> caught,
                  std::function<bool(const BrokenStorage &, const SeenRun &)> counts) {
    return {name, std::move(caught), [counts = std::move(counts)](BrokenStorage &storage, MemoryGateway &) {
                storage.on<gs_claim>() = [&storage, counts](gs_claim &item, Call &) {
                    if (item.max_active < 1) return;
                    const auto runs = storage.runs_on(item.concurrency_key);
                    item.max_active += static_cast<std::int32_t>(std::count_if(
                        runs.begin(), runs.end(), [&](const SeenRun &run) { return counts(storage, run); }));
                };
            }};
}

Break claim_changes(const char *name, std::vector<std::string> caught,
                    std::function<void(BrokenStorage &, gs_claim &)> change) {
    return {name, std::move(caught), [change = std::move(change)](BrokenStorage &storage, MemoryGateway &) {
                storage.on<gs_claim>() = [&storage, change](gs_claim &item, Call &) { change(storage, item); };
            }};
}

Break pass_changes(const char *name, std::vector<std::string> caught,
                   std::function<void(BrokenStorage &, gs_pass &)> change) {
    return {name, std::move(caught), [change = std::move(change)](BrokenStorage &storage, MemoryGateway &) {
                storage.on<gs_pass>() = [&storage, change](gs_pass &item, Call &) { change(storage, item); };
            }};
}

// The item's record as a copy that ends now.
template <class Item>
void end_record_now(const BrokenStorage &storage, Item &item) {
    static gs_record copy;
    if (item.record == nullptr) return;
    copy = *item.record;
    copy.last_due = std::min(copy.last_due, storage.now());
    item.record = &copy;
}

// Writes the job as not paused before it is claimed.
void unpause(const BrokenStorage &storage, gs_claim &item) {
    if (!storage.has_job(item.job_id)) return;
    conformance::PutItem edit(storage.job_of(item.job_id));
    if (edit.definition.paused == 0) return;
    edit.definition.paused = 0;
    const conformance::Replica writer = storage.writer("unpause");
    edit.row.writer = writer.incarnation();
    writer.put(edit);
    item.version = storage.job_of(item.job_id).row.version;
}

// As if closed runs were active: no item of this version can be claimed.
void count_closed(const BrokenStorage &storage, gs_claim &item) {
    const auto runs = storage.runs_on(item.concurrency_key);
    const auto is_open = [](const SeenRun &run) { return run.row.state != GS_STATE_CLOSED; };
    const bool has_open = std::any_of(runs.begin(), runs.end(), is_open);
    if (!has_open && !runs.empty() && item.max_active == 1) item.version = -1;
}

bool is_closed(const SeenRun &run) {
    return run.row.state == GS_STATE_CLOSED;
}

} // namespace

Breaks breaks_of_claim() {
    return {
        {"a run forgets how many instants it stands for",
         {"storage.claim.run"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.run = [](gs_run &row, const Call &) {
                 row.merged = 0;
                 return true;
             };
         }},
        claim_changes("a claim writes fire_at as look_at", {"storage.claim.scheduled"},
                      [](BrokenStorage &, gs_claim &item) { item.look_at = item.fire_at; }),
        claim_changes("a manual claim uses up a scheduled instant", {"storage.claim.manual"},
                      [](BrokenStorage &, gs_claim &item) { item.trigger = GS_TRIGGER_SCHEDULE; }),
        {"claim sent again conflicts",
         {"storage.claim.again"},
         outcome_becomes("claim", GS_ITEM_ALREADY, GS_ITEM_CONFLICT)},
        {"claim sent again is already in any state",
         {"storage.claim.again_later"},
         [](BrokenStorage &storage, MemoryGateway &) {
             const auto exists = std::make_shared<bool>(false); // of the last item
             storage.on<gs_claim>() = [&storage, exists](gs_claim &item, Call &call) {
                 if (!call.on_another_thread) *exists = storage.has_run(item.run_id);
             };
             storage.result = [exists](gs_item_result &result, const Call &call) {
                 if (!call.is("claim") || call.on_another_thread || !*exists) return;
                 if (result.outcome == GS_ITEM_CONFLICT) result.outcome = GS_ITEM_ALREADY;
             };
         }},
        claim_changes("claim does not look at the version",
                      {"storage.claim.version", "storage.batch.own_answers", "storage.races.instants"},
                      [](BrokenStorage &storage, gs_claim &item) {
                          if (storage.has_job(item.job_id)) item.version = storage.job_of(item.job_id).row.version;
                      }),
        claim_changes("claim does not look at the generation", {"storage.claim.generation"},
                      [](BrokenStorage &storage, gs_claim &item) {
                          if (storage.has_job(item.job_id))
                              item.generation = storage.job_of(item.job_id).row.generation;
                      }),
        claim_changes("paused jobs are claimed", {"storage.claim.paused"},
                      [](BrokenStorage &storage, gs_claim &item) { unpause(storage, item); }),
        {"claim of no job conflicts",
         {"storage.claim.gone", "storage.batch.own_answers"},
         outcome_becomes("claim", GS_ITEM_GONE, GS_ITEM_CONFLICT)},
        claim_changes(
            "instants are claimed before they are due", {"storage.claim.early", "storage.batch.own_answers"},
            [](BrokenStorage &storage, gs_claim &item) { item.due_at = std::min(item.due_at, storage.now()); }),
        claim_changes("a claim's record may end later than now", {"storage.claim.record_early"},
                      [](BrokenStorage &storage, gs_claim &item) { end_record_now(storage, item); }),
        claim_changes("a claim's record is dropped", {"storage.claim.record"},
                      [](BrokenStorage &storage, gs_claim &item) {
                          if (item.record != nullptr && item.record->last_due <= storage.now()) item.record = nullptr;
                      }),
        {"claim answers without the payload",
         {"storage.claim.payload"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.result = [](gs_item_result &result, const Call &) { result.payload = {}; };
         }},
    };
}

Breaks breaks_of_keys() {
    return {
        claim_changes("a key has room for one more",
                      {"storage.claim.busy", "storage.claim.waiting_runs", "storage.claim.removed_job"},
                      [](BrokenStorage &, gs_claim &item) {
                          if (item.max_active == 1) ++item.max_active;
                      }),
        claim_changes("closed runs are active", {"storage.claim.closed_runs"},
                      [](BrokenStorage &storage, gs_claim &item) { count_closed(storage, item); }),
        more_places("waiting runs are not active", {"storage.claim.waiting_runs"},
                    [](const BrokenStorage &, const SeenRun &run) { return run.row.state == GS_STATE_WAITING; }),
        more_places("runs of a removed job are not active", {"storage.claim.removed_job"},
                    [](const BrokenStorage &storage, const SeenRun &run) {
                        return !is_closed(run) && !storage.has_job(conformance::borrow(run.job_id));
                    }),
        {"busy names one run",
         {"storage.claim.busy_runs"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.result = [](gs_item_result &result, const Call &) {
                 result.run_count = std::min(result.run_count, 1);
             };
         }},
        claim_changes("a key without room has room for one", {"storage.claim.bad"},
                      [](BrokenStorage &, gs_claim &item) { item.max_active = std::max(item.max_active, 1); }),
    };
}

Breaks breaks_of_pass() {
    return {
        pass_changes("a pass writes next_fire as look_at", {"storage.pass.record"},
                     [](BrokenStorage &, gs_pass &item) {
                         if (item.record != nullptr && item.rederive == 0) item.look_at = item.next_fire;
                     }),
        pass_changes("a pass without a record rounds look_at", {"storage.pass.look"},
                     [](BrokenStorage &, gs_pass &item) {
                         if (item.record == nullptr && item.rederive == 0 && item.look_at != GS_NO_TIME) --item.look_at;
                     }),
        pass_changes("a pass may reach beyond now", {"storage.pass.early"},
                     [](BrokenStorage &storage, gs_pass &item) {
                         if (item.rederive == 0) end_record_now(storage, item);
                     }),
        {"pass sent again conflicts",
         {"storage.pass.again"},
         outcome_becomes("pass", GS_ITEM_ALREADY, GS_ITEM_CONFLICT)},
        pass_changes("pass does not look at the version", {"storage.pass.version"},
                     [](BrokenStorage &storage, gs_pass &item) {
                         if (storage.has_job(item.job_id)) item.version = storage.job_of(item.job_id).row.version;
                     }),
        pass_changes("rederive forgets the zone data's version", {"storage.pass.rederive"},
                     [](BrokenStorage &, gs_pass &item) { item.tzdata_version = {}; }),
        {"a due job's times are computed anew",
         {"storage.pass.rederive_stale"},
         outcome_becomes("pass", GS_ITEM_STALE, GS_ITEM_DONE)},
    };
}

} // namespace kit_test
