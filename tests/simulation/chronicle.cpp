#include "chronicle.h"

#include <utility>

namespace simulation {

using namespace engine;

namespace {

std::optional<JobLine> line_of(const JobRow *row) {
    if (!row) return std::nullopt;
    return JobLine{row->definition, row->readable, row->generation, row->version,
                   row->next_fire,  row->cursor,   row->fires};
}

std::optional<RunLine> line_of(const RunRow *row) {
    if (!row) return std::nullopt;
    return RunLine{
        row->id,      row->job_id, row->generation,        row->due_at,         row->trigger, row->state, row->outcome,
        row->attempt, row->epoch,  row->owner_incarnation, row->concurrency_key};
}

std::optional<RecordLine> line_of(const RecordRow *row) {
    if (!row) return std::nullopt;
    return RecordLine{row->kind, row->first_due, row->last_due, row->count};
}

} // namespace

void Chronicle::changed(const Change &change) {
    if (change.kind == ChangeKind::beat || change.kind == ChangeKind::record_announced) return;
    Deed deed;
    deed.at = change.at;
    deed.by = change.caller->incarnation;
    deed.change = change.kind;
    deed.job_before = line_of(change.job_before);
    deed.job_after = line_of(change.job_after);
    deed.run_before = line_of(change.run_before);
    deed.run_after = line_of(change.run_after);
    deed.record = line_of(change.record);
    if (change.replica) deed.retired = change.replica->incarnation;
    deeds_.push_back(std::move(deed));
}

void Chronicle::started(Id run_id, std::int32_t attempt, Id by, Instant at) {
    Deed deed;
    deed.kind = DeedKind::started;
    deed.at = at;
    deed.by = by;
    deed.run_after = RunLine();
    deed.run_after->id = run_id;
    deed.run_after->attempt = attempt;
    deeds_.push_back(std::move(deed));
}

void Chronicle::told(const Announce &notice, Instant at) {
    if (!notice.run) return;
    Deed deed;
    deed.kind = DeedKind::told;
    deed.at = at;
    deed.run_after = line_of(&*notice.run);
    deeds_.push_back(std::move(deed));
}

void Chronicle::promised(const std::string &job_id, Instant at) {
    Deed deed;
    deed.kind = DeedKind::promised;
    deed.at = at;
    deed.promised = job_id;
    deeds_.push_back(std::move(deed));
}

} // namespace simulation
