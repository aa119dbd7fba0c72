// claim.cpp - wins an occurrence, or says why not. The common case is one update that carries all preconditions and
// one insert; only when the update meets no row is the reason looked for.
#include "storage/sql/claim.h"

#include "storage/sql/fault.h"
#include "storage/sql/id_text.h"
#include "storage/sql/job_head.h"
#include "storage/sql/operations.h"
#include "storage/sql/record_write.h"

namespace sample_host::sql {

namespace {

// In both updates: ?1 job, ?2 the new version, ?3 the version read, ?4 generation, ?5 run id, ?6 concurrency key,
// ?7 max_active. Counting stops where the answer is known.
const std::string claimable =
    " WHERE id = ?1 AND version = ?3 AND generation = ?4 AND paused = 0 "
    "AND NOT EXISTS (SELECT 1 FROM run WHERE run.id = ?5) "
    "AND (SELECT count(*) FROM (SELECT 1 FROM run WHERE run.concurrency_key = ?6 AND run.state <> 'closed' "
    "LIMIT ?7) AS active) < ?7";

const Sql insert_run_sql{
    "INSERT INTO run (id, job_id, generation, revision, \"trigger\", due_at, state, outcome, reason, attempt, epoch, "
    "attempt_spent, cancel_requested, announced, owner_instance, owner_incarnation, concurrency_key, claimed_at, "
    "error, output_truncated, merged) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'claimed', 'none', 'none', 1, 1, 0, 0, 0, "
    "?7, ?8, ?9, ?10, '', 0, ?11)"};
const Sql payload_sql{"SELECT payload FROM job_payload WHERE job_id = ?1"};
const Sql find_run_sql{
    "SELECT state = 'claimed' AND epoch = 1 AND owner_incarnation = ?2, claimed_at FROM run WHERE id = ?1"};
const Sql find_job_sql{"SELECT version = ?2 AND generation = ?3 AND paused = 0 FROM job WHERE id = ?1"};

constexpr std::size_t most_runs_told = 16;

bool is_early(const WriteCall &call, const gs_claim &item) {
    return item.due_at > call.now() || (item.record != nullptr && item.record->last_due > call.now());
}

bool move_job(WriteCall &call, const gs_claim &item, const std::string &run_id, std::int64_t version) {
    Connection &connection = call.connection();
    if (item.trigger == GS_TRIGGER_MANUAL) {
        return connection
                   .query(claim_manual_sql, item.job_id, version, item.version, item.generation, run_id,
                          item.concurrency_key, item.max_active)
                   .execute() == 1;
    }
    return connection
               .query(claim_scheduled_sql, item.job_id, version, item.version, item.generation, run_id,
                      item.concurrency_key, item.max_active, Time{item.next_fire}, Time{item.fire_at},
                      Time{item.look_at}, item.due_at, call.now())
               .execute() == 1;
}

ItemAnswer claimed(WriteCall &call, const gs_claim &item, std::int32_t outcome, std::int64_t version) {
    ItemAnswer answer = answer_of(outcome);
    answer.result.version = version;
    answer.result.epoch = 1;
    answer.result.attempt = 1;
    answer.borrowed.emplace(call.connection().query(payload_sql, item.job_id));
    if (answer.borrowed->step()) answer.result.payload = answer.borrowed->bytes_or_none();
    return answer;
}

// The update has met no row, or was not tried because the instant lies ahead or the record is there already.
ItemAnswer explain(WriteCall &call, const gs_claim &item, const std::string &run_id) {
    Connection &connection = call.connection();
    {
        Query run = connection.query(find_run_sql, run_id, call.incarnation());
        if (run.step()) {
            if (run.integer() != 1) return answer_of(GS_ITEM_CONFLICT);
            const std::int64_t version = present_version(connection, view(item.job_id));
            ItemAnswer answer = claimed(call, item, GS_ITEM_ALREADY, version);
            answer.result.at = run.integer();
            return answer;
        }
    }
    {
        Query job = connection.query(find_job_sql, item.job_id, item.version, item.generation);
        if (!job.step()) return answer_of(GS_ITEM_GONE);
        if (job.integer() != 1) return answer_of(GS_ITEM_CONFLICT);
    }
    if (is_early(call, item)) return answer_of(GS_ITEM_EARLY);
    check_record(call, item.record);
    ItemAnswer answer = answer_of(GS_ITEM_BUSY);
    Query active = connection.query(active_runs_sql, item.concurrency_key);
    while (answer.runs.size() < most_runs_told && active.step()) answer.runs.push_back(active.id());
    return answer;
}

} // namespace

const Sql claim_scheduled_sql{
    "UPDATE job SET version = ?2, next_fire = ?8, fire_at = ?9, look_at = ?10, "
    "cursor = CASE WHEN cursor > ?11 THEN cursor ELSE ?11 END, fires = fires + 1, last_fired_at = ?12" +
    claimable};
const Sql claim_manual_sql{"UPDATE job SET version = ?2" + claimable};
const Sql active_runs_sql{"SELECT id FROM run WHERE concurrency_key = ?1 AND state <> 'closed' ORDER BY id"};

ItemAnswer claim(WriteCall &call, const gs_claim &item) {
    const auto trigger = word_of(trigger_words, item.trigger);
    if (is_none(item.run_id)) throw BadItem("the run has no id");
    if (item.max_active < 1) {
        throw BadItem("max_active is " + std::to_string(item.max_active) + ": expected 1 or more");
    }
    const std::string run_id = id_text(item.run_id);
    if (is_early(call, item) || is_recorded(call, item.record)) return explain(call, item, run_id);
    check_record(call, item.record);

    const std::int64_t version = call.next_version();
    if (!move_job(call, item, run_id, version)) return explain(call, item, run_id);
    call.connection()
        .query(insert_run_sql, run_id, item.job_id, item.generation, item.revision, trigger, item.due_at,
               call.instance(), call.incarnation(), item.concurrency_key, call.now(), item.merged)
        .execute();
    insert_record(call, item.record, item.generation);
    return claimed(call, item, GS_ITEM_DONE, version);
}

} // namespace sample_host::sql
