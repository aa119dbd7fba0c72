// job_row.cpp - see job_row.h.
#include "storage/sql/job_row.h"

#include "storage/sql/fault.h"
#include "storage/sql/job_calendars.h"

namespace sample_host::sql {

const char *const job_columns =
    "job.id, job.generation, job.version, job.look_at, "
    "job.revision, job.next_fire, job.fire_at, job.cursor, job.last_fired_at, job.last_success_at, job.fires, "
    "job.succeeded, job.failed, "
    "job.failures_in_row, job.created_at, job.updated_at, job.last_outcome, job.disabled, job.writer, "
    "job.tzdata_version, "
    "job.name, job.owner, job.schedule, job.zone, job.labels, job.calendars, job.dst_gap, job.dst_overlap, "
    "job.start_at, job.end_at, "
    "job.max_runs, job.jitter, "
    "job.overlap, job.max_active, job.concurrency_key, job.catch_up, job.catch_up_limit, job.catch_up_window, "
    "job.start_deadline, "
    "job.timeout, job.stall_timeout, job.retries, job.retry_on, job.retry_delay, job.retry_max_delay, job.on_lost, "
    "job.job_class, job.priority, job.disable_after_failures, job.notify_on, job.paused, job.pause_reason, "
    "job.delete_when_finished";

JobRow::JobRow(Query &query) {
    row_.struct_size = sizeof row_;
    row_.definition = &definition_;
    definition_.struct_size = sizeof definition_;
    definition_.id = query.borrowed_text();
    row_.generation = query.integer();
    row_.version = query.integer();
    row_.look_at = query.time();
    try {
        read_state(query);
        read_identity(query);
        read_firing(query);
        read_running(query);
        row_.readable = 1;
    } catch (const UnreadableRow &unreadable) {
        fault_ = unreadable.what();
    }
}

void JobRow::read_state(Query &query) {
    row_.revision = query.integer();
    row_.next_fire = query.time();
    row_.fire_at = query.time();
    row_.cursor = query.time();
    row_.last_fired_at = query.time();
    row_.last_success_at = query.time();
    row_.fires = query.integer();
    row_.succeeded = query.integer();
    row_.failed = query.integer();
    row_.failures_in_row = query.integer();
    row_.created_at = query.integer();
    row_.updated_at = query.integer();
    row_.last_outcome = query.word(outcome_words);
    row_.disabled = query.small_integer();
    row_.writer = query.id_or_none();
    row_.tzdata_version = query.borrowed_text();
}

void JobRow::read_identity(Query &query) {
    definition_.name = query.borrowed_text();
    definition_.owner = query.borrowed_text();
    definition_.schedule = query.borrowed_text();
    definition_.zone = query.borrowed_text();
    label_texts_ = parse_labels(query.text());
    for (const auto &[key, value] : label_texts_) labels_.push_back(gs_label{borrow(key), borrow(value)});
    definition_.labels = labels_.data();
    definition_.label_count = static_cast<std::int32_t>(labels_.size());
    calendar_texts_ = parse_job_calendars(query.text());
    for (const auto &name : calendar_texts_) calendars_.push_back(borrow(name));
    definition_.calendars = calendars_.data();
    definition_.calendar_count = static_cast<std::int32_t>(calendars_.size());
}

void JobRow::read_firing(Query &query) {
    definition_.dst_gap = query.word(dst_gap_words);
    definition_.dst_overlap = query.word(dst_overlap_words);
    definition_.start_at = query.time();
    definition_.end_at = query.time();
    definition_.max_runs = query.integer();
    definition_.jitter = query.integer();
    definition_.overlap = query.word(overlap_words);
    definition_.max_active = query.small_integer();
    definition_.concurrency_key = query.borrowed_text();
    definition_.catch_up = query.word(catch_up_words);
    definition_.catch_up_limit = query.small_integer();
    definition_.catch_up_window = query.integer();
    definition_.start_deadline = query.integer();
}

void JobRow::read_running(Query &query) {
    definition_.timeout = query.integer();
    definition_.stall_timeout = query.integer();
    definition_.retries = query.small_integer();
    definition_.retry_on = query.word(retry_on_words);
    definition_.retry_delay = query.integer();
    definition_.retry_max_delay = query.integer();
    definition_.on_lost = query.word(on_lost_words);
    definition_.job_class = query.word(job_class_words);
    definition_.priority = query.small_integer();
    definition_.disable_after_failures = query.small_integer();
    definition_.notify_on = query.small_integer();
    definition_.paused = query.small_integer();
    definition_.pause_reason = query.borrowed_text();
    definition_.delete_when_finished = query.small_integer();
}

DefinitionWords::DefinitionWords(const gs_job &job)
    : labels(labels_text(job)),
      calendars(job_calendars_text(job)),
      dst_gap(word_of(dst_gap_words, job.dst_gap)),
      dst_overlap(word_of(dst_overlap_words, job.dst_overlap)),
      overlap(word_of(overlap_words, job.overlap)),
      catch_up(word_of(catch_up_words, job.catch_up)),
      retry_on(word_of(retry_on_words, job.retry_on)),
      on_lost(word_of(on_lost_words, job.on_lost)),
      // A client may leave the class 0 for light; only the meaning is stored.
      job_class(word_of(job_class_words, job.job_class == 0 ? GS_CLASS_LIGHT : job.job_class)) {}

} // namespace sample_host::sql
