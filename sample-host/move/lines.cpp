#include "move/lines.h"

#include "loader/contract.h"
#include "move/bytes_json.h"
#include "json/calendar_json.h"
#include "json/id.h"
#include "json/job_json.h"
#include "json/object_writer.h"
#include "json/time.h"
#include "json/words.h"

namespace sample_host::move {
namespace {

using json::ObjectWriter;

ObjectWriter line_of(std::string_view type) {
    ObjectWriter writer;
    writer.text("type", type);
    return writer;
}

// A start of the gateway is no time, and RFC 3339 has no years beyond 9999: those are written as microseconds.
void write_time(ObjectWriter &writer, std::string_view key, int64_t time) {
    if (time == GS_NO_TIME) {
        writer.null(key);
    } else if (time == GS_AT_START) {
        writer.text(key, "at_start");
    } else if (const std::string text = json::format_time(time); text.front() == '+' || text.front() == '-') {
        writer.integer(key, time);
    } else {
        writer.text(key, text);
    }
}

// 0 stands for none in each of these sets.
void write_word(ObjectWriter &writer, std::string_view key, const json::Words &words, int32_t value) {
    if (value == 0) {
        writer.null(key);
    } else {
        writer.text(key, words.word(value));
    }
}

void write_id(ObjectWriter &writer, std::string_view key, const gs_id &id) {
    writer.text_or_null(key, json::is_none(id) ? std::string() : json::format_id(id));
}

std::string state_json(const gs_job_row &row) {
    ObjectWriter writer;
    writer.integer("revision", row.revision);
    write_time(writer, "created_at", row.created_at);
    write_time(writer, "updated_at", row.updated_at);
    writer.boolean("disabled", row.disabled != 0);
    write_time(writer, "next_fire", row.next_fire);
    write_time(writer, "fire_at", row.fire_at);
    write_time(writer, "look_at", row.look_at);
    write_time(writer, "cursor", row.cursor);
    writer.integer("fires", row.fires);
    writer.integer("failures_in_row", row.failures_in_row);
    writer.text_or_null("tzdata_version", view(row.tzdata_version));
    return writer.finish();
}

std::string counters_json(const gs_job_row &row) {
    ObjectWriter writer;
    writer.integer("succeeded", row.succeeded);
    writer.integer("failed", row.failed);
    write_word(writer, "last_outcome", json::outcome_words, row.last_outcome);
    write_time(writer, "last_fired_at", row.last_fired_at);
    write_time(writer, "last_success_at", row.last_success_at);
    return writer.finish();
}

void write_course(ObjectWriter &writer, const gs_run &run) {
    writer.text("trigger", json::trigger_words.word(run.trigger));
    write_time(writer, "due_at", run.due_at);
    writer.text("state", run.state == GS_STATE_CLOSED ? "closed" : json::state_words.word(run.state));
    write_word(writer, "outcome", json::outcome_words, run.outcome);
    write_word(writer, "reason", json::reason_words, run.reason);
    write_word(writer, "late_result", json::result_words, run.late_result);
    writer.integer("merged", run.merged);
    writer.integer("attempt", run.attempt);
    writer.boolean("attempt_spent", run.attempt_spent != 0);
    writer.boolean("cancel_requested", run.cancel_requested != 0);
    writer.boolean("announced", run.announced != 0);
}

} // namespace

std::string header_line(const Header &header, const std::string &program_version) {
    ObjectWriter writer = line_of("header");
    writer.text("format", format_name);
    writer.integer("version", format_version);
    writer.time("exported_at", header.exported_at);
    writer.text("store", header.store);
    writer.integer("schema", header.schema);
    writer.boolean("history", header.history);
    writer.text("sample_host", program_version);
    return writer.finish();
}

std::string calendar_line(const gs_calendar &calendar) {
    return line_of("calendar").raw("calendar", json::calendar_to_json(calendar)).finish();
}

std::string job_line(const gs_job_row &row, bool with_counters) {
    ObjectWriter writer = line_of("job");
    writer.raw("definition", json::definition_to_json(*row.definition));
    write_json_bytes(writer, "payload", view(row.definition->payload));
    writer.raw("state", state_json(row));
    if (with_counters) writer.raw("counters", counters_json(row));
    return writer.finish();
}

std::string run_line(const RunOfJob &row) {
    const gs_run &run = row.run;
    ObjectWriter writer = line_of("run");
    writer.text("id", json::format_id(run.id));
    writer.text("job_id", view(run.job_id));
    writer.boolean("of_present_job", row.of_present_job);
    writer.integer("revision", run.revision);
    write_course(writer, run);
    write_time(writer, "claimed_at", run.claimed_at);
    write_time(writer, "started_at", run.started_at);
    write_time(writer, "finished_at", run.finished_at);
    write_time(writer, "wake_at", run.wake_at);
    writer.integer("epoch", run.epoch);
    writer.text_or_null("instance", view(run.owner_instance));
    write_id(writer, "incarnation", run.owner_incarnation);
    writer.text_or_null("concurrency_key", view(run.concurrency_key));
    writer.text_or_null("error", view(run.error));
    write_bytes(writer, "output", view(run.output));
    writer.boolean("truncated", run.output_truncated != 0);
    return writer.finish();
}

std::string record_line(const RecordOfJob &row) {
    const gs_record &record = row.record;
    ObjectWriter writer = line_of("record");
    writer.text("id", json::format_id(record.id));
    writer.text("job_id", view(record.job_id));
    writer.boolean("of_present_job", row.of_present_job);
    writer.text("kind", json::record_words.word(record.kind));
    write_word(writer, "reason", json::reason_words, record.reason);
    write_time(writer, "first_due", record.first_due);
    write_time(writer, "last_due", record.last_due);
    writer.integer("count", record.count);
    write_id(writer, "run_id", record.run);
    writer.boolean("announced", record.announced != 0);
    write_time(writer, "wake_at", record.wake_at);
    write_time(writer, "at", record.at);
    writer.text_or_null("instance", view(record.by_instance));
    write_id(writer, "incarnation", record.by_incarnation);
    writer.text_or_null("detail", view(record.detail));
    return writer.finish();
}

std::string end_line(const Counts &counts) {
    ObjectWriter writer = line_of("end");
    writer.integer("calendars", counts.calendars).integer("jobs", counts.jobs);
    writer.integer("runs", counts.runs).integer("records", counts.records);
    return writer.finish();
}

} // namespace sample_host::move
