// words.cpp - see words.h. A word that was ever stored must stay readable: words are added, never changed.
#include "storage/sql/words.h"

#include <algorithm>

#include <gateway_scheduler/executor.h>
#include <gateway_scheduler/job.h>
#include <gateway_scheduler/run.h>

#include "storage/sql/fault.h"

namespace sample_host::sql {

namespace {

constexpr Word dst_gaps[] = {{GS_DST_GAP_RUN_AFTER, "run_after"}, {GS_DST_GAP_SKIP, "skip"}};
constexpr Word dst_overlaps[] = {
    {GS_DST_OVERLAP_FIRST, "first"}, {GS_DST_OVERLAP_LAST, "last"}, {GS_DST_OVERLAP_BOTH, "both"}};
constexpr Word overlaps[] = {{GS_OVERLAP_SKIP, "skip"},
                             {GS_OVERLAP_QUEUE, "queue"},
                             {GS_OVERLAP_PARALLEL, "parallel"},
                             {GS_OVERLAP_REPLACE, "replace"}};
constexpr Word catch_ups[] = {{GS_CATCH_UP_LATEST, "latest"}, {GS_CATCH_UP_SKIP, "skip"}, {GS_CATCH_UP_ALL, "all"}};
constexpr Word retry_ons[] = {{GS_RETRY_ON_TEMPORARY, "temporary"}, {GS_RETRY_ON_ANY, "any"}};
constexpr Word on_losts[] = {{GS_ON_LOST_REPORT, "report"}, {GS_ON_LOST_RUN_AGAIN, "run_again"}};
constexpr Word job_classes[] = {
    {GS_CLASS_LIGHT, "light"}, {GS_CLASS_MEDIUM, "medium"}, {GS_CLASS_RESOURCE_INTENSIVE, "resource-intensive"}};
constexpr Word triggers[] = {{GS_TRIGGER_SCHEDULE, "schedule"}, {GS_TRIGGER_MANUAL, "manual"}};
constexpr Word states[] = {{GS_STATE_CLAIMED, "claimed"},
                           {GS_STATE_RUNNING, "running"},
                           {GS_STATE_WAITING, "waiting"},
                           {GS_STATE_CLOSED, "closed"}};
constexpr Word outcomes[] = {
    {GS_OUTCOME_NONE, "none"},           {GS_OUTCOME_SUCCEEDED, "succeeded"}, {GS_OUTCOME_FAILED, "failed"},
    {GS_OUTCOME_TIMED_OUT, "timed_out"}, {GS_OUTCOME_CANCELED, "canceled"},   {GS_OUTCOME_LOST, "lost"},
    {GS_OUTCOME_REJECTED, "rejected"},   {GS_OUTCOME_SKIPPED, "skipped"},     {GS_OUTCOME_EXPIRED, "expired"}};
constexpr Word reasons[] = {{GS_REASON_NONE, "none"},
                            {GS_REASON_OVERLAP, "overlap"},
                            {GS_REASON_EXECUTOR_BUSY, "executor_busy"},
                            {GS_REASON_GATE, "gate"},
                            {GS_REASON_WINDOW, "window"},
                            {GS_REASON_CATCH_UP, "catch_up"},
                            {GS_REASON_START_DEADLINE, "start_deadline"},
                            {GS_REASON_PAUSED, "paused"},
                            {GS_REASON_EDITED, "edited"},
                            {GS_REASON_REMOVED, "removed"},
                            {GS_REASON_CALENDAR, "calendar"},
                            {GS_REASON_REQUESTED, "requested"},
                            {GS_REASON_STOPPED, "stopped"},
                            {GS_REASON_FENCED, "fenced"},
                            {GS_REASON_REPLACED, "replaced"},
                            {GS_REASON_STALLED, "stalled"},
                            {GS_REASON_UNREADABLE, "unreadable"},
                            {GS_REASON_BAD_SCHEDULE, "bad_schedule"},
                            {GS_REASON_FAILURES, "failures"},
                            {GS_REASON_REDERIVED, "rederived"},
                            {GS_REASON_FINISHED, "finished"},
                            {GS_REASON_LIMIT, "limit"}};
constexpr Word late_results[] = {{0, "none"},
                                 {GS_RESULT_SUCCEEDED, "succeeded"},
                                 {GS_RESULT_FAILED, "failed"},
                                 {GS_RESULT_FAILED_TEMPORARILY, "failed_temporarily"},
                                 {GS_RESULT_CANCELED, "canceled"},
                                 {GS_RESULT_BUSY, "busy"},
                                 {GS_RESULT_REJECTED, "rejected"}};
constexpr Word record_kinds[] = {{GS_RECORD_SKIPPED, "skipped"},
                                 {GS_RECORD_MISSED, "missed"},
                                 {GS_RECORD_MERGED, "merged"},
                                 {GS_RECORD_EXPIRED, "expired"},
                                 {GS_RECORD_EVENT, "event"}};
constexpr Word replicas[] = {{GS_REPLICA_ALIVE, "alive"},
                             {GS_REPLICA_RETIRED_BY_JOIN, "retired_by_join"},
                             {GS_REPLICA_RETIRED_BY_OBSERVER, "retired_by_observer"},
                             {GS_REPLICA_RETIRED_BY_ITSELF, "retired_by_itself"}};
// In the contract these are the bits GS_NOTIFY_*; a notice has exactly one of them.
constexpr Word events[] = {{GS_NOTIFY_COMPLETED, "completed"}, {GS_NOTIFY_FAILED, "failed"},
                           {GS_NOTIFY_CANCELED, "canceled"},   {GS_NOTIFY_SKIPPED, "skipped"},
                           {GS_NOTIFY_MISSED, "missed"},       {GS_NOTIFY_DISABLED, "disabled"}};

} // namespace

const Words dst_gap_words{"dst_gap", dst_gaps};
const Words dst_overlap_words{"dst_overlap", dst_overlaps};
const Words overlap_words{"overlap", overlaps};
const Words catch_up_words{"catch_up", catch_ups};
const Words retry_on_words{"retry_on", retry_ons};
const Words on_lost_words{"on_lost", on_losts};
const Words job_class_words{"job_class", job_classes};
const Words trigger_words{"trigger", triggers};
const Words state_words{"state", states};
const Words outcome_words{"outcome", outcomes};
const Words reason_words{"reason", reasons};
const Words late_result_words{"late_result", late_results};
const Words record_kind_words{"kind", record_kinds};
const Words replica_words{"state", replicas};
const Words event_words{"event", events};

std::string_view word_of(const Words &words, std::int32_t value) {
    const auto found =
        std::find_if(words.words.begin(), words.words.end(), [&](const Word &word) { return word.value == value; });
    if (found == words.words.end()) {
        throw BadItem(std::string(words.kind) + " is " + std::to_string(value) + ", which is none of its values");
    }
    return found->word;
}

std::int32_t value_of(const Words &words, std::string_view word) {
    const auto found =
        std::find_if(words.words.begin(), words.words.end(), [&](const Word &known) { return known.word == word; });
    if (found == words.words.end()) {
        throw UnreadableRow(std::string(words.kind) + " is \"" + std::string(word) + "\", which is none of its words");
    }
    return found->value;
}

} // namespace sample_host::sql
