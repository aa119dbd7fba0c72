#include "abi/definition.h"

#include "abi/convert.h"
#include "abi/struct_reader.h"
#include "abi/text.h"

#include <utility>

namespace gateway_scheduler::abi {

namespace {

bool within(std::int32_t value, std::int32_t least, std::int32_t most) {
    return value >= least && value <= most;
}

bool known_values(const gs_job &job) {
    return within(job.dst_gap, GS_DST_GAP_RUN_AFTER, GS_DST_GAP_SKIP) &&
           within(job.dst_overlap, GS_DST_OVERLAP_FIRST, GS_DST_OVERLAP_BOTH) &&
           within(job.overlap, GS_OVERLAP_SKIP, GS_OVERLAP_REPLACE) &&
           within(job.catch_up, GS_CATCH_UP_LATEST, GS_CATCH_UP_ALL) &&
           within(job.retry_on, GS_RETRY_ON_TEMPORARY, GS_RETRY_ON_ANY) &&
           within(job.on_lost, GS_ON_LOST_REPORT, GS_ON_LOST_RUN_AGAIN) && within(job.paused, 0, 1) &&
           within(job.delete_when_finished, 0, 1) && within(job.label_count, 0, GS_MAX_LABELS) &&
           within(job.calendar_count, 0, job.calendars ? GS_MAX_CALENDARS : 0);
}

engine::Duration duration_or(std::int64_t micros, engine::Duration fallback) {
    return micros == 0 ? fallback : engine::Duration(micros);
}

void copy_texts(const gs_job &job, engine::Definition &definition) {
    definition.id = view(job.id);
    definition.name = view(job.name);
    definition.owner = view(job.owner);
    definition.schedule = view(job.schedule);
    definition.zone = view(job.zone);
    definition.concurrency_key = view(job.concurrency_key);
    definition.pause_reason = view(job.pause_reason);
    definition.payload = view(job.payload);
    for (std::int32_t i = 0; i < job.label_count; ++i) {
        definition.labels.emplace_back(view(job.labels[i].key), view(job.labels[i].value));
    }
    for (std::int32_t i = 0; i < job.calendar_count; ++i) definition.calendars.emplace_back(view(job.calendars[i]));
}

struct TextRule {
    const char *field;
    gs_string text;
    std::size_t most;
};

std::optional<engine::Refusal> refuse(const std::string &field, const std::string &what) {
    return engine::Refusal{field, field + " " + what};
}

std::optional<engine::Refusal> check_text(const TextRule &rule) {
    const std::string field = rule.field;
    if (rule.text.size > rule.most) {
        return refuse(field, "has " + std::to_string(rule.text.size) + " bytes; expected at most " +
                                 std::to_string(rule.most));
    }
    if (rule.text.size > 0 && !rule.text.data) return refuse(field, "has a length and no data");
    if (!valid_utf8(view(rule.text))) return refuse(field, "is not valid UTF-8");
    if (has_control_character(view(rule.text))) return refuse(field, "has a control character; expected none");
    return std::nullopt;
}

std::optional<engine::Refusal> check_labels(const gs_job &job) {
    if (!within(job.label_count, 0, GS_MAX_LABELS)) {
        return refuse("labels",
                      "are " + std::to_string(job.label_count) + "; expected at most " + std::to_string(GS_MAX_LABELS));
    }
    if (job.label_count > 0 && !job.labels) return refuse("labels", "have a count and no data");
    for (std::int32_t i = 0; i < job.label_count; ++i) {
        const gs_label &label = job.labels[i];
        if (label.key.size == 0) return refuse("labels", "have an empty key");
        if (auto bad = check_text({"a label's key", label.key, GS_MAX_LABEL_SIZE})) return bad;
        if (auto bad = check_text({"a label's value", label.value, GS_MAX_LABEL_SIZE})) return bad;
        for (std::int32_t j = 0; j < i; ++j) {
            const bool twice = view(job.labels[j].key) == view(label.key);
            if (twice) return refuse("labels", "have the key \"" + std::string(view(label.key)) + "\" twice");
        }
    }
    return std::nullopt;
}

std::optional<engine::Refusal> check_calendars(const gs_job &job) {
    if (!within(job.calendar_count, 0, GS_MAX_CALENDARS)) {
        return refuse("calendars", "are " + std::to_string(job.calendar_count) + "; expected at most " +
                                       std::to_string(GS_MAX_CALENDARS));
    }
    if (job.calendar_count > 0 && !job.calendars) return refuse("calendars", "have a count and no data");
    for (std::int32_t i = 0; i < job.calendar_count; ++i) {
        if (job.calendars[i].size == 0) return refuse("calendars", "have an empty name; expected 1 to 255 bytes");
        if (auto bad = check_text({"calendars", job.calendars[i], GS_MAX_NAME_SIZE})) return bad;
    }
    return std::nullopt;
}

std::optional<engine::Refusal> check_values(const gs_job &job) {
    if (!within(job.dst_gap, 0, 1)) return refuse("dst_gap", "must be run_after or skip");
    if (!within(job.dst_overlap, 0, 2)) return refuse("dst_overlap", "must be first, last or both");
    if (!within(job.overlap, 0, 3)) return refuse("overlap", "must be skip, queue, parallel or replace");
    if (!within(job.catch_up, 0, 2)) return refuse("catch_up", "must be latest, skip or all");
    if (!within(job.retry_on, 0, 1)) return refuse("retry_on", "must be temporary or any");
    if (!within(job.on_lost, 0, 1)) return refuse("on_lost", "must be report or run_again");
    if (!within(job.paused, 0, 1)) return refuse("paused", "must be 0 or 1");
    if (!within(job.delete_when_finished, 0, 1)) return refuse("delete_when_finished", "must be 0 or 1");
    if (job.payload.size > GS_MAX_PAYLOAD_SIZE) return refuse("payload", "is larger than 16 MiB");
    if (job.payload.size > 0 && !job.payload.data) return refuse("payload", "has a length and no data");
    return std::nullopt;
}

} // namespace

std::optional<engine::Refusal> check_job(const gs_job *theirs) {
    const auto job = read_struct(theirs);
    if (job.id.size == 0) return refuse("id", "is empty; expected 1 to 255 bytes");
    if (job.schedule.size == 0) {
        return refuse("schedule",
                      "is empty; expected a cron pattern, a nickname such as @daily, @every, @at, @reboot or @manual");
    }
    const TextRule rules[] = {
        {"id", job.id, GS_MAX_ID_SIZE},
        {"name", job.name, GS_MAX_NAME_SIZE},
        {"owner", job.owner, GS_MAX_OWNER_SIZE},
        {"zone", job.zone, GS_MAX_ZONE_SIZE},
        {"concurrency_key", job.concurrency_key, GS_MAX_ID_SIZE},
        {"pause_reason", job.pause_reason, GS_MAX_REASON_SIZE},
    };
    for (const TextRule &rule : rules) {
        if (auto bad = check_text(rule)) return bad;
    }
    // What stands in the schedule is judged, with its position, by the parser.
    if (job.schedule.size > GS_MAX_SCHEDULE_SIZE) {
        return refuse("schedule", "has " + std::to_string(job.schedule.size) + " bytes; expected at most 1024");
    }
    if (!job.schedule.data) return refuse("schedule", "has a length and no data");
    if (auto bad = check_labels(job)) return bad;
    if (auto bad = check_calendars(job)) return bad;
    return check_values(job);
}

std::optional<engine::Definition> copy_definition(const gs_job *theirs) {
    const auto job = read_struct(theirs);
    if (!known_values(job)) return std::nullopt;
    engine::Definition definition;
    copy_texts(job, definition);
    definition.dst_gap = static_cast<schedule::DstGap>(job.dst_gap);
    definition.dst_overlap = static_cast<schedule::DstOverlap>(job.dst_overlap);
    definition.start_at = optional_instant(job.start_at);
    definition.end_at = optional_instant(job.end_at);
    definition.max_runs = job.max_runs;
    definition.jitter = engine::Duration(job.jitter);
    definition.overlap = static_cast<engine::Overlap>(job.overlap);
    definition.max_active = job.max_active == 0 ? 1 : job.max_active;
    definition.catch_up = static_cast<engine::CatchUp>(job.catch_up);
    if (job.catch_up_limit != 0) definition.catch_up_limit = job.catch_up_limit;
    definition.catch_up_window = duration_or(job.catch_up_window, definition.catch_up_window);
    definition.start_deadline = engine::Duration(job.start_deadline);
    definition.timeout = duration_or(job.timeout, definition.timeout);
    definition.stall_timeout = engine::Duration(job.stall_timeout);
    definition.retries = job.retries;
    definition.retry_on = static_cast<engine::RetryOn>(job.retry_on);
    definition.retry_delay = duration_or(job.retry_delay, definition.retry_delay);
    definition.retry_max_delay = duration_or(job.retry_max_delay, definition.retry_max_delay);
    definition.on_lost = static_cast<engine::OnLost>(job.on_lost);
    definition.units = job.job_class == 0 ? GS_CLASS_LIGHT : job.job_class;
    definition.priority = job.priority;
    definition.disable_after_failures = job.disable_after_failures;
    definition.notify_on = job.notify_on;
    definition.paused = job.paused != 0;
    definition.delete_when_finished = job.delete_when_finished != 0;
    return definition;
}

LentDefinition::LentDefinition(const engine::Definition &definition) : job_(make_struct<gs_job>()) {
    for (const auto &[key, value] : definition.labels) labels_.push_back({lend(key), lend(value)});
    for (const std::string &name : definition.calendars) calendars_.push_back(lend(name));
    job_.calendars = calendars_.data();
    job_.calendar_count = static_cast<std::int32_t>(calendars_.size());
    job_.dst_gap = static_cast<std::int32_t>(definition.dst_gap);
    job_.id = lend(definition.id);
    job_.name = lend(definition.name);
    job_.owner = lend(definition.owner);
    job_.schedule = lend(definition.schedule);
    job_.zone = lend(definition.zone);
    job_.labels = labels_.data();
    job_.label_count = static_cast<std::int32_t>(labels_.size());
    job_.dst_overlap = static_cast<std::int32_t>(definition.dst_overlap);
    job_.start_at = micros(definition.start_at);
    job_.end_at = micros(definition.end_at);
    job_.max_runs = definition.max_runs;
    job_.jitter = definition.jitter.count();
    job_.overlap = static_cast<std::int32_t>(definition.overlap);
    job_.max_active = definition.max_active;
    job_.concurrency_key = lend(definition.concurrency_key);
    job_.catch_up = static_cast<std::int32_t>(definition.catch_up);
    job_.catch_up_limit = definition.catch_up_limit;
    job_.catch_up_window = definition.catch_up_window.count();
    job_.start_deadline = definition.start_deadline.count();
    job_.timeout = definition.timeout.count();
    job_.stall_timeout = definition.stall_timeout.count();
    job_.retries = definition.retries;
    job_.retry_on = static_cast<std::int32_t>(definition.retry_on);
    job_.retry_delay = definition.retry_delay.count();
    job_.retry_max_delay = definition.retry_max_delay.count();
    job_.on_lost = static_cast<std::int32_t>(definition.on_lost);
    job_.job_class = definition.units;
    job_.priority = definition.priority;
    job_.disable_after_failures = definition.disable_after_failures;
    job_.notify_on = definition.notify_on;
    job_.paused = definition.paused ? 1 : 0;
    job_.pause_reason = lend(definition.pause_reason);
    job_.delete_when_finished = definition.delete_when_finished ? 1 : 0;
    job_.payload = lend_bytes(definition.payload);
}

void LentDefinition::set_payload(std::string_view payload) {
    job_.payload = lend_bytes(payload);
}

void init_job(gs_job *job) {
    const engine::Definition defaults;
    write_struct(job, *LentDefinition(defaults).get());
}

} // namespace gateway_scheduler::abi
