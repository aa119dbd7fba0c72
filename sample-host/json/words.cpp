// The tables. A constant that is added to the contract gets its word here and nowhere else.
#include "json/words.h"

#include "json/invalid_input.h"

#include <gateway_scheduler/scheduler.h>

#include <algorithm>
#include <array>

namespace sample_host::json {
namespace {

constexpr std::array dst_gap_table = {Word{GS_DST_GAP_RUN_AFTER, "run_after"}, Word{GS_DST_GAP_SKIP, "skip"}};
constexpr std::array dst_overlap_table = {Word{GS_DST_OVERLAP_FIRST, "first"}, Word{GS_DST_OVERLAP_LAST, "last"},
                                          Word{GS_DST_OVERLAP_BOTH, "both"}};
constexpr std::array overlap_table = {Word{GS_OVERLAP_SKIP, "skip"}, Word{GS_OVERLAP_QUEUE, "queue"},
                                      Word{GS_OVERLAP_PARALLEL, "parallel"}, Word{GS_OVERLAP_REPLACE, "replace"}};
constexpr std::array catch_up_table = {Word{GS_CATCH_UP_SKIP, "skip"}, Word{GS_CATCH_UP_LATEST, "latest"},
                                       Word{GS_CATCH_UP_ALL, "all"}};
constexpr std::array retry_on_table = {Word{GS_RETRY_ON_TEMPORARY, "temporary"}, Word{GS_RETRY_ON_ANY, "any"}};
constexpr std::array on_lost_table = {Word{GS_ON_LOST_REPORT, "report"}, Word{GS_ON_LOST_RUN_AGAIN, "run_again"}};
constexpr std::array class_table = {Word{GS_CLASS_LIGHT, "light"}, Word{GS_CLASS_MEDIUM, "medium"},
                                    Word{GS_CLASS_RESOURCE_INTENSIVE, "resource-intensive"}};
constexpr std::array notify_table = {Word{GS_NOTIFY_COMPLETED, "completed"}, Word{GS_NOTIFY_FAILED, "failed"},
                                     Word{GS_NOTIFY_CANCELED, "canceled"},   Word{GS_NOTIFY_SKIPPED, "skipped"},
                                     Word{GS_NOTIFY_MISSED, "missed"},       Word{GS_NOTIFY_DISABLED, "disabled"}};
constexpr std::array trigger_table = {Word{GS_TRIGGER_SCHEDULE, "schedule"}, Word{GS_TRIGGER_MANUAL, "manual"}};
constexpr std::array state_table = {Word{GS_STATE_CLAIMED, "claimed"}, Word{GS_STATE_RUNNING, "running"},
                                    Word{GS_STATE_WAITING, "waiting"}};
constexpr std::array outcome_table = {Word{GS_OUTCOME_SUCCEEDED, "succeeded"}, Word{GS_OUTCOME_FAILED, "failed"},
                                      Word{GS_OUTCOME_TIMED_OUT, "timed_out"}, Word{GS_OUTCOME_CANCELED, "canceled"},
                                      Word{GS_OUTCOME_LOST, "lost"},           Word{GS_OUTCOME_REJECTED, "rejected"},
                                      Word{GS_OUTCOME_SKIPPED, "skipped"},     Word{GS_OUTCOME_EXPIRED, "expired"}};
constexpr std::array record_table = {Word{GS_RECORD_SKIPPED, "skipped"}, Word{GS_RECORD_MISSED, "missed"},
                                     Word{GS_RECORD_MERGED, "merged"}, Word{GS_RECORD_EXPIRED, "expired"},
                                     Word{GS_RECORD_EVENT, "event"}};
constexpr std::array reason_table = {Word{GS_REASON_OVERLAP, "overlap"},
                                     Word{GS_REASON_EXECUTOR_BUSY, "executor_busy"},
                                     Word{GS_REASON_GATE, "gate"},
                                     Word{GS_REASON_WINDOW, "window"},
                                     Word{GS_REASON_CATCH_UP, "catch_up"},
                                     Word{GS_REASON_START_DEADLINE, "start_deadline"},
                                     Word{GS_REASON_PAUSED, "paused"},
                                     Word{GS_REASON_EDITED, "edited"},
                                     Word{GS_REASON_REMOVED, "removed"},
                                     Word{GS_REASON_CALENDAR, "calendar"},
                                     Word{GS_REASON_REQUESTED, "requested"},
                                     Word{GS_REASON_STOPPED, "stopped"},
                                     Word{GS_REASON_FENCED, "fenced"},
                                     Word{GS_REASON_REPLACED, "replaced"},
                                     Word{GS_REASON_STALLED, "stalled"},
                                     Word{GS_REASON_UNREADABLE, "unreadable"},
                                     Word{GS_REASON_BAD_SCHEDULE, "bad_schedule"},
                                     Word{GS_REASON_FAILURES, "failures"},
                                     Word{GS_REASON_REDERIVED, "rederived"},
                                     Word{GS_REASON_FINISHED, "finished"},
                                     Word{GS_REASON_LIMIT, "limit"}};
constexpr std::array result_table = {Word{GS_RESULT_SUCCEEDED, "succeeded"},
                                     Word{GS_RESULT_FAILED, "failed"},
                                     Word{GS_RESULT_FAILED_TEMPORARILY, "failed_temporarily"},
                                     Word{GS_RESULT_CANCELED, "canceled"},
                                     Word{GS_RESULT_BUSY, "busy"},
                                     Word{GS_RESULT_REJECTED, "rejected"}};
constexpr std::array change_table = {Word{GS_CHANGE_CREATED, "created"},     Word{GS_CHANGE_UPDATED, "updated"},
                                     Word{GS_CHANGE_UNCHANGED, "unchanged"}, Word{GS_CHANGE_REMOVED, "removed"},
                                     Word{GS_CHANGE_PAUSED, "paused"},       Word{GS_CHANGE_RESUMED, "resumed"}};
constexpr std::array health_table = {Word{GS_HEALTH_NOT_STARTED, "not_started"}, Word{GS_HEALTH_STARTING, "starting"},
                                     Word{GS_HEALTH_RUNNING, "running"}, Word{GS_HEALTH_STOPPING, "stopping"},
                                     Word{GS_HEALTH_STOPPED, "stopped"}};
constexpr std::array mark_table = {Word{GS_MARK_MOVED, "moved"}, Word{GS_MARK_SKIPPED_BEFORE, "skipped_before"},
                                   Word{GS_MARK_TWIN, "twin"}, Word{GS_MARK_EXCLUDED_BEFORE, "excluded_before"}};
constexpr std::array why_table = {Word{GS_WHY_FIRES, "fires"},
                                  Word{GS_WHY_FIELDS, "fields"},
                                  Word{GS_WHY_OFF_GRID, "off_grid"},
                                  Word{GS_WHY_GAP, "gap"},
                                  Word{GS_WHY_TWIN, "twin"},
                                  Word{GS_WHY_EXCLUDED, "excluded"},
                                  Word{GS_WHY_OUT_OF_BOUNDS, "out_of_bounds"},
                                  Word{GS_WHY_EVENT, "event"}};
constexpr std::array answer_table = {Word{GS_ANSWER_RAN, "ran"},           Word{GS_ANSWER_GOING, "going"},
                                     Word{GS_ANSWER_SKIPPED, "skipped"},   Word{GS_ANSWER_MERGED, "merged"},
                                     Word{GS_ANSWER_EXPIRED, "expired"},   Word{GS_ANSWER_MISSED, "missed"},
                                     Word{GS_ANSWER_PAUSED, "paused"},     Word{GS_ANSWER_EXCLUDED, "excluded"},
                                     Word{GS_ANSWER_NO_MATCH, "no_match"}, Word{GS_ANSWER_FORGOTTEN, "forgotten"},
                                     Word{GS_ANSWER_WAITS, "waits"},       Word{GS_ANSWER_TO_COME, "to_come"}};

} // namespace

const Words dst_gap_words{dst_gap_table};
const Words dst_overlap_words{dst_overlap_table};
const Words overlap_words{overlap_table};
const Words catch_up_words{catch_up_table};
const Words retry_on_words{retry_on_table};
const Words on_lost_words{on_lost_table};
const Words class_words{class_table};
const Words notify_words{notify_table};
const Words trigger_words{trigger_table};
const Words state_words{state_table};
const Words outcome_words{outcome_table};
const Words record_words{record_table};
const Words reason_words{reason_table};
const Words result_words{result_table};
const Words change_words{change_table};
const Words health_words{health_table};
const Words mark_words{mark_table};
const Words why_words{why_table};
const Words answer_words{answer_table};

std::string_view Words::word(int32_t value) const {
    const auto *const found = std::find_if(table_.data(), table_.data() + table_.size(),
                                           [value](const Word &entry) { return entry.value == value; });
    return found == table_.data() + table_.size() ? std::string_view("unknown") : found->text;
}

std::optional<int32_t> Words::value(std::string_view word) const {
    for (const Word &entry : table_) {
        if (entry.text == word) return entry.value;
    }
    return std::nullopt;
}

int32_t Words::parse(std::string_view word) const {
    const std::optional<int32_t> found = value(word);
    if (!found) throw InvalidInput("\"" + std::string(word.substr(0, 64)) + "\" is not one of " + choices());
    return *found;
}

std::string Words::choices() const {
    std::string text;
    for (std::size_t index = 0; index < table_.size(); ++index) {
        if (index > 0) text += index + 1 == table_.size() ? " or " : ", ";
        text += table_[index].text;
    }
    return text;
}

} // namespace sample_host::json
