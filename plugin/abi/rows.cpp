#include "abi/rows.h"

#include "abi/convert.h"
#include "abi/struct_reader.h"
#include "abi/text.h"

#include <memory>
#include <utility>

namespace gateway_scheduler::abi {

engine::JobRow copy_job_row(const gs_job_row *theirs) {
    const auto row = read_struct(theirs);
    engine::JobRow ours;
    ours.generation = row.generation;
    ours.version = row.version;
    ours.revision = row.revision;
    ours.look_at = optional_instant(row.look_at);
    auto definition = row.readable != 0 ? copy_definition(row.definition) : std::nullopt;
    if (!definition) {
        engine::Definition unreadable;
        if (row.definition) unreadable.id = view(read_struct(row.definition).id);
        ours.readable = false;
        ours.definition = std::make_shared<const engine::Definition>(std::move(unreadable));
        return ours;
    }
    ours.definition = std::make_shared<const engine::Definition>(*std::move(definition));
    ours.next_fire = optional_instant(row.next_fire);
    ours.fire_at = optional_instant(row.fire_at);
    ours.cursor = optional_instant(row.cursor);
    ours.fires = row.fires;
    ours.failures_in_row = row.failures_in_row;
    ours.disabled = row.disabled != 0;
    ours.writer = id(row.writer);
    ours.tzdata_version = view(row.tzdata_version);
    ours.created_at = optional_instant(row.created_at);
    return ours;
}

engine::RunRow copy_run(const gs_run *theirs) {
    const auto run = read_struct(theirs);
    engine::RunRow ours;
    ours.id = id(run.id);
    ours.job_id = view(run.job_id);
    ours.generation = run.generation;
    ours.revision = run.revision;
    ours.due_at = instant(run.due_at);
    ours.trigger = static_cast<engine::Trigger>(run.trigger);
    ours.state = static_cast<engine::RunState>(run.state);
    ours.outcome = static_cast<engine::Outcome>(run.outcome);
    ours.reason = static_cast<engine::Reason>(run.reason);
    ours.attempt = run.attempt;
    ours.epoch = run.epoch;
    ours.attempt_spent = run.attempt_spent != 0;
    ours.cancel_requested = run.cancel_requested != 0;
    ours.announced = run.announced != 0;
    ours.owner_instance = view(run.owner_instance);
    ours.owner_incarnation = id(run.owner_incarnation);
    ours.concurrency_key = view(run.concurrency_key);
    ours.wake_at = optional_instant(run.wake_at);
    ours.claimed_at = optional_instant(run.claimed_at);
    ours.started_at = optional_instant(run.started_at);
    ours.finished_at = optional_instant(run.finished_at);
    ours.error = view(run.error);
    ours.output = view(run.output);
    ours.output_truncated = run.output_truncated != 0;
    ours.merged = run.merged;
    ours.late_result = run.late_result;
    return ours;
}

gs_run lend_run(const engine::RunRow &row) {
    auto run = make_struct<gs_run>();
    run.id = id(row.id);
    run.job_id = lend(row.job_id);
    run.generation = row.generation;
    run.revision = row.revision;
    run.due_at = micros(row.due_at);
    run.trigger = static_cast<std::int32_t>(row.trigger);
    run.state = static_cast<std::int32_t>(row.state);
    run.outcome = static_cast<std::int32_t>(row.outcome);
    run.reason = static_cast<std::int32_t>(row.reason);
    run.attempt = row.attempt;
    run.epoch = row.epoch;
    run.attempt_spent = row.attempt_spent ? 1 : 0;
    run.cancel_requested = row.cancel_requested ? 1 : 0;
    run.announced = row.announced ? 1 : 0;
    run.owner_instance = lend(row.owner_instance);
    run.owner_incarnation = id(row.owner_incarnation);
    run.concurrency_key = lend(row.concurrency_key);
    run.wake_at = micros(row.wake_at);
    run.claimed_at = micros(row.claimed_at);
    run.started_at = micros(row.started_at);
    run.finished_at = micros(row.finished_at);
    run.error = lend(row.error);
    run.output = lend_bytes(row.output);
    run.output_truncated = row.output_truncated ? 1 : 0;
    run.merged = row.merged;
    run.late_result = row.late_result;
    return run;
}

engine::RecordRow copy_record(const gs_record *theirs) {
    const auto record = read_struct(theirs);
    engine::RecordRow ours;
    ours.id = id(record.id);
    ours.kind = static_cast<engine::RecordKind>(record.kind);
    ours.job_id = view(record.job_id);
    ours.generation = record.generation;
    ours.first_due = optional_instant(record.first_due);
    ours.last_due = optional_instant(record.last_due);
    ours.count = record.count;
    ours.reason = static_cast<engine::Reason>(record.reason);
    ours.run = id(record.run);
    ours.announced = record.announced != 0;
    ours.wake_at = optional_instant(record.wake_at);
    ours.at = optional_instant(record.at);
    ours.by_instance = view(record.by_instance);
    ours.by_incarnation = id(record.by_incarnation);
    ours.detail = view(record.detail);
    return ours;
}

gs_record lend_record(const engine::RecordRow &row) {
    auto record = make_struct<gs_record>();
    record.kind = static_cast<std::int32_t>(row.kind);
    record.id = id(row.id);
    record.job_id = lend(row.job_id);
    record.generation = row.generation;
    record.first_due = micros(row.first_due);
    record.last_due = micros(row.last_due);
    record.count = row.count;
    record.reason = static_cast<std::int32_t>(row.reason);
    record.announced = row.announced ? 1 : 0;
    record.run = id(row.run);
    record.wake_at = micros(row.wake_at);
    record.at = micros(row.at);
    record.by_instance = lend(row.by_instance);
    record.by_incarnation = id(row.by_incarnation);
    record.detail = lend(row.detail);
    return record;
}

engine::ReplicaRow copy_replica(const gs_replica *theirs) {
    const auto replica = read_struct(theirs);
    engine::ReplicaRow ours;
    ours.instance = view(replica.instance);
    ours.incarnation = id(replica.incarnation);
    ours.session = id(replica.session);
    ours.data_directory = id(replica.data_directory);
    ours.retired = static_cast<engine::Retirement>(replica.retired);
    ours.beat = replica.beat;
    ours.joined_at = optional_instant(replica.joined_at);
    ours.last_beat_at = optional_instant(replica.last_beat_at);
    ours.retired_at = optional_instant(replica.retired_at);
    return ours;
}

LentJobRow::LentJobRow(const engine::JobRow &row) : definition_(*row.definition), row_(make_struct<gs_job_row>()) {
    row_.readable = 1;
    row_.definition = definition_.get();
    row_.generation = row.generation;
    row_.version = row.version;
    row_.revision = row.revision;
    row_.next_fire = micros(row.next_fire);
    row_.fire_at = micros(row.fire_at);
    row_.cursor = micros(row.cursor);
    row_.look_at = micros(row.look_at);
    row_.last_fired_at = GS_NO_TIME; // the store keeps this one, as it does the counters and times below
    row_.fires = row.fires;
    row_.failures_in_row = row.failures_in_row;
    row_.disabled = row.disabled ? 1 : 0;
    row_.writer = id(row.writer);
    row_.tzdata_version = lend(row.tzdata_version);
    row_.last_success_at = GS_NO_TIME;
}

} // namespace gateway_scheduler::abi
