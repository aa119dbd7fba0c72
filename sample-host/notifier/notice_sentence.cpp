#include "notifier/notice_sentence.h"

#include "loader/contract.h"
#include "json/id.h"
#include "json/spoken.h"
#include "json/time.h"
#include "json/words.h"

namespace sample_host::notifier {
namespace {

constexpr int64_t worth_telling = 60'000'000; // a minute

// Where the word alone would not say it.
std::string because_of(int32_t reason) {
    switch (reason) {
    case GS_REASON_LIMIT:
        return "more than its catch_up_limit lets it make up for";
    case GS_REASON_FAILURES:
        return "too many of its runs failed in a row";
    default:
        return json::spoken(json::reason_words.word(reason));
    }
}

std::string because(std::string_view detail, int32_t reason) {
    if (!detail.empty()) return ": " + std::string(detail);
    return reason == GS_REASON_NONE ? "" : ": " + because_of(reason);
}

// " ran 3 h late, standing in for 17 older instants, and"; empty for a run on time that stands for itself alone.
std::string catching_up(const gs_run &run) {
    const int64_t lateness = run.claimed_at - run.due_at;
    std::string text;
    if (lateness > worth_telling) {
        text = (run.started_at == GS_NO_TIME ? " was claimed " : " ran ") + json::spoken_duration(lateness) + " late";
    }
    if (run.merged != 0)
        text += (text.empty() ? " stood in for " : ", standing in for ") + json::older_instants(run.merged);
    return text.empty() ? text : text + ", and";
}

std::string run_sentence(const gs_run &run) {
    std::string text = "run " + json::format_id(run.id) + " due at " + json::format_time(run.due_at) +
                       catching_up(run) + " ended as " + json::spoken(json::outcome_words.word(run.outcome));
    if (run.attempt > 1) text += " in attempt " + std::to_string(run.attempt);
    return text + because(view(run.error), run.reason);
}

std::string instants(const gs_record &record) {
    if (record.first_due == record.last_due) return "the fire due at " + json::format_time(record.first_due);
    const std::string count = record.count < 0 ? "an unknown number of" : std::to_string(record.count);
    return count + " fires due from " + json::format_time(record.first_due) + " to " +
           json::format_time(record.last_due);
}

// "disabled: 5 runs failed in a row"; a pause is told as such, whatever event it goes out under.
std::string event_sentence(const gs_record &record, int32_t event) {
    if (record.reason == GS_REASON_PAUSED) return "paused" + because(view(record.detail), GS_REASON_NONE);
    return json::spoken(json::notify_words.word(event)) + because(view(record.detail), record.reason);
}

std::string record_sentence(const gs_record &record, int32_t event) {
    if (record.kind == GS_RECORD_EVENT) return event_sentence(record, event);
    return json::spoken(json::record_words.word(record.kind)) + " " + instants(record) +
           because(view(record.detail), record.reason);
}

} // namespace

std::string notice_sentence(const gs_notice &notice) {
    std::string text = "job " + std::string(view(notice.job_id));
    if (notice.job_name.size != 0) text += " (" + std::string(view(notice.job_name)) + ")";
    text += ": ";
    return text + (notice.run != nullptr ? run_sentence(*notice.run) : record_sentence(*notice.record, notice.event));
}

} // namespace sample_host::notifier
