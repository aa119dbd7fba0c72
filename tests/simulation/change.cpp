#include "change.h"

#include "notes.h"

#include <array>

namespace simulation {

using namespace engine;

namespace {

const char *name(ChangeKind kind) {
    static constexpr std::array names{"put",   "removed", "disabled",     "claimed", "passed",           "rederived",
                                      "begun", "updated", "cancel_asked", "held",    "record_announced", "joined",
                                      "beat",  "retired"};
    return names.at(static_cast<std::size_t>(kind));
}

std::string number(const char *label, std::int64_t value) {
    return ' ' + std::string(label) + '=' + std::to_string(value);
}

} // namespace

std::string describe(const Change &change) {
    std::string line = text(change.at) + ' ' + name(change.kind);
    if (change.caller) line += number("by", static_cast<std::int64_t>(change.caller->scheduler));
    const JobRow *job = change.job_after ? change.job_after : change.job_before;
    if (job) {
        line += " job=" + job->definition->id + " next=" + text(job->next_fire) + " cursor=" + text(job->cursor);
        line += number("fires", job->fires) + number("revision", job->revision) +
                number("paused", job->definition->paused ? 1 : 0);
    }
    if (const RunRow *run = change.run_after) {
        line += " run=" + text(run->id) + " of=" + run->job_id + " due=" + text(run->due_at);
        line += number("state", static_cast<int>(run->state)) + number("outcome", static_cast<int>(run->outcome)) +
                number("reason", static_cast<int>(run->reason)) + number("attempt", run->attempt) +
                number("epoch", run->epoch) + number("announced", run->announced ? 1 : 0) +
                number("start", change.start ? 1 : 0);
    }
    if (change.replica) {
        line += " replica=" + change.replica->instance + " incarnation=" + text(change.replica->incarnation) +
                number("how", static_cast<int>(change.replica->retired));
    }
    if (const RecordRow *record = change.record) {
        line += " record=" + text(record->id) + " from=" + text(record->first_due) + " to=" + text(record->last_due);
        line += number("kind", static_cast<int>(record->kind)) + number("reason", static_cast<int>(record->reason)) +
                number("count", record->count);
    }
    return line;
}

} // namespace simulation
