// The lines of runs and records, read.
#include "loader/contract.h"
#include "move/fields.h"
#include "move/parsed_lines.h"
#include "json/id.h"
#include "json/invalid_input.h"

namespace sample_host::move {

using json::Document;
using json::InvalidInput;

namespace {

std::string read_job_id(Fields &fields) {
    std::string id = fields.text("job_id");
    if (id.empty() || id.size() > GS_MAX_ID_SIZE) {
        throw InvalidInput("job_id: it has " + std::to_string(id.size()) + " bytes; expected 1 to 255");
    }
    return id;
}

int32_t read_run_state(Fields &fields) {
    return fields.text("state") == "closed" ? GS_STATE_CLOSED : fields.word("state", json::state_words);
}

void read_course(Fields &fields, gs_run &run) {
    run.trigger = fields.word("trigger", json::trigger_words);
    run.due_at = fields.time("due_at");
    run.state = read_run_state(fields);
    run.outcome = fields.word_or_none("outcome", json::outcome_words);
    run.reason = fields.word_or_none("reason", json::reason_words);
    run.late_result = fields.word_or_none("late_result", json::result_words);
    run.merged = fields.integer("merged", -1);
    run.attempt = fields.small_integer("attempt", 1);
    run.attempt_spent = fields.boolean("attempt_spent") ? 1 : 0;
    run.cancel_requested = fields.boolean("cancel_requested") ? 1 : 0;
    run.announced = fields.boolean("announced") ? 1 : 0;
    run.claimed_at = fields.time("claimed_at");
    run.started_at = fields.time_or_none("started_at");
    run.finished_at = fields.time_or_none("finished_at");
    run.wake_at = fields.time_or_none("wake_at");
    run.epoch = fields.integer("epoch", 1);
}

// Hosts find what is left to do by its time, and take open runs over from their owner: without these, a run would stay
// as it is for ever, and block its job.
void expect_attention(const gs_run &run) {
    const bool closed = run.state == GS_STATE_CLOSED;
    if (!closed && run.owner_instance.size == 0) {
        throw InvalidInput("instance: the run is not closed; expected the name of its owner");
    }
    if (!closed && json::is_none(run.owner_incarnation)) {
        throw InvalidInput("incarnation: the run is not closed; expected the id of its owner");
    }
    if (!closed && run.concurrency_key.size == 0) { // nobody would see it in his way
        throw InvalidInput("concurrency_key: the run is not closed; expected the key that it was claimed on");
    }
    if (run.wake_at != GS_NO_TIME) return;
    if (run.state == GS_STATE_WAITING) {
        throw InvalidInput("wake_at: the run waits for its next attempt; expected a time");
    }
    if (closed && run.announced == 0) {
        throw InvalidInput("wake_at: the run is closed and not announced; expected a time");
    }
}

} // namespace

RunLine::RunLine(const Document &line) {
    Fields fields(line, "the line of a run");
    gs_run &run = row_.run;
    run.struct_size = sizeof run;
    fields.at("type");
    run.id = fields.id("id");
    job_id_ = read_job_id(fields);
    row_.of_present_job = fields.boolean("of_present_job");
    run.revision = fields.integer("revision", 0);
    read_course(fields, run);
    instance_ = fields.text_or_none("instance");
    run.owner_incarnation = fields.id_or_none("incarnation");
    concurrency_key_ = fields.text_or_none("concurrency_key");
    error_ = fields.text_or_none("error");
    output_ = fields.bytes("output");
    run.output_truncated = fields.boolean("truncated") ? 1 : 0;
    fields.expect_no_more();
    run.job_id = lend(job_id_);
    run.owner_instance = lend(instance_);
    run.concurrency_key = lend(concurrency_key_);
    run.error = lend(error_);
    if (!output_.empty()) run.output = lend_bytes(output_);
    check();
}

void RunLine::check() const {
    const gs_run &run = row_.run;
    const bool closed = run.state == GS_STATE_CLOSED;
    if (closed != (run.outcome != GS_OUTCOME_NONE)) {
        throw InvalidInput(closed ? "outcome: the run is closed; expected an outcome"
                                  : "outcome: the run is not closed; expected null");
    }
    if (closed != (run.finished_at != GS_NO_TIME)) {
        throw InvalidInput(closed ? "finished_at: the run is closed; expected a time"
                                  : "finished_at: the run is not closed; expected null");
    }
    if (!closed && run.announced != 0) {
        throw InvalidInput("announced: the run is not closed; expected false");
    }
    expect_attention(run);
    if (output_.size() > GS_MAX_OUTPUT_SIZE) {
        throw InvalidInput("output: it has " + std::to_string(output_.size()) + " bytes; expected 65536 at most");
    }
}

RecordLine::RecordLine(const Document &line) {
    Fields fields(line, "the line of a record");
    gs_record &record = row_.record;
    record.struct_size = sizeof record;
    fields.at("type");
    record.id = fields.id("id");
    job_id_ = read_job_id(fields);
    row_.of_present_job = fields.boolean("of_present_job");
    record.kind = fields.word("kind", json::record_words);
    record.reason = fields.word_or_none("reason", json::reason_words);
    record.first_due = fields.time_or_none("first_due");
    record.last_due = fields.time_or_none("last_due");
    record.count = fields.integer("count", -1);
    record.run = fields.id_or_none("run_id");
    record.announced = fields.boolean("announced") ? 1 : 0;
    record.wake_at = fields.time_or_none("wake_at");
    record.at = fields.time("at");
    instance_ = fields.text_or_none("instance");
    record.by_incarnation = fields.id_or_none("incarnation");
    detail_ = fields.text_or_none("detail");
    fields.expect_no_more();
    record.job_id = lend(job_id_);
    record.by_instance = lend(instance_);
    record.detail = lend(detail_);
    if (record.announced == 0 && record.wake_at == GS_NO_TIME) {
        throw InvalidInput("wake_at: the record is not announced; expected a time");
    }
}

} // namespace sample_host::move
