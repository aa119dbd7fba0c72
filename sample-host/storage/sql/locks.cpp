// locks.cpp - see locks.h.
//
// Runs are counted on a key and inserted by whoever has the key to itself. Most keys are the job's own id, and the
// job's row, which each claim writes, keeps others off. Whoever uses a key that is not the job's own takes its name,
// and the row of the job that is called so, if there is one; a job that is inserted takes its name for the same reason.
#include "storage/sql/locks.h"

#include "storage/sql/query.h"

namespace sample_host::sql {

void add_rows_of(const gs_join &item, Locks &locks) {
    locks.retired.push_back(item.predecessor);
}

void add_rows_of(const gs_retire &item, Locks &locks) {
    locks.retired.push_back(item.incarnation);
}

void add_rows_of(const gs_put_job &item, Locks &locks) {
    if (item.row == nullptr || item.row->definition == nullptr) return; // it will be refused
    const auto id = view(item.row->definition->id);
    if (item.expected_version == 0) locks.names.push_back(id);
    locks.jobs.push_back(id);
    locks.changed_jobs.push_back(id);
}

void add_rows_of(const gs_remove_job &item, Locks &locks) {
    locks.jobs.push_back(view(item.id));
    locks.changed_jobs.push_back(view(item.id));
}

void add_rows_of(const gs_disable_job &item, Locks &locks) {
    locks.jobs.push_back(view(item.id));
    locks.changed_jobs.push_back(view(item.id));
}

void add_rows_of(const gs_claim &item, Locks &locks) {
    const auto job = view(item.job_id);
    const auto key = view(item.concurrency_key);
    locks.jobs.push_back(job);
    if (key == job) return;
    locks.names.push_back(key);
    locks.jobs.push_back(key);
}

void add_rows_of(const gs_pass &item, Locks &locks) {
    locks.jobs.push_back(view(item.job_id));
}

void add_rows_of(const gs_begin &item, Locks &locks) {
    locks.runs.push_back(item.run_id);
    locks.closing.push_back(item.run_id);
}

void add_rows_of(const gs_update &item, Locks &locks) {
    locks.runs.push_back(item.run_id);
    const bool announces = item.from_states == GS_STATE_CLOSED && item.next_fire == GS_NO_TIME;
    if (item.to_state != GS_STATE_RUNNING && !announces) locks.closing.push_back(item.run_id);
}

void add_rows_of(const gs_ask_cancel &item, Locks &locks) {
    locks.runs.push_back(item.run_id);
    locks.changed_runs.push_back(item.run_id);
    locks.closing.push_back(item.run_id);
}

void add_rows_of(const gs_id &record, Locks &locks) {
    locks.records.push_back(record);
}

} // namespace sample_host::sql
