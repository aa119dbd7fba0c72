// sql_restore.cpp - see sql_restore.h. A job goes through the contract's put, which keeps what must hold, and then gets
// what that leaves to the store: counters and times.
#include "storage/sql/sql_restore.h"

#include "storage/sql/fault.h"
#include "storage/sql/job_head.h"
#include "storage/sql/operations.h"
#include "storage/sql/reads.h"
#include "storage/sql/restore_history.h"

namespace sample_host::sql {

namespace {

const Sql restore_state_sql{
    "UPDATE job SET fires = ?2, succeeded = ?3, failed = ?4, last_outcome = ?5, last_fired_at = ?6, "
    "last_success_at = ?7, created_at = ?8, updated_at = ?9 WHERE id = ?1"};

void put(WriteCall &call, const gs_job_row &row, std::int64_t expected_version, const gs_record *record) {
    gs_put_job item{};
    item.struct_size = sizeof item;
    item.hold = row.definition->paused;
    item.expected_version = expected_version;
    item.row = &row;
    item.record = record;
    const ItemAnswer answer = put_job(call, item);
    if (answer.result.outcome == GS_ITEM_DONE) return;
    throw std::runtime_error("the job \"" + std::string(view(row.definition->id)) +
                             "\" was changed by somebody else at this moment");
}

void add(WriteCall &call, const gs_job_row &row) {
    put(call, row, 0, nullptr);
    call.connection()
        .query(restore_state_sql, row.definition->id, row.fires, row.succeeded, row.failed,
               word_of(outcome_words, row.last_outcome), Time{row.last_fired_at}, Time{row.last_success_at},
               row.created_at, row.updated_at)
        .execute();
}

// The verdict's row borrows from the present one, so it is put in place while that is there.
struct Meeting {
    WriteCall &call;
    const gs_job_row &moved;
    const JudgeJob &judge;
    JobChange change = JobChange::differs;

    void with(const gs_job_row &present) {
        const JobVerdict verdict = judge(&present, moved, call.now());
        change = verdict.change;
        if (change == JobChange::replaced) {
            put(call, verdict.row, present.version, verdict.record ? &*verdict.record : nullptr);
        }
    }
};

JobChange restore_job(WriteCall &call, const gs_job_row &row, const JudgeJob &judge) {
    if (!find_job(call.connection(), view(row.definition->id))) {
        const JobVerdict verdict = judge(nullptr, row, call.now());
        add(call, verdict.row);
        return verdict.change;
    }
    Meeting meeting{call, row, judge};
    gs_answer answer{};
    answer.context = &meeting;
    answer.job = [](void *context, const gs_job_row *present) { static_cast<Meeting *>(context)->with(*present); };
    read_job(call.connection(), row.definition->id, answer);
    return meeting.change;
}

Locks locks_of(const RestoreBatch &batch) {
    Locks locks{gs_caller{}};
    for (const gs_job_row *row : batch.jobs) {
        locks.names.push_back(view(row->definition->id));
        locks.jobs.push_back(view(row->definition->id));
        locks.changed_jobs.push_back(view(row->definition->id));
    }
    for (const RunOfJob &row : batch.runs) {
        if (row.run.state != GS_STATE_CLOSED) add_key(view(row.run.concurrency_key), locks);
    }
    locks.items = batch.jobs.size();
    return locks;
}

} // namespace

CalendarChange SqlRestore::set_calendar(const std::string &name, const std::vector<gs_day_range> &days) {
    return storage_->set_calendar(name, days);
}

RestoreResult SqlRestore::write(const RestoreBatch &batch, const JudgeJob &judge) {
    gs_caller caller{};
    caller.struct_size = sizeof caller;
    caller.instance = borrow("import");
    const Lent connection = storage_->lend(Use::writing);
    const Locks locks = locks_of(batch);
    Transaction transaction(*connection, locks);
    WriteCall call(*connection, caller, transaction.opening());
    RestoreResult result;
    for (const gs_job_row *row : batch.jobs) result.jobs.push_back(restore_job(call, *row, judge));
    for (const RunOfJob &row : batch.runs) result.runs_added += restore_run(*connection, row) ? 1 : 0;
    for (const RecordOfJob &row : batch.records) result.records_added += restore_record(*connection, row) ? 1 : 0;
    transaction.commit_with_flags(caller.incarnation); // of nobody: there are none, but other hosts are told
    return result;
}

} // namespace sample_host::sql
