// breaks_runs.cpp - begin and update.
#include "breaks.h"

#include <memory>
#include <set>

namespace kit_test {

namespace {

using conformance::SeenReplica;
using conformance::SeenRun;

Break run_shows(const char *name, std::vector<std::string> caught, std::function<void(gs_run &)> change) {
    return {name, std::move(caught), [change = std::move(change)](BrokenStorage &storage, MemoryGateway &) {
                storage.run = [change](gs_run &row, const Call &) {
                    change(row);
                    return true;
                };
            }};
}

Break begin_changes(const char *name, std::vector<std::string> caught,
                    std::function<void(BrokenStorage &, gs_begin &, const SeenRun &, Call &)> change) {
    return {name, std::move(caught), [change = std::move(change)](BrokenStorage &storage, MemoryGateway &) {
                storage.on<gs_begin>() = [&storage, change](gs_begin &item, Call &call) {
                    if (storage.has_run(item.run_id)) change(storage, item, storage.run_of(item.run_id), call);
                };
            }};
}

Break update_changes(const char *name, std::vector<std::string> caught,
                     std::function<void(BrokenStorage &, gs_update &, const SeenRun &, Call &)> change) {
    return {name, std::move(caught), [change = std::move(change)](BrokenStorage &storage, MemoryGateway &) {
                storage.on<gs_update>() = [&storage, change](gs_update &item, Call &call) {
                    if (storage.has_run(item.run_id)) change(storage, item, storage.run_of(item.run_id), call);
                };
            }};
}

bool lives(const BrokenStorage &storage, const gs_id &incarnation) {
    for (const SeenReplica &row : storage.replicas()) {
        if (row.row.incarnation == incarnation) return row.row.retired == GS_REPLICA_ALIVE;
    }
    return false;
}

// The call is made as if by this replica.
void call_as(Call &call, const std::string &instance, const gs_id &incarnation) {
    static thread_local std::string kept;
    kept = instance;
    call.caller.instance = conformance::borrow(kept);
    call.caller.incarnation = incarnation;
}

// Takes the run from a living owner, by calling as that.
void rob(BrokenStorage &storage, gs_begin & /*item*/, const SeenRun &run, Call &call) {
    if (!lives(storage, run.row.owner_incarnation) || !lives(storage, call.caller.incarnation)) return;
    call_as(call, run.owner_instance, run.row.owner_incarnation);
}

// Takes the run of a dead owner whose instance lives again, by calling as its successor.
void rob_successor(BrokenStorage &storage, gs_begin & /*item*/, const SeenRun &run, Call &call) {
    if (lives(storage, run.row.owner_incarnation)) return;
    for (const SeenReplica &row : storage.replicas()) {
        if (row.instance != run.owner_instance || row.row.retired != GS_REPLICA_ALIVE) continue;
        call_as(call, row.instance, row.row.incarnation);
    }
}

void skip_gate(gs_begin &item, bool skipped) {
    if (skipped) item.start = 0;
}

} // namespace

Breaks breaks_of_begin() {
    return {
        {"begin answers with a job without its payload",
         {"storage.begin.start"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.result = [room = std::make_shared<std::pair<gs_job_row, gs_job>>()](gs_item_result &result,
                                                                                         const Call &) {
                 if (result.job == nullptr) return;
                 room->first = *result.job;
                 room->second = *room->first.definition;
                 room->second.payload = {};
                 room->first.definition = &room->second;
                 result.job = &room->first;
             };
         }},
        {"every begin counts an attempt",
         {"storage.begin.unspent"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.result = [](gs_item_result &result, const Call &call) {
                 if (call.is("begin") && result.attempt == 1) result.attempt = 2;
             };
         }},
        {"begin tells the old epoch",
         {"storage.begin.epoch"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.result = [](gs_item_result &result, const Call &call) {
                 if (call.is("begin") && result.outcome == GS_ITEM_DONE) --result.epoch;
             };
         }},
        begin_changes("begin takes any later epoch", {"storage.begin.fenced"},
                      [](BrokenStorage &, gs_begin &item, const SeenRun &run, Call &) {
                          if (item.epoch > run.row.epoch) item.epoch = run.row.epoch;
                      }),
        {"begin sent again conflicts",
         {"storage.begin.again"},
         outcome_becomes("begin", GS_ITEM_ALREADY, GS_ITEM_CONFLICT)},
        {"begin of no run conflicts", {"storage.begin.gone"}, outcome_becomes("begin", GS_ITEM_GONE, GS_ITEM_CONFLICT)},
        begin_changes("a closed run cannot be taken over", {"storage.begin.closed"},
                      [](BrokenStorage &, gs_begin &item, const SeenRun &run, Call &) {
                          if (run.row.state == GS_STATE_CLOSED) item.run_id = {};
                      }),
        begin_changes("living replicas are robbed", {"storage.begin.living"}, rob),
        begin_changes("a dead incarnation's run is anybody's", {"storage.begin.successor"}, rob_successor),
        run_shows("a takeover leaves the attempt unspent", {"storage.begin.takeover"},
                  [](gs_run &row) {
                      if (row.state == GS_STATE_RUNNING && row.epoch > 1) row.attempt_spent = 0;
                  }),
        begin_changes("a paused job's run may start", {"storage.begin.paused"},
                      [](BrokenStorage &storage, gs_begin &item, const SeenRun &run, Call &) {
                          const gs_string id = conformance::borrow(run.job_id);
                          skip_gate(item, storage.has_job(id) && storage.job_of(id).numbers.paused != 0);
                      }),
        begin_changes("a removed job's run may start", {"storage.begin.removed"},
                      [](BrokenStorage &storage, gs_begin &item, const SeenRun &run, Call &) {
                          skip_gate(item, !storage.has_job(conformance::borrow(run.job_id)));
                      }),
        begin_changes("a run of an earlier job of the id may start", {"storage.begin.generation"},
                      [](BrokenStorage &storage, gs_begin &item, const SeenRun &run, Call &) {
                          const gs_string id = conformance::borrow(run.job_id);
                          skip_gate(item,
                                    storage.has_job(id) && storage.job_of(id).row.generation != run.row.generation);
                      }),
        begin_changes("a flagged run may start", {"storage.begin.flagged"},
                      [](BrokenStorage &, gs_begin &item, const SeenRun &run, Call &) {
                          skip_gate(item, run.row.cancel_requested != 0);
                      }),
    };
}

Breaks breaks_of_update() {
    return {
        run_shows("a running run's attempt is unspent", {"storage.update.running"},
                  [](gs_run &row) {
                      if (row.state == GS_STATE_RUNNING && row.epoch == 1) row.attempt_spent = 0;
                  }),
        run_shows("a second started_at is written", {"storage.update.started_at"},
                  [](gs_run &row) {
                      if (row.state == GS_STATE_CLOSED) row.started_at += 5;
                  }),
        run_shows("a waiting run's wake_at is not shown", {"storage.update.waiting"},
                  [](gs_run &row) {
                      if (row.state == GS_STATE_WAITING) row.wake_at = GS_NO_TIME;
                  }),
        update_changes("every attempt that waits is spent", {"storage.update.unspent", "storage.begin.unspent"},
                       [](BrokenStorage &, gs_update &item, const SeenRun &, Call &) {
                           if (item.to_state == GS_STATE_WAITING) item.attempt_spent = 1;
                       }),
        update_changes("update takes any later epoch", {"storage.update.epoch"},
                       [](BrokenStorage &, gs_update &item, const SeenRun &run, Call &) {
                           if (item.epoch > run.row.epoch) item.epoch = run.row.epoch;
                       }),
        update_changes("anybody may update", {"storage.update.owner"},
                       [](BrokenStorage &storage, gs_update &, const SeenRun &run, Call &call) {
                           if (!lives(storage, call.caller.incarnation)) return;
                           call_as(call, run.owner_instance, run.row.owner_incarnation);
                       }),
        {"an update by a retired one conflicts",
         {"storage.update.takeover", "storage.writes.retired", "storage.writes.stranger"},
         outcome_becomes("update", GS_ITEM_REFUSED, GS_ITEM_CONFLICT)},
        {"update of no run conflicts",
         {"storage.update.gone", "storage.update.final", "storage.batch.updates"},
         outcome_becomes("update", GS_ITEM_GONE, GS_ITEM_CONFLICT)},
        update_changes("update leaves any open state", {"storage.update.from_states"},
                       [](BrokenStorage &, gs_update &item, const SeenRun &, Call &) {
                           if (item.from_states != GS_STATE_CLOSED) item.from_states |= GS_STATE_CLAIMED;
                       }),
        {"update sent again is done again",
         {"storage.update.again", "storage.close.announced", "storage.close.late_result"},
         outcome_becomes("update", GS_ITEM_ALREADY, GS_ITEM_DONE)},
        {"a closed run is said to have been updated",
         {"storage.update.final", "storage.batch.updates"},
         [](BrokenStorage &storage, MemoryGateway &) {
             const auto none = std::make_shared<std::set<const void *>>(); // items of no run
             storage.on<gs_update>() = [&storage, none](gs_update &item, Call &) {
                 if (!storage.has_run(item.run_id)) none->insert(&item);
             };
             storage.result = [none](gs_item_result &result, const Call &call) {
                 if (!call.is("update") || result.outcome != GS_ITEM_GONE) return;
                 if (none->erase(call.item) == 0) result.outcome = GS_ITEM_DONE;
             };
         }},
        update_changes("a flagged run goes on", {"storage.update.flagged"},
                       [](BrokenStorage &, gs_update &item, const SeenRun &run, Call &) {
                           if (item.to_state == GS_STATE_WAITING && run.row.cancel_requested != 0) {
                               item.to_state = GS_STATE_RUNNING;
                               item.from_states = GS_STATE_CLAIMED;
                           }
                       }),
    };
}

} // namespace kit_test
