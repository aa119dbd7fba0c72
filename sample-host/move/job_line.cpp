// The line of a job, read.
#include "loader/contract.h"
#include "move/fields.h"
#include "move/parsed_lines.h"
#include "json/invalid_input.h"

namespace sample_host::move {

using json::Document;
using json::InvalidInput;

JobLine::JobLine(const gs_job &defaults, const Document &line)
    : document_(defaults, Fields(line, "the line of a job").at("definition")) {
    Fields fields(line, "the line of a job");
    fields.at("type");
    fields.at("definition");
    if (std::string payload = fields.bytes("payload"); !payload.empty()) document_.set_payload(std::move(payload));
    row_.struct_size = sizeof row_;
    row_.readable = 1;
    row_.definition = &document_.job();
    row_.last_fired_at = row_.last_success_at = GS_NO_TIME;
    read_state(fields.at("state"));
    if (fields.has("counters")) read_counters(fields.at("counters"));
    fields.expect_no_more();
    check_state();
}

void JobLine::read_state(const Document &state) {
    Fields fields(state, "the state");
    row_.revision = fields.integer("revision", 1);
    row_.created_at = fields.time("created_at");
    row_.updated_at = fields.time("updated_at");
    row_.disabled = fields.boolean("disabled") ? 1 : 0;
    row_.next_fire = fields.time_or_none("next_fire");
    row_.fire_at = fields.time_or_none("fire_at");
    row_.look_at = fields.time_or_none("look_at");
    row_.cursor = fields.time_or_none("cursor");
    row_.fires = fields.integer("fires", 0);
    row_.failures_in_row = fields.integer("failures_in_row", 0);
    tzdata_version_ = fields.text_or_none("tzdata_version");
    row_.tzdata_version = lend(tzdata_version_);
    fields.expect_no_more();
}

void JobLine::read_counters(const Document &counters) {
    Fields fields(counters, "what the job has counted");
    row_.succeeded = fields.integer("succeeded", 0);
    row_.failed = fields.integer("failed", 0);
    row_.last_outcome = fields.word_or_none("last_outcome", json::outcome_words);
    row_.last_fired_at = fields.time_or_none("last_fired_at");
    row_.last_success_at = fields.time_or_none("last_success_at");
    fields.expect_no_more();
}

// A job that would never be looked at again, or that would fire although it is paused, is no state of a scheduler's.
void JobLine::check_state() const {
    const bool paused = document_.job().paused != 0;
    if (row_.disabled != 0 && !paused) throw InvalidInput("state: the job is disabled and not paused; expected both");
    if (paused && (row_.fire_at != GS_NO_TIME || row_.look_at != GS_NO_TIME)) {
        throw InvalidInput("state: the job is paused; expected fire_at and look_at to be null");
    }
    const bool watched = row_.fire_at != GS_NO_TIME && row_.look_at != GS_NO_TIME;
    if (!paused && row_.next_fire != GS_NO_TIME && !watched) {
        throw InvalidInput("state: next_fire is a time; expected fire_at and look_at to be times too");
    }
}

} // namespace sample_host::move
