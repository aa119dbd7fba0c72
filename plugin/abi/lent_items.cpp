#include "abi/lent_items.h"

#include "abi/convert.h"
#include "abi/struct_reader.h"
#include "abi/text.h"

namespace gateway_scheduler::abi {

namespace {
gs_record lend_optional(const engine::Boxed<engine::RecordRow> &record) {
    return record ? lend_record(*record) : gs_record{};
}
} // namespace

LentPut::LentPut(const engine::PutJob &put)
    : row(put.row), record(lend_optional(put.record)), item(make_struct<gs_put_job>()) {
    item.hold = put.hold ? 1 : 0;
    item.expected_version = put.expected_version;
    item.row = row.get();
    item.record = put.record ? &record : nullptr;
}

LentRemove::LentRemove(const engine::RemoveJob &remove)
    : record(lend_optional(remove.record)), item(make_struct<gs_remove_job>()) {
    item.id = lend(remove.id);
    item.version = remove.version;
    item.record = remove.record ? &record : nullptr;
}

LentDisable::LentDisable(const engine::DisableJob &disable)
    : record(lend_record(*disable.record)), item(make_struct<gs_disable_job>()) {
    item.id = lend(disable.id);
    item.version = disable.version;
    item.reason = lend(disable.reason);
    item.record = &record;
}

LentClaim::LentClaim(const engine::Claim &claim) : record(lend_optional(claim.record)), item(make_struct<gs_claim>()) {
    item.trigger = static_cast<std::int32_t>(claim.trigger);
    item.job_id = lend(claim.definition->id);
    item.generation = claim.generation;
    item.version = claim.version;
    item.revision = claim.revision;
    item.run_id = id(claim.run_id);
    item.due_at = micros(claim.due_at);
    item.next_fire = micros(claim.next_fire);
    item.fire_at = micros(claim.fire_at);
    item.look_at = micros(claim.look_at);
    item.concurrency_key = lend(claim.concurrency_key);
    item.max_active = claim.max_active;
    item.record = claim.record ? &record : nullptr;
    item.merged = claim.merged;
}

LentPass::LentPass(const engine::Pass &pass) : record(lend_optional(pass.record)), item(make_struct<gs_pass>()) {
    item.job_id = lend(pass.job_id);
    item.version = pass.version;
    item.next_fire = micros(pass.next_fire);
    item.fire_at = micros(pass.fire_at);
    item.look_at = micros(pass.look_at);
    item.record = pass.record ? &record : nullptr;
    item.rederive = pass.rederive ? 1 : 0;
    item.tzdata_version = lend(pass.tzdata_version);
}

LentBegin::LentBegin(const engine::Begin &begin) : item(make_struct<gs_begin>()) {
    item.start = begin.start ? 1 : 0;
    item.run_id = id(begin.run_id);
    item.epoch = begin.epoch;
}

LentUpdate::LentUpdate(const engine::Update &update) : item(make_struct<gs_update>()) {
    item.from_states = update.from_states;
    item.run_id = id(update.run_id);
    item.epoch = update.epoch;
    item.to_state = static_cast<std::int32_t>(update.to_state);
    item.outcome = static_cast<std::int32_t>(update.outcome);
    item.reason = static_cast<std::int32_t>(update.reason);
    item.announced = update.announced ? 1 : 0;
    item.wake_at = micros(update.wake_at);
    item.next_fire = micros(update.next_fire);
    item.started_at = micros(update.started_at);
    item.attempt_spent = update.attempt_spent ? 1 : 0;
    item.output_truncated = update.output_truncated ? 1 : 0;
    item.error = lend(update.error);
    item.output = lend_bytes(update.output);
    item.late_result = update.late_result;
}

LentAskCancel::LentAskCancel(const engine::AskCancel &ask) : item(make_struct<gs_ask_cancel>()) {
    item.reason = static_cast<std::int32_t>(ask.reason);
    item.run_id = id(ask.run_id);
}

LentAnnounced::LentAnnounced(const engine::RecordAnnounced &announced) : item(id(announced.record_id)) {}

} // namespace gateway_scheduler::abi
