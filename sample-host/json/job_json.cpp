// Thread-safe: pure functions.
#include "json/job_json.h"

#include "loader/contract.h"
#include "json/document.h"
#include "json/invalid_input.h"
#include "json/job_fields.h"
#include "json/object_writer.h"

#include <optional>

namespace sample_host::json {
namespace {

constexpr int64_t second = 1'000'000;

template <typename Type>
Type or_default(Type value, Type fallback) {
    return value == 0 ? fallback : value;
}

std::string labels_json(const gs_job &job) {
    ObjectWriter writer;
    for (int32_t index = 0; index < job.label_count; ++index) {
        writer.text(view(job.labels[index].key), view(job.labels[index].value));
    }
    return writer.finish();
}

std::string calendars_json(const gs_job &job) {
    std::string text = "[";
    for (int32_t index = 0; index < job.calendar_count; ++index) {
        if (index > 0) text += ',';
        append_quoted(text, view(job.calendars[index]));
    }
    return text + ']';
}

std::string notify_json(const gs_job &job) {
    std::string text = "[";
    for (const Word &entry : notify_words.table()) {
        if ((job.notify_on & entry.value) == 0) continue;
        if (text.size() > 1) text += ',';
        append_quoted(text, entry.text);
    }
    return text + ']';
}

// A payload that is no JSON was put there by another gateway on the same store; it is shown as text.
void write_payload(ObjectWriter &writer, const gs_job &job) {
    const std::string_view payload = view(job.payload);
    if (payload.empty()) {
        writer.null("payload");
        return;
    }
    try {
        writer.raw("payload", Document::parse(payload).dump());
    } catch (const InvalidInput &) {
        writer.text("payload", payload);
    }
}

void write_words(ObjectWriter &writer, const gs_job &job) {
    for (const JobWordField &field : job_words) {
        const int32_t value = job.*field.member;
        const bool unset_class = field.member == &gs_job::job_class && value == 0;
        writer.text(field.key, field.words.word(unset_class ? GS_CLASS_LIGHT : value));
    }
}

// `description`: what the scheduler says of the schedule, told beside it.
void write_definition(ObjectWriter &writer, const gs_job &job, std::optional<std::string_view> description) {
    writer.text("id", view(job.id));
    writer.text_or_null("name", view(job.name));
    writer.text_or_null("owner", view(job.owner));
    writer.raw("labels", labels_json(job));
    writer.text("schedule", view(job.schedule));
    if (description) writer.text_or_null("description", *description);
    writer.text("zone", job.zone.size == 0 ? "UTC" : view(job.zone));
    writer.raw("calendars", calendars_json(job));
    writer.time("start_at", job.start_at);
    writer.time("end_at", job.end_at);
    writer.integer("max_runs", job.max_runs);
    writer.duration("jitter", job.jitter);
    write_words(writer, job);
    writer.integer("max_active", or_default(job.max_active, 1));
    writer.text_or_null("concurrency_key", view(job.concurrency_key));
    writer.duration("catch_up_window", or_default(job.catch_up_window, 86'400 * second));
    writer.integer("catch_up_limit", or_default(job.catch_up_limit, 100));
    writer.duration_or_null("start_deadline", job.start_deadline);
    writer.duration("timeout", or_default(job.timeout, 1'800 * second));
    writer.duration_or_null("stall_timeout", job.stall_timeout);
    writer.integer("retries", job.retries);
    writer.duration("retry_delay", or_default(job.retry_delay, second));
    writer.duration("retry_max_delay", or_default(job.retry_max_delay, 3'600 * second));
    writer.integer("priority", job.priority);
    writer.integer("disable_after_failures", job.disable_after_failures);
    writer.raw("notify_on", notify_json(job));
    writer.boolean("paused", job.paused != 0);
    writer.text_or_null("pause_reason", view(job.pause_reason));
    writer.boolean("delete_when_finished", job.delete_when_finished != 0);
}

// A start of the gateway is no time.
int64_t fire_at_of(const gs_job_row &row) {
    return row.fire_at == GS_AT_START ? GS_NO_TIME : row.fire_at;
}

// next_fire may lie on a day that a calendar excludes, while people and programs wait for the first that does not: then
// fire_at is further away than jitter alone can move it.
int64_t next_fire_of(const gs_job_row &row) {
    const gs_job &job = *row.definition;
    if (job.paused != 0) return GS_NO_TIME;
    if (job.calendar_count <= 0 || row.next_fire == GS_NO_TIME) return row.next_fire;
    const int64_t fire_at = fire_at_of(row);
    return fire_at == GS_NO_TIME || fire_at - row.next_fire > job.jitter ? fire_at : row.next_fire;
}

// Being a moment late is no fault.
int64_t overdue_since(const gs_job_row &row, int64_t now) {
    const int64_t fire_at = fire_at_of(row);
    const bool overdue = row.definition->paused == 0 && fire_at != GS_NO_TIME && fire_at < now - 60 * second;
    return overdue ? fire_at : GS_NO_TIME;
}

void write_additions(ObjectWriter &writer, const gs_job_row &row, const JobSurroundings &surroundings) {
    writer.text("state", job_state(row));
    writer.boolean("disabled", row.disabled != 0);
    writer.integer("revision", row.revision);
    writer.time("next_fire_at", next_fire_of(row));
    writer.time("fire_at", fire_at_of(row));
    writer.time("overdue_since", overdue_since(row, surroundings.now));
    writer.integer("running_runs", surroundings.running_runs);
    writer.time("last_fired_at", row.last_fired_at);
    writer.time("last_success_at", row.last_success_at);
    writer.text_or_null("last_outcome",
                        row.last_outcome == GS_OUTCOME_NONE ? "" : outcome_words.word(row.last_outcome));
    writer.integer("fires", row.fires);
    writer.integer("succeeded", row.succeeded);
    writer.integer("failed", row.failed);
    writer.integer("failures_in_row", row.failures_in_row);
    writer.time("created_at", row.created_at);
    writer.time("updated_at", row.updated_at);
    writer.text_or_null("tzdata_version", view(row.tzdata_version));
}

} // namespace

std::string_view job_state(const gs_job_row &row) {
    if (row.readable == 0) return "unreadable";
    if (row.disabled != 0) return "disabled";
    if (row.definition->paused != 0) return "paused";
    if (view(row.definition->schedule) == "@manual") return "manual";
    if (row.look_at == GS_AT_START) return "at_start";
    return row.next_fire == GS_NO_TIME ? "finished" : "armed";
}

std::string definition_to_json(const gs_job &job) {
    ObjectWriter writer;
    write_definition(writer, job, std::nullopt);
    return writer.finish();
}

std::string job_to_json(const gs_job_row &row, bool with_payload, const JobSurroundings &surroundings) {
    ObjectWriter writer;
    if (row.readable == 0) {
        writer.text("id", view(row.definition->id));
        writer.text("state", job_state(row));
        return writer.finish();
    }
    write_definition(writer, *row.definition, surroundings.description);
    if (with_payload) write_payload(writer, *row.definition);
    write_additions(writer, row, surroundings);
    return writer.finish();
}

} // namespace sample_host::json
