#include "engine/explain_job.h"

#include "engine/explain_words.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {

bool is_event(const RecordRow &record) {
    return record.kind == RecordKind::event;
}

// A record stands for all instants of its range; a moment between two of them was none.
bool stands_for(const RecordRow &record, const schedule::Explanation &asked) {
    const bool certain = record.first_due == asked.at || record.last_due == asked.at;
    return certain || asked.why == schedule::Why::fires || asked.why == schedule::Why::excluded;
}

const RecordRow *find_record(const Evidence &evidence, const schedule::Explanation &asked) {
    const auto found = std::find_if(evidence.records.begin(), evidence.records.end(), [&](const RecordRow &record) {
        return !is_event(record) && stands_for(record, asked);
    });
    return found == evidence.records.end() ? nullptr : &*found;
}

// A scheduled run, if there is one; of two instants at one time there is none.
const RunRow *find_run(const Evidence &evidence) {
    const auto scheduled = std::find_if(evidence.runs.begin(), evidence.runs.end(),
                                        [](const RunRow &run) { return run.trigger == Trigger::schedule; });
    if (scheduled != evidence.runs.end()) return &*scheduled;
    return evidence.runs.empty() ? nullptr : &evidence.runs.front();
}

AnswerKind kind_of(const RunRow &run) {
    if (run.state != RunState::closed) return AnswerKind::going;
    if (run.outcome == Outcome::skipped) return AnswerKind::skipped;
    return run.outcome == Outcome::expired ? AnswerKind::expired : AnswerKind::ran;
}

AnswerKind kind_of(const RecordRow &record) {
    switch (record.kind) {
    case RecordKind::missed:
        return AnswerKind::missed;
    case RecordKind::merged:
        return AnswerKind::merged;
    case RecordKind::expired:
        return AnswerKind::expired;
    case RecordKind::skipped:
    case RecordKind::event:
        break;
    }
    if (record.reason == Reason::paused) return AnswerKind::paused;
    return record.reason == Reason::calendar ? AnswerKind::excluded : AnswerKind::skipped;
}

// The pause, or the disabling, in whose time the instant falls.
const RecordRow *find_pause(const Evidence &evidence, Instant at) {
    const auto found = std::find_if(evidence.events.begin(), evidence.events.end(), [&](const RecordRow &event) {
        const bool pause = event.reason == Reason::paused || event.reason == Reason::failures ||
                           event.reason == Reason::unreadable || event.reason == Reason::bad_schedule;
        return pause && event.at && *event.at <= std::max(at, evidence.now);
    });
    return found == evidence.events.end() ? nullptr : &*found;
}

void explain_by_run(const Evidence &evidence, const RunRow &run, JobAnswer &answer) {
    answer.kind = kind_of(run);
    answer.run = run;
    answer.text = run_words(evidence, run);
}

void explain_by_record(const Evidence &evidence, const RecordRow &record, JobAnswer &answer) {
    answer.kind = kind_of(record);
    answer.record = record;
    if (evidence.named && evidence.named->id == record.run) answer.run = evidence.named;
    const bool paused = answer.kind == AnswerKind::paused;
    const RecordRow *pause = paused ? find_pause(evidence, *record.last_due) : nullptr;
    answer.text = record_words(evidence, record, answer.run ? &*answer.run : nullptr, pause);
}

// The schedule names the instant, and nothing is on record.
void explain_unclaimed(const Evidence &evidence, JobAnswer &answer) {
    const JobRow &job = *evidence.job;
    const bool owed = job.next_fire && *job.next_fire <= answer.at;
    const bool to_come = answer.at > evidence.now;
    if (job.definition->paused && (owed || to_come)) {
        answer.kind = AnswerKind::paused;
        answer.text = paused_words(evidence, find_pause(evidence, answer.at), answer.at);
    } else if (to_come) {
        answer.kind = AnswerKind::to_come;
        answer.text = to_come_words(evidence, answer.at);
    } else if (owed) {
        answer.kind = AnswerKind::waits;
        answer.text = waits_words(evidence, answer.at);
    } else {
        answer.kind = AnswerKind::forgotten;
        answer.text = forgotten_words(evidence, answer.at);
    }
}

// Downtime is evidence where something did not run in time.
void add_downtime(const Evidence &evidence, JobAnswer &answer) {
    const bool late =
        answer.run && answer.run->claimed_at && *answer.run->claimed_at - answer.at > std::chrono::minutes(1);
    const bool concerned = answer.kind == AnswerKind::missed || answer.kind == AnswerKind::merged ||
                           answer.kind == AnswerKind::expired || answer.kind == AnswerKind::waits || late;
    if (!concerned) return;
    const auto down = downtime_at(evidence.replicas, answer.at, evidence.now);
    if (!down) return;
    answer.down_from = down->from;
    answer.down_until = down->until;
    answer.text += downtime_words(evidence, *down);
}

} // namespace

JobAnswer explain_job(const Evidence &evidence, const schedule::Explanation &asked) {
    JobAnswer answer;
    answer.at = asked.at;
    if (evidence.times) {
        answer.previous_fire = asked.previous;
        answer.next_fire = asked.next;
    }
    if (const RunRow *run = find_run(evidence)) {
        explain_by_run(evidence, *run, answer);
    } else if (const RecordRow *record = find_record(evidence, asked)) {
        explain_by_record(evidence, *record, answer);
    } else if (evidence.job && evidence.job->created_at && answer.at < *evidence.job->created_at) {
        answer.kind = AnswerKind::forgotten;
        answer.text = not_yet_added_words(evidence);
    } else if (!evidence.job || !evidence.times) {
        answer.kind = AnswerKind::forgotten;
        answer.text = forgotten_words(evidence, answer.at);
    } else if (asked.why == schedule::Why::excluded) {
        answer.kind = AnswerKind::excluded;
        answer.text = asked.text;
    } else if (asked.why != schedule::Why::fires) {
        answer.kind = AnswerKind::no_match;
        answer.text = asked.text;
    } else {
        explain_unclaimed(evidence, answer);
    }
    add_downtime(evidence, answer);
    return answer;
}

} // namespace gateway_scheduler::engine
