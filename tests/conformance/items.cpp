// items.cpp - see items.h.
#include "items.h"

#include <algorithm>
#include <iterator>

bool operator==(const gs_id &left, const gs_id &right) {
    return std::equal(std::begin(left.bytes), std::end(left.bytes), std::begin(right.bytes));
}

namespace conformance {

gs_id numbered_id(std::uint64_t number) {
    gs_id id{};
    id.bytes[6] = 0x70;
    id.bytes[8] = 0x80;
    for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * (5 - i)));
    id.bytes[15] = static_cast<std::uint8_t>(number * 37);
    return id;
}

gs_record RecordItem::borrowed() const {
    gs_record record{};
    record.struct_size = sizeof record;
    record.kind = kind;
    record.id = id;
    record.job_id = borrow(job_id);
    record.first_due = first_due;
    record.last_due = last_due;
    record.count = count;
    record.reason = reason;
    record.announced = announced;
    record.run = run;
    record.wake_at = wake_at;
    record.detail = borrow(detail);
    return record;
}

PutItem::PutItem() {
    definition.start_at = no_time;
    definition.end_at = no_time;
    definition.max_active = 1;
    definition.catch_up_limit = 100;
    definition.catch_up_window = 24 * hour;
    definition.timeout = 30 * minute;
    definition.retries = 3;
    definition.retry_delay = second;
    definition.retry_max_delay = hour;
    definition.job_class = GS_CLASS_LIGHT;
    definition.notify_on = GS_NOTIFY_COMPLETED | GS_NOTIFY_FAILED | GS_NOTIFY_DISABLED;
    row.revision = 1;
    row.next_fire = no_time;
    row.fire_at = no_time;
    row.cursor = no_time;
    row.look_at = no_time;
    row.last_fired_at = no_time;
}

PutItem::PutItem(const SeenJob &job)
    : id(job.id),
      name(job.name),
      owner(job.owner),
      zone(job.zone),
      concurrency_key(job.concurrency_key),
      pause_reason(job.pause_reason),
      payload(job.payload),
      tzdata_version(job.tzdata_version),
      schedule(job.schedule),
      labels(job.labels),
      calendars(job.calendars),
      definition(job.numbers),
      row(job.row),
      expected_version(job.row.version) {}

ClaimItem::ClaimItem(const SeenJob &job, gs_id run, std::int64_t due)
    : job_id(job.id),
      concurrency_key(job.concurrency_key.empty() ? '\x01' + job.id : job.concurrency_key), // as the engine does it
      run_id(run),
      generation(job.row.generation),
      version(job.row.version),
      revision(job.row.revision),
      due_at(due),
      next_fire(due + minute),
      fire_at(due + minute),
      look_at(due + minute),
      max_active(job.numbers.max_active) {}

gs_update UpdateItem::borrowed() const {
    gs_update item{};
    item.struct_size = sizeof item;
    item.from_states = from_states;
    item.run_id = run_id;
    item.epoch = epoch;
    item.to_state = to_state;
    item.outcome = outcome;
    item.reason = reason;
    item.announced = announced;
    item.wake_at = wake_at;
    item.next_fire = next_fire;
    item.started_at = started_at;
    item.attempt_spent = attempt_spent;
    item.output_truncated = output_truncated;
    item.late_result = late_result;
    item.error = borrow(error);
    item.output = borrow_bytes(output);
    return item;
}

UpdateItem to_running(gs_id run, std::int64_t epoch) {
    UpdateItem item;
    item.run_id = run;
    item.epoch = epoch;
    return item;
}

UpdateItem to_waiting(gs_id run, std::int64_t wake_at, std::int64_t epoch) {
    UpdateItem item = to_running(run, epoch);
    item.to_state = GS_STATE_WAITING;
    item.wake_at = wake_at;
    return item;
}

UpdateItem to_closed(gs_id run, std::int32_t outcome, std::int64_t epoch) {
    UpdateItem item = to_running(run, epoch);
    item.to_state = GS_STATE_CLOSED;
    item.outcome = outcome;
    return item;
}

UpdateItem late_result(gs_id run, std::int32_t result, std::int64_t epoch) {
    UpdateItem item = to_closed(run, GS_OUTCOME_NONE, epoch);
    item.from_states = GS_STATE_CLOSED;
    item.late_result = result;
    return item;
}

gs_purge purge_by_count(std::int64_t keep) {
    gs_purge item{};
    item.struct_size = sizeof item;
    item.limit = 100;
    item.what = GS_PURGE_RUNS_BY_COUNT;
    item.keep = keep;
    item.keep_failures = keep;
    return item;
}

gs_runs_page runs_page(std::uint32_t limit) {
    gs_runs_page page{};
    page.struct_size = sizeof page;
    page.limit = limit;
    page.due_at = no_time;
    return page;
}

} // namespace conformance
