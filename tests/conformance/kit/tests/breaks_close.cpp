// breaks_close.cpp - how runs end, and ask_cancel.
#include "breaks.h"

#include <map>
#include <memory>
#include <set>

namespace kit_test {

namespace {

using conformance::borrow;
using conformance::SeenJob;
using conformance::SeenRun;
using conformance::text;

std::string bytes_of(const gs_id &id) {
    return {reinterpret_cast<const char *>(id.bytes), sizeof id.bytes};
}

// Shows another next_fire of a job once a run of it has closed with one, when `when` says so.
Break arms_wrongly(const char *name, std::vector<std::string> caught,
                   std::function<bool(const SeenJob &, const SeenRun &)> when) {
    return {name, std::move(caught), [when = std::move(when)](BrokenStorage &storage, MemoryGateway &) {
                const auto armed = std::make_shared<std::map<std::string, std::int64_t>>();
                storage.on<gs_update>() = [&storage, armed, when](gs_update &item, Call &) {
                    if (item.next_fire == GS_NO_TIME || !storage.has_run(item.run_id)) return;
                    const SeenRun run = storage.run_of(item.run_id);
                    if (when(storage.job_of(borrow(run.job_id)), run)) (*armed)[run.job_id] = item.next_fire;
                };
                storage.job = [armed](gs_job_row &row, gs_job &definition, const Call &) {
                    const auto found = armed->find(text(definition.id));
                    if (found != armed->end()) row.next_fire = found->second;
                    return true;
                };
            }};
}

void look_at_stays(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    const auto looks = std::make_shared<std::map<std::string, std::int64_t>>();
    storage.result = [looks](gs_item_result &result, const Call &call) {
        if (!call.is("pass") || result.outcome != GS_ITEM_DONE) return;
        const auto &item = *static_cast<const gs_pass *>(call.item);
        if (item.record == nullptr && item.rederive == 0) (*looks)[text(item.job_id)] = item.look_at;
    };
    storage.job = [looks](gs_job_row &row, gs_job &definition, const Call &) {
        const auto found = looks->find(text(definition.id));
        if (found != looks->end()) row.look_at = found->second;
        return true;
    };
}

// Every answer names all runs that anybody was asked to cancel.
void flags_for_all(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    const auto flagged = std::make_shared<std::set<std::string>>();
    storage.on<gs_ask_cancel>() = [flagged](gs_ask_cancel &item, Call &) { flagged->insert(bytes_of(item.run_id)); };
    storage.flag = [](const gs_id &, const Call &) { return false; };
    storage.after = [flagged](std::int32_t status, gs_answer &answer, gs_error *, const Call &) {
        for (const std::string &bytes : *flagged) {
            gs_id id{};
            bytes.copy(reinterpret_cast<char *>(id.bytes), sizeof id.bytes);
            answer.cancel_requested(answer.context, &id);
        }
        return status;
    };
}

} // namespace

Breaks breaks_of_close() {
    return {
        {"that an output was cut is not kept",
         {"storage.close.row"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.on<gs_update>() = [](gs_update &item, Call &) { item.output_truncated = 0; };
         }},
        {"the last outcome is not kept",
         {"storage.close.counters"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.job = [](gs_job_row &row, gs_job &, const Call &) {
                 row.last_outcome = GS_OUTCOME_NONE;
                 return true;
             };
         }},
        {"a close does not tell the version before",
         {"storage.close.version", "storage.batch.counters"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.result = [](gs_item_result &result, const Call &) { result.version_before = 0; };
         }},
        {"a close leaves look_at", {"storage.close.look_at"}, look_at_stays},
        {"a close arms nothing",
         {"storage.close.arms"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.on<gs_update>() = [](gs_update &item, Call &) { item.next_fire = GS_NO_TIME; };
         }},
        arms_wrongly("a close arms a job that has a next fire", {"storage.close.armed"},
                     [](const SeenJob &job, const SeenRun &) { return job.row.next_fire != GS_NO_TIME; }),
        arms_wrongly("a close arms a job of another revision", {"storage.close.edited"},
                     [](const SeenJob &job, const SeenRun &run) { return job.row.revision != run.row.revision; }),
        {"an announced run still wakes",
         {"storage.close.announced"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.run = [](gs_run &row, const Call &) {
                 if (row.announced != 0) row.wake_at = row.finished_at;
                 return true;
             };
         }},
        {"late results are not kept",
         {"storage.close.late_result"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.run = [](gs_run &row, const Call &) {
                 row.late_result = 0;
                 return true;
             };
         }},
    };
}

Breaks breaks_of_cancel() {
    return {
        {"the cancel flag is not shown",
         {"storage.ask_cancel.flag", "storage.cancel_flags.takeover"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.run = [](gs_run &row, const Call &) {
                 row.cancel_requested = 0;
                 return true;
             };
         }},
        {"a waiting run waits although it was canceled",
         {"storage.ask_cancel.waiting"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.result = [](gs_item_result &result, const Call &call) {
                 const bool closed = result.outcome == GS_ITEM_DONE && result.state == GS_STATE_CLOSED;
                 if (call.is("ask_cancel") && closed) result.state = GS_STATE_WAITING;
             };
         }},
        {"a second ask_cancel is done",
         {"storage.ask_cancel.again"},
         outcome_becomes("ask_cancel", GS_ITEM_ALREADY, GS_ITEM_DONE)},
        {"ask_cancel of a closed run is already",
         {"storage.ask_cancel.gone"},
         outcome_becomes("ask_cancel", GS_ITEM_GONE, GS_ITEM_ALREADY)},
        {"owners are not told of flags",
         {"storage.cancel_flags.owner", "storage.cancel_flags.takeover"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.flag = [](const gs_id &, const Call &) { return false; };
         }},
        {"everybody is told of every flag", {"storage.cancel_flags.others"}, flags_for_all},
        {"a new owner is not told of the flag",
         {"storage.cancel_flags.takeover"},
         [](BrokenStorage &storage, MemoryGateway &) {
             // The flags are told inside the store, which cannot be asked meanwhile: those taken over are known before.
             const auto taken = std::make_shared<std::set<std::string>>();
             storage.on<gs_begin>() = [taken](gs_begin &item, Call &) { taken->insert(bytes_of(item.run_id)); };
             storage.flag = [taken](const gs_id &run, const Call &) { return !taken->contains(bytes_of(run)); };
         }},
    };
}

} // namespace kit_test
