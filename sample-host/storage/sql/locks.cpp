// locks.cpp - see locks.h.
//
// Runs are counted on a key and inserted by whoever has the key to itself. Most keys are the job's own. Every claim on
// such a key gives the job's row a new version, and a claim is for the version that it names: whoever finds that
// version in place has counted all runs, whatever was committed after it began to count. Whoever uses any other key
// takes its name. If it is another job's own key, which our engine never does, that job's row is written too, and a job
// that is inserted takes its name, so that those who count on the row learn of it.
#include "storage/sql/locks.h"

#include "storage/sql/query.h"

namespace sample_host::sql {

namespace {

constexpr char own_key_mark = '\x01'; // no key that somebody has chosen begins with it

} // namespace

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

bool is_own_key(const gs_claim &item) {
    const auto key = view(item.concurrency_key);
    return key.starts_with(own_key_mark) && key.substr(1) == view(item.job_id);
}

void add_rows_of(const gs_claim &item, Locks &locks) {
    locks.jobs.push_back(view(item.job_id));
    if (!is_own_key(item)) add_key(view(item.concurrency_key), locks);
}

void add_key(std::string_view key, Locks &locks) {
    if (key.starts_with(own_key_mark)) {
        key.remove_prefix(1);
        locks.jobs.push_back(key);
        locks.rivals.push_back(key);
    }
    locks.names.push_back(key);
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
