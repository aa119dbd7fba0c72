// Thread-safe: pure functions.
#include "json/job_explanation_json.h"

#include "loader/contract.h"
#include "json/id.h"
#include "json/object_writer.h"
#include "json/run_json.h"
#include "json/words.h"

namespace sample_host::json {
namespace {

std::string evidence_of(const gs_record &record) {
    ObjectWriter writer;
    writer.text("kind", record_words.word(record.kind));
    writer.text_or_null("reason", record.reason == GS_REASON_NONE ? "" : reason_words.word(record.reason));
    writer.time("first_due_at", record.first_due);
    writer.time("last_due_at", record.last_due);
    if (record.count < 0) {
        writer.null("count");
    } else {
        writer.integer("count", record.count);
    }
    writer.text_or_null("run_id", is_none(record.run) ? std::string() : format_id(record.run));
    writer.time("recorded_at", record.at);
    writer.text_or_null("instance", view(record.by_instance));
    writer.text_or_null("detail", view(record.detail));
    return writer.finish();
}

std::string local_times(const gs_job_explanation &explanation, const ExplainedJob &job) {
    ObjectWriter writer;
    const auto add = [&](std::string_view key, int64_t instant) {
        if (instant != GS_NO_TIME) writer.text(key, job.local_time(instant));
    };
    add("at", explanation.at);
    if (const gs_run *run = explanation.run; run != nullptr) {
        add("due_at", run->due_at);
        add("started_at", run->started_at);
        add("finished_at", run->finished_at);
    }
    if (const gs_record *record = explanation.record; record != nullptr) {
        add("first_due_at", record->first_due);
        add("last_due_at", record->last_due);
        add("recorded_at", record->at);
    }
    add("down_from", explanation.down_from);
    add("down_until", explanation.down_until);
    add("previous_fire", explanation.previous_fire);
    add("next_fire", explanation.next_fire);
    return writer.finish();
}

} // namespace

std::string job_explanation_to_json(const gs_job_explanation &explanation, const ExplainedJob &job) {
    ObjectWriter writer;
    writer.text("job_id", job.id);
    writer.text("answer", answer_words.word(explanation.answer));
    writer.text("text", view(explanation.text));
    writer.time("at", explanation.at);
    writer.raw("run", explanation.run == nullptr ? "null" : run_to_json(*explanation.run));
    writer.raw("record", explanation.record == nullptr ? "null" : evidence_of(*explanation.record));
    writer.time("down_from", explanation.down_from);
    writer.time("down_until", explanation.down_until);
    writer.time("previous_fire", explanation.previous_fire);
    writer.time("next_fire", explanation.next_fire);
    writer.text("zone", job.zone);
    writer.raw("local", local_times(explanation, job));
    return writer.finish();
}

} // namespace sample_host::json
