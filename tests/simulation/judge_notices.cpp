#include "judge_notices.h"

namespace simulation {

using namespace engine;

namespace {

std::int32_t event_of(Outcome outcome) {
    if (outcome == Outcome::succeeded) return static_cast<std::int32_t>(NoticeEvent::completed);
    if (outcome == Outcome::canceled) return static_cast<std::int32_t>(NoticeEvent::canceled);
    if (outcome == Outcome::skipped || outcome == Outcome::expired) {
        return static_cast<std::int32_t>(NoticeEvent::skipped);
    }
    return static_cast<std::int32_t>(NoticeEvent::failed);
}

} // namespace

void JudgeOfNotices::judge(const Change &change) {
    const bool over = change.run_after && change.run_after->state == RunState::closed && change.run_after->announced;
    if (over) check_told(change);
    if (!change.record) return;
    const Id id = change.record->id;
    if (change.kind != ChangeKind::record_announced) {
        if (!change.record->announced) records_.emplace(id, 0);
        if (!notes_.store.records().contains(id)) {
            notes_.violation("a record was to be written and is not there");
        }
        return;
    }
    const auto found = records_.find(id);
    if (found == records_.end()) return notes_.violation("a record was announced that owed no notice");
    if (found->second == 0) notes_.violation("record " + text(id) + ": nobody was told of it");
    records_.erase(found);
}

void JudgeOfNotices::check_told(const Change &change) {
    const RunRow &row = *change.run_after;
    const KnownRun *run = notes_.find_run(row.id);
    if (!run) return;
    // What a job wants whose row cannot be read nobody knows: what is usual is told then.
    const StoredJob *job = notes_.store.find_job(row.job_id);
    const std::int32_t known = job && !job->row.readable ? Definition{}.notify_on : run->notify_always;
    const bool wanted = notes_.setting.config.has_notifier && (run->notify_always & known & event_of(row.outcome)) != 0;
    if (wanted && !run->job_gone && run->told == 0) {
        notes_.violation("run " + text(row.id) + " of " + row.job_id + ": nobody was told of its end");
    }
}

void JudgeOfNotices::notified(const Announce &notice) {
    ++notes_.activity;
    ++notes_.tally.notices;
    if (notice.run)
        check_run(notice);
    else
        check_record(notice);
}

void JudgeOfNotices::check_run(const Announce &notice) {
    const auto where = [&] { return "notice " + text(notice.notice_id) + " of " + notice.job_id + ": "; };
    const RunRow *row = notes_.store.find_run(notice.notice_id);
    if (!row || row->state != RunState::closed) return notes_.violation(where() + "before its outcome was durable");
    const RunRow &told = *notice.run;
    if (told.outcome != row->outcome) notes_.violation(where() + "it tells another outcome");
    if (told.reason != row->reason) {
        notes_.violation(where() + "it tells reason " + std::to_string(static_cast<int>(told.reason)) +
                         ", on record is " + std::to_string(static_cast<int>(row->reason)) + ", outcome " +
                         std::to_string(static_cast<int>(row->outcome)));
    }
    const bool same = told.error == row->error && told.output == row->output && told.attempt == row->attempt &&
                      told.due_at == row->due_at && told.trigger == row->trigger && told.job_id == row->job_id &&
                      told.concurrency_key == row->concurrency_key && told.merged == row->merged;
    if (!same) notes_.violation(where() + "it contradicts the record");
    if (static_cast<std::int32_t>(notice.event) != event_of(row->outcome)) {
        notes_.violation(where() + "it tells of another event");
    }
    KnownRun *run = notes_.find_run(notice.notice_id);
    if (run && run->told++ > 0) ++notes_.tally.notices_repeated;
}

void JudgeOfNotices::check_record(const Announce &notice) {
    const auto where = [&] { return "notice " + text(notice.notice_id) + " of " + notice.job_id + ": "; };
    const auto record = notes_.store.records().find(notice.notice_id);
    if (record == notes_.store.records().end()) return notes_.violation(where() + "of a record that is not there");
    const bool same =
        notice.record && notice.record->kind == record->second.kind && notice.record->reason == record->second.reason &&
        notice.record->first_due == record->second.first_due && notice.record->count == record->second.count;
    if (!same) notes_.violation(where() + "it contradicts the record");
    const auto told = records_.find(notice.notice_id);
    if (told != records_.end() && told->second++ > 0) ++notes_.tally.notices_repeated;
}

void JudgeOfNotices::finish() const {
    for (const auto &[id, told] : records_) notes_.violation("record " + text(id) + " was never announced");
}

} // namespace simulation
