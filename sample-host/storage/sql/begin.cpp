// begin.cpp - takes a run over, and permits a start if the job's gate is open.
#include "storage/sql/close_run.h"
#include "storage/sql/fault.h"
#include "storage/sql/operations.h"
#include "storage/sql/run_head.h"

namespace sample_host::sql {

namespace {

const Sql instance_alive_sql{"SELECT 1 FROM replica WHERE instance = ?1 AND state = 'alive' AND incarnation <> ?2"};
const Sql gate_sql{"SELECT revision FROM job WHERE id = ?1 AND generation = ?2 AND paused = 0"};
const Sql job_with_payload_sql{std::string("SELECT ") + job_columns +
                               ", job_payload.payload FROM job LEFT JOIN job_payload "
                               "ON job_payload.job_id = job.id WHERE job.id = ?1"};
const Sql take_over_sql{"UPDATE run SET epoch = ?2, owner_instance = ?3, owner_incarnation = ?4 WHERE id = ?1"};
const Sql perhaps_started_sql{"UPDATE run SET state = 'running', attempt_spent = 1 "
                              "WHERE id = ?1 AND state = 'claimed'"};
const Sql permit_sql{"UPDATE run SET state = 'claimed', attempt = ?2, attempt_spent = 0, wake_at = NULL, "
                     "revision = ?3 WHERE id = ?1"};

std::optional<std::int64_t> revision_behind_gate(WriteCall &call, const RunHead &run) {
    Query gate = call.connection().query(gate_sql, run.job_id, run.generation);
    if (!gate.step()) return std::nullopt;
    return gate.integer();
}

// Lends the job with its payload to the answer.
void carry_job(WriteCall &call, const RunHead &run, ItemAnswer &answer) {
    answer.borrowed.emplace(call.connection().query(job_with_payload_sql, run.job_id));
    answer.borrowed->step();
    answer.job = std::make_unique<JobRow>(*answer.borrowed);
    if (answer.job->row().readable == 0) throw BadItem("the job's row cannot be decoded: " + answer.job->fault());
    answer.job->set_payload(answer.borrowed->bytes_or_none());
}

// Sent again: what it permitted holds only while the gate is still open.
ItemAnswer begun_already(WriteCall &call, const gs_begin &item, const RunHead &run) {
    ItemAnswer answer = answer_about(GS_ITEM_ALREADY, run);
    if (item.start != 0 && run.state == GS_STATE_CLAIMED && !run.cancel_requested && revision_behind_gate(call, run)) {
        carry_job(call, run, answer);
    }
    return answer;
}

void take_over(WriteCall &call, const RunHead &run) {
    call.connection().query(take_over_sql, run.id, run.epoch + 1, call.instance(), call.incarnation()).execute();
}

// The run is open and the caller may have it.
ItemAnswer start(WriteCall &call, RunHead run) {
    const auto revision = revision_behind_gate(call, run);
    if (!revision || run.cancel_requested) {
        take_over(call, run);
        const std::int32_t reason = run.cancel_requested ? GS_REASON_REQUESTED : GS_REASON_GATE;
        const JobVersions versions = close_run(call, run, canceled(call, run, reason));
        run.state = GS_STATE_CLOSED;
        run.outcome = GS_OUTCOME_CANCELED;
        ++run.epoch;
        return answer_about(GS_ITEM_DONE, run, versions);
    }
    ItemAnswer answer;
    carry_job(call, run, answer);
    const std::int32_t attempt = run.attempt + (run.attempt_spent ? 1 : 0);
    take_over(call, run);
    call.connection().query(permit_sql, run.id, attempt, *revision).execute();
    answer.result.outcome = GS_ITEM_DONE;
    answer.result.epoch = run.epoch + 1;
    answer.result.attempt = attempt;
    answer.result.state = GS_STATE_CLAIMED;
    return answer;
}

bool has_other_living_incarnation(WriteCall &call, const std::string &instance) {
    return call.connection().query(instance_alive_sql, instance, call.incarnation()).step();
}

} // namespace

ItemAnswer begin(WriteCall &call, const gs_begin &item) {
    auto run = find_run(call.connection(), item.run_id);
    if (!run) return answer_of(GS_ITEM_GONE);
    const bool owned = run->owner_incarnation == call.incarnation();
    if (run->epoch == item.epoch + 1 && owned) return begun_already(call, item, *run);
    if (run->state == GS_STATE_CLOSED && run->announced) return answer_about(GS_ITEM_GONE, *run);
    if (run->epoch != item.epoch) return answer_about(GS_ITEM_CONFLICT, *run);
    if (!owned && has_other_living_incarnation(call, run->owner_instance)) {
        return answer_about(GS_ITEM_REFUSED, *run);
    }
    if (item.start != 0 && run->state != GS_STATE_CLOSED) return start(call, std::move(*run));
    take_over(call, *run);
    ++run->epoch;
    if (run->state == GS_STATE_CLAIMED) {
        call.connection().query(perhaps_started_sql, run->id).execute();
        run->state = GS_STATE_RUNNING;
    }
    return answer_about(GS_ITEM_DONE, *run);
}

} // namespace sample_host::sql
