// put_job.cpp - inserts or replaces a job's definition, by compare-and-swap on its version.
#include "storage/sql/operations.h"

#include "storage/sql/fault.h"
#include "storage/sql/hold.h"
#include "storage/sql/id_text.h"
#include "storage/sql/job_head.h"
#include "storage/sql/record_write.h"

namespace sample_host::sql {

namespace {

// In both: ?1 id, ?2 version (on insertion the generation too), ?3 revision, ?4 look_at, ?5 fire_at, ?6 next_fire,
// ?7 cursor, ?8 paused, ?9 disabled, ?10 failures_in_row, ?11 now, ?12 writer, ?13 tzdata_version, ?14 and on the
// definition.
const Sql insert_job_sql{
    "INSERT INTO job (id, generation, version, revision, look_at, fire_at, next_fire, cursor, paused, "
    "disabled, failures_in_row, created_at, updated_at, writer, tzdata_version, fires, succeeded, failed, "
    "last_outcome, name, owner, schedule, zone, labels, dst_gap, dst_overlap, start_at, end_at, max_runs, jitter, "
    "overlap, max_active, concurrency_key, catch_up, catch_up_limit, catch_up_window, start_deadline, timeout, "
    "stall_timeout, retries, retry_on, retry_delay, retry_max_delay, on_lost, job_class, priority, "
    "disable_after_failures, notify_on, pause_reason, delete_when_finished, calendars) "
    "VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12, ?13, 0, 0, 0, 'none', ?14, ?15, ?16, "
    "?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, "
    "?39, ?40, ?41, ?42, ?43, ?44, ?45)"};

// The cursor never goes back, or an instant would come back.
const Sql update_job_sql{
    "UPDATE job SET version = ?2, revision = ?3, look_at = ?4, fire_at = ?5, next_fire = ?6, "
    "cursor = CASE WHEN ?7 > cursor THEN ?7 ELSE coalesce(cursor, ?7) END, paused = ?8, disabled = ?9, failures_in_row "
    "= ?10, "
    "updated_at = ?11, writer = ?12, tzdata_version = ?13, name = ?14, owner = ?15, schedule = ?16, zone = ?17, "
    "labels = ?18, dst_gap = ?19, dst_overlap = ?20, start_at = ?21, end_at = ?22, max_runs = ?23, jitter = ?24, "
    "overlap = ?25, max_active = ?26, concurrency_key = ?27, catch_up = ?28, catch_up_limit = ?29, "
    "catch_up_window = ?30, start_deadline = ?31, timeout = ?32, stall_timeout = ?33, retries = ?34, retry_on = ?35, "
    "retry_delay = ?36, retry_max_delay = ?37, on_lost = ?38, job_class = ?39, priority = ?40, "
    "disable_after_failures = ?41, notify_on = ?42, pause_reason = ?43, delete_when_finished = ?44, calendars = ?45 "
    "WHERE id = ?1"};

const Sql put_payload_sql{"INSERT INTO job_payload (job_id, payload) VALUES (?1, ?2) ON CONFLICT (job_id) "
                          "DO UPDATE SET payload = excluded.payload WHERE job_payload.payload <> excluded.payload"};
const Sql drop_payload_sql{"DELETE FROM job_payload WHERE job_id = ?1"};

void check_item(WriteCall &call, const gs_put_job &item) {
    const gs_job &job = *item.row->definition;
    if (job.id.size == 0) throw BadItem("the job has no id");
    if (job.payload.size > GS_MAX_PAYLOAD_SIZE) throw BadItem("the payload is larger than 16 MiB");
    check_record(call, item.record);
}

void write_row(WriteCall &call, const Sql &sql, const gs_job_row &row, const DefinitionWords &words,
               std::int64_t version) {
    const gs_job &job = *row.definition;
    call.connection()
        .query(sql, job.id, version, row.revision, Time{row.look_at}, Time{row.fire_at}, Time{row.next_fire},
               Time{row.cursor}, job.paused, row.disabled, row.failures_in_row, call.now(), row.writer,
               row.tzdata_version, job.name, job.owner, job.schedule, job.zone, words.labels, words.dst_gap,
               words.dst_overlap, Time{job.start_at}, Time{job.end_at}, job.max_runs, job.jitter, words.overlap,
               job.max_active, job.concurrency_key, words.catch_up, job.catch_up_limit, job.catch_up_window,
               job.start_deadline, job.timeout, job.stall_timeout, job.retries, words.retry_on, job.retry_delay,
               job.retry_max_delay, words.on_lost, words.job_class, job.priority, job.disable_after_failures,
               job.notify_on, job.pause_reason, job.delete_when_finished, words.calendars)
        .execute();
    if (job.payload.size == 0) {
        call.connection().query(drop_payload_sql, job.id).execute();
    } else {
        call.connection().query(put_payload_sql, job.id, Blob{job.payload}).execute();
    }
}

// Of a row that cannot be decoded: nobody knows what they counted.
const Sql forget_counters_sql{"UPDATE job SET fires = 0, succeeded = 0, failed = 0 WHERE id = ?1"};

// A write that moves a due next_fire must say what became of it, unless nobody can read what that was.
bool is_stale(WriteCall &call, const JobHead &job, const gs_put_job &item) {
    return job.next_fire != GS_NO_TIME && job.next_fire <= call.now() && job.next_fire != item.row->next_fire &&
           !covers(item.record, job.next_fire) && decodable(call.connection(), view(item.row->definition->id));
}

} // namespace

ItemAnswer put_job(WriteCall &call, const gs_put_job &item) {
    if (item.row == nullptr || item.row->definition == nullptr) throw BadItem("the item carries no job");
    const auto id = view(item.row->definition->id);
    const auto present = find_job(call.connection(), id);
    ItemAnswer answer = answer_of(GS_ITEM_DONE);
    if (present && !is_none(item.row->writer) && same_id(present->writer, item.row->writer)) {
        answer.result.outcome = GS_ITEM_ALREADY;
        answer.result.version = present->version;
        count_open_runs(call, id, answer.result);
        return answer;
    }
    if ((present ? present->version : 0) != item.expected_version) return answer_of(GS_ITEM_CONFLICT);
    if (present && is_stale(call, *present, item)) return answer_of(GS_ITEM_STALE);
    check_item(call, item);
    const DefinitionWords words(*item.row->definition);

    // First the runs: what their closing does to the job's row is then written over by the row.
    if (item.hold != 0) close_waiting_runs(call, id);
    const std::int64_t version = call.next_version();
    const bool anew = present && !decodable(call.connection(), id);
    write_row(call, present ? update_job_sql : insert_job_sql, *item.row, words, version);
    if (anew) call.connection().query(forget_counters_sql, id).execute();
    insert_record(call, item.record, present ? present->generation : version);
    answer.result.version = version;
    count_open_runs(call, id, answer.result);
    return answer;
}

} // namespace sample_host::sql
