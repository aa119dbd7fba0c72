// Thread-safe: pure functions.
#include "json/run_json.h"

#include "loader/contract.h"
#include "json/id.h"
#include "json/object_writer.h"
#include "json/words.h"

namespace sample_host::json {
namespace {

std::string_view run_state(const gs_run &run) {
    return run.state == GS_STATE_CLOSED ? outcome_words.word(run.outcome) : state_words.word(run.state);
}

// An unknown number is null.
void write_count(ObjectWriter &writer, std::string_view key, int64_t count) {
    if (count < 0) {
        writer.null(key);
    } else {
        writer.integer(key, count);
    }
}

std::string_view reason_word(int32_t reason) {
    return reason == GS_REASON_NONE ? std::string_view() : reason_words.word(reason);
}

// Empty output is something to tell once the run was started and has ended; before, it is absent.
void write_output(ObjectWriter &writer, const gs_run &run) {
    const bool ended = run.state == GS_STATE_CLOSED && run.started_at != GS_NO_TIME;
    if (run.output.size == 0 && !ended) {
        writer.null("output");
        return;
    }
    writer.text("output", view(run.output));
}

// A record has no key for the run that it refers to, so the sentence names it.
std::string record_error(const gs_record &record) {
    std::string text(view(record.detail));
    if (is_none(record.run)) return text;
    const std::string id = format_id(record.run);
    if (text.find(id) != std::string::npos) return text;
    if (!text.empty()) text += "; ";
    return text + (record.kind == GS_RECORD_MERGED ? "merged into run " : "beside run ") + id;
}

} // namespace

std::string run_to_json(const gs_run &run) {
    ObjectWriter writer;
    writer.text("run_id", format_id(run.id));
    writer.text("job_id", view(run.job_id));
    writer.time("due_at", run.due_at);
    writer.time("started_at", run.started_at);
    writer.time("finished_at", run.finished_at);
    writer.duration("lateness", run.claimed_at - run.due_at);
    writer.text("state", run_state(run));
    writer.text_or_null("reason", reason_word(run.reason));
    write_count(writer, "merged", run.merged);
    writer.text_or_null("late_result", run.late_result == 0 ? "" : result_words.word(run.late_result));
    writer.integer("attempt", run.attempt);
    writer.integer("epoch", run.epoch);
    writer.text("trigger", trigger_words.word(run.trigger));
    writer.text_or_null("instance", view(run.owner_instance));
    writer.text_or_null("error", view(run.error));
    write_output(writer, run);
    writer.boolean("truncated", run.output_truncated != 0);
    return writer.finish();
}

std::string record_to_json(const gs_record &record) {
    ObjectWriter writer;
    writer.null("run_id");
    writer.text("job_id", view(record.job_id));
    writer.time("due_at", record.first_due);
    if (record.count != 1) {
        writer.time("last_due_at", record.last_due);
        write_count(writer, "count", record.count);
    }
    writer.null("started_at").null("finished_at").null("lateness");
    writer.text("state", record_words.word(record.kind));
    writer.text_or_null("reason", reason_word(record.reason));
    writer.null("merged").null("late_result");
    writer.null("attempt").null("epoch");
    writer.text("trigger", trigger_words.word(GS_TRIGGER_SCHEDULE));
    writer.text_or_null("instance", view(record.by_instance));
    writer.text_or_null("error", record_error(record));
    writer.null("output").null("truncated");
    return writer.finish();
}

} // namespace sample_host::json
