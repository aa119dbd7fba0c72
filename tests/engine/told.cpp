#include "told.h"

#include <date/date.h>

#include <algorithm>
#include <map>
#include <utility>

namespace engine_test {

namespace {

const char *name_of(Reason reason) {
    static const std::map<Reason, const char *> kNames = {
        {Reason::none, ""},
        {Reason::overlap, "/overlap"},
        {Reason::executor_busy, "/executor_busy"},
        {Reason::gate, "/gate"},
        {Reason::window, "/window"},
        {Reason::catch_up, "/catch_up"},
        {Reason::start_deadline, "/start_deadline"},
        {Reason::paused, "/paused"},
        {Reason::edited, "/edited"},
        {Reason::removed, "/removed"},
        {Reason::calendar, "/calendar"},
        {Reason::requested, "/requested"},
        {Reason::stopped, "/stopped"},
        {Reason::fenced, "/fenced"},
        {Reason::replaced, "/replaced"},
        {Reason::stalled, "/stalled"},
        {Reason::unreadable, "/unreadable"},
        {Reason::bad_schedule, "/bad_schedule"},
        {Reason::failures, "/failures"},
        {Reason::rederived, "/rederived"},
        {Reason::finished, "/finished"},
        {Reason::limit, "/limit"},
    };
    return kNames.at(reason);
}

const char *name_of(RecordKind kind) {
    static const std::map<RecordKind, const char *> kNames = {
        {RecordKind::skipped, "skipped"}, {RecordKind::missed, "missed"}, {RecordKind::merged, "merged"},
        {RecordKind::expired, "expired"}, {RecordKind::event, "event"},
    };
    return kNames.at(kind);
}

const char *name_of(RunState state) {
    static const std::map<RunState, const char *> kNames = {
        {RunState::claimed, "claimed"},
        {RunState::running, "running"},
        {RunState::waiting, "waiting"},
        {RunState::closed, "closed"},
    };
    return kNames.at(state);
}

std::string span_text(Instant first, Instant last, std::int64_t count) {
    const std::string span = first == last ? clock_text(first) : clock_text(first) + ".." + clock_text(last);
    return span + " x" + std::to_string(count);
}

} // namespace

std::string clock_text(Instant instant) {
    const auto today = date::floor<date::days>(at("2026-03-23T00:00:00"));
    std::string text = date::format(date::floor<date::days>(instant) == today ? "%T" : "%m-%dT%T", instant);
    const std::size_t end = text.find_last_not_of('0');
    if (text.find('.') != std::string::npos) text.erase(text[end] == '.' ? end : end + 1);
    const bool whole_minute = text.size() >= 3 && text.compare(text.size() - 3, 3, ":00") == 0;
    if (whole_minute) text.erase(text.size() - 3);
    return text;
}

std::string told(Outcome outcome) {
    static const std::map<Outcome, const char *> kNames = {
        {Outcome::none, "open"},           {Outcome::succeeded, "succeeded"}, {Outcome::failed, "failed"},
        {Outcome::timed_out, "timed_out"}, {Outcome::canceled, "canceled"},   {Outcome::lost, "lost"},
        {Outcome::rejected, "rejected"},   {Outcome::skipped, "skipped"},     {Outcome::expired, "expired"},
    };
    return kNames.at(outcome);
}

std::string told(const Disposed &disposed) {
    return span_text(disposed.first, disposed.last, disposed.count) + " " + name_of(disposed.kind) +
           name_of(disposed.reason);
}

std::string told(const RecordRow &record) {
    const std::string what = std::string(name_of(record.kind)) + name_of(record.reason);
    if (record.kind == RecordKind::event || !record.first_due) return what;
    return span_text(*record.first_due, *record.last_due, record.count) + " " + what;
}

std::string told(const RunRow &run) {
    const std::string which = run.trigger == Trigger::manual ? "manual" : clock_text(run.due_at);
    if (run.state != RunState::closed) return which + " " + name_of(run.state);
    return which + " " + told(run.outcome) + name_of(run.reason);
}

Lines history_of(const Bench &bench, const std::string &job_id) {
    std::vector<std::pair<Instant, std::string>> entries;
    for (const RunRow &run : bench.runs_of(job_id)) {
        entries.emplace_back(run.trigger == Trigger::manual ? Instant::max() : run.due_at, told(run));
    }
    for (const RecordRow &record : bench.records_of(job_id)) {
        const bool event = record.kind == RecordKind::event || !record.first_due;
        entries.emplace_back(event ? Instant::max() : *record.first_due, told(record));
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto &one, const auto &other) { return one.first < other.first; });
    Lines lines;
    lines.reserve(entries.size());
    for (auto &entry : entries) lines.push_back(std::move(entry.second));
    return lines;
}

} // namespace engine_test
