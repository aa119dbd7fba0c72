#include "engine/record.h"

#include "engine/mutation.h"

#include <utility>

namespace gateway_scheduler::engine {

namespace {

// A notice is owed: the row stays in the wake index until it has been told.
void owe_notice(Core &core, const Definition &definition, RecordRow &record) {
    const auto event = event_of(record);
    record.announced = !event || !wants_notice(core, definition, *event);
    if (!record.announced) record.wake_at = core.store_now();
}

} // namespace

std::optional<NoticeEvent> event_of(const RecordRow &record) {
    switch (record.kind) {
    case RecordKind::skipped:
    case RecordKind::expired:
        return NoticeEvent::skipped;
    case RecordKind::missed:
        return NoticeEvent::missed;
    case RecordKind::merged:
        return std::nullopt;
    case RecordKind::event:
        break;
    }
    const bool disabled = record.reason == Reason::unreadable || record.reason == Reason::bad_schedule ||
                          record.reason == Reason::failures;
    return disabled ? std::optional(NoticeEvent::disabled) : std::nullopt;
}

bool wants_notice(const Core &core, const Definition &definition, NoticeEvent event) {
    return core.config.has_notifier && (definition.notify_on & static_cast<std::int32_t>(event)) != 0;
}

RecordRow make_record(Core &core, const JobRow &job, const Disposed &disposed, Id beside_run) {
    RecordRow record;
    record.id = core.new_id();
    record.kind = disposed.kind;
    record.job_id = job.definition->id;
    record.generation = job.generation;
    record.first_due = disposed.first;
    record.last_due = disposed.last;
    record.count = disposed.count + (mutated(Mutation::miscounts) && disposed.count > 0 ? 1 : 0);
    record.reason = disposed.reason;
    record.detail = disposed.detail;
    record.run = beside_run;
    owe_notice(core, *job.definition, record);
    return record;
}

RecordRow make_job_event(Core &core, const std::string &job_id, const Definition *definition, std::int64_t generation,
                         Reason reason, std::string detail) {
    RecordRow record;
    record.id = core.new_id();
    record.kind = RecordKind::event;
    record.job_id = job_id;
    record.generation = generation;
    record.reason = reason;
    record.detail = std::move(detail);
    owe_notice(core, definition ? *definition : Definition{}, record);
    return record;
}

} // namespace gateway_scheduler::engine
