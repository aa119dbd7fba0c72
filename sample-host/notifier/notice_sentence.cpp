#include "notifier/notice_sentence.h"

#include "loader/contract.h"
#include "json/id.h"
#include "json/time.h"
#include "json/words.h"

#include <algorithm>

namespace sample_host::notifier {
namespace {

std::string spoken(std::string_view word) {
    std::string text(word);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

std::string because(std::string_view detail, int32_t reason) {
    if (!detail.empty()) return ": " + std::string(detail);
    return reason == GS_REASON_NONE ? "" : ": " + spoken(json::reason_words.word(reason));
}

std::string run_sentence(const gs_run &run) {
    std::string text = "run " + json::format_id(run.id) + " due at " + json::format_time(run.due_at) + " ended as " +
                       spoken(json::outcome_words.word(run.outcome));
    if (run.attempt > 1) text += " in attempt " + std::to_string(run.attempt);
    return text + because(view(run.error), run.reason);
}

std::string instants(const gs_record &record) {
    if (record.first_due == record.last_due) return "the fire due at " + json::format_time(record.first_due);
    const std::string count = record.count < 0 ? "an unknown number of" : std::to_string(record.count);
    return count + " fires due from " + json::format_time(record.first_due) + " to " +
           json::format_time(record.last_due);
}

std::string record_sentence(const gs_record &record, int32_t event) {
    const std::string cause = because(view(record.detail), record.reason);
    if (record.kind == GS_RECORD_EVENT) return spoken(json::notify_words.word(event)) + cause;
    return spoken(json::record_words.word(record.kind)) + " " + instants(record) + cause;
}

} // namespace

std::string notice_sentence(const gs_notice &notice) {
    std::string text = "job " + std::string(view(notice.job_id));
    if (notice.job_name.size != 0) text += " (" + std::string(view(notice.job_name)) + ")";
    text += ": ";
    return text + (notice.run != nullptr ? run_sentence(*notice.run) : record_sentence(*notice.record, notice.event));
}

} // namespace sample_host::notifier
