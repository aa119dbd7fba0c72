// What notices say to people.
#include "notifier/notice_sentence.h"

#include "loader/contract.h"

#include <gtest/gtest.h>

namespace sample_host::notifier {
namespace {

constexpr int64_t due_at = INT64_C(1798221600000000);

gs_notice notice_of(const gs_run &run, int32_t event) {
    gs_notice notice{};
    notice.event = event;
    notice.job_id = lend("nightly");
    notice.run = &run;
    return notice;
}

std::string sentence_of_record(int32_t kind, int64_t last_due, int64_t count, int32_t reason, const char *detail) {
    gs_record record{};
    record.kind = kind;
    record.first_due = due_at;
    record.last_due = last_due;
    record.count = count;
    record.reason = reason;
    record.detail = lend(detail);
    gs_notice notice{};
    notice.event = GS_NOTIFY_DISABLED;
    notice.job_id = lend("nightly");
    notice.record = &record;
    return notice_sentence(notice);
}

TEST(NoticeSentence, TellsHowARunEnded) {
    gs_run run{};
    run.due_at = run.claimed_at = due_at;
    run.outcome = GS_OUTCOME_SUCCEEDED;
    run.attempt = 1;
    gs_notice notice = notice_of(run, GS_NOTIFY_COMPLETED);
    const std::string begin = "run 00000000-0000-0000-0000-000000000000 due at 2026-12-25T18:00:00Z ended as ";
    EXPECT_EQ(notice_sentence(notice), "job nightly: " + begin + "succeeded");
    notice.job_name = lend("Nightly report");
    run.outcome = GS_OUTCOME_TIMED_OUT;
    run.attempt = 3;
    run.error = lend("exit code 1");
    EXPECT_EQ(notice_sentence(notice),
              "job nightly (Nightly report): " + begin + "timed out in attempt 3: exit code 1");
    run.error = lend("");
    run.reason = GS_REASON_START_DEADLINE;
    run.outcome = GS_OUTCOME_EXPIRED;
    EXPECT_EQ(notice_sentence(notice),
              "job nightly (Nightly report): " + begin + "expired in attempt 3: start deadline");
}

TEST(NoticeSentence, TellsHowLateARunWasAndWhatItStoodFor) {
    constexpr int64_t hour = INT64_C(3600000000);
    const auto middle = [](int64_t lateness, int64_t merged, int64_t started_at) {
        gs_run run{};
        run.due_at = due_at;
        run.claimed_at = due_at + lateness;
        run.started_at = started_at;
        run.merged = merged;
        run.outcome = GS_OUTCOME_FAILED;
        const std::string text = notice_sentence(notice_of(run, GS_NOTIFY_FAILED));
        const std::size_t begin = text.find("18:00:00Z") + 10;
        return text.substr(begin, text.find("ended as") - begin);
    };
    EXPECT_EQ(middle(0, 0, due_at), "");
    EXPECT_EQ(middle(60'000'000, 0, due_at), "") << "a minute is nothing to speak of";
    EXPECT_EQ(middle(3 * hour, 17, due_at), "ran 3 h late, standing in for 17 older instants, and ");
    EXPECT_EQ(middle(90'000'000, 0, due_at), "ran 1 min 30 s late, and ");
    EXPECT_EQ(middle(0, 1, due_at), "stood in for 1 older instant, and ");
    EXPECT_EQ(middle(3 * hour, -1, GS_NO_TIME),
              "was claimed 3 h late, standing in for more older instants than can be counted, and ");
}

TEST(NoticeSentence, NeverHoldsTheOutput) {
    gs_run run{};
    run.outcome = GS_OUTCOME_FAILED;
    run.output = lend_bytes("password");
    EXPECT_EQ(notice_sentence(notice_of(run, GS_NOTIFY_FAILED)).find("password"), std::string::npos);
}

TEST(NoticeSentence, TellsOfInstantsThatDidNotRun) {
    EXPECT_EQ(sentence_of_record(GS_RECORD_SKIPPED, due_at, 1, GS_REASON_OVERLAP, ""),
              "job nightly: skipped the fire due at 2026-12-25T18:00:00Z: overlap");
    EXPECT_EQ(sentence_of_record(GS_RECORD_MISSED, due_at + 60000000, 2, GS_REASON_WINDOW, ""),
              "job nightly: missed 2 fires due from 2026-12-25T18:00:00Z to 2026-12-25T18:01:00Z: window");
    EXPECT_EQ(sentence_of_record(GS_RECORD_MISSED, due_at + 60000000, 2, GS_REASON_LIMIT, ""),
              "job nightly: missed 2 fires due from 2026-12-25T18:00:00Z to 2026-12-25T18:01:00Z: more than its "
              "catch_up_limit lets it make up for");
    EXPECT_EQ(sentence_of_record(GS_RECORD_MISSED, due_at + 60000000, -1, GS_REASON_NONE, ""),
              "job nightly: missed an unknown number of fires due from 2026-12-25T18:00:00Z to 2026-12-25T18:01:00Z");
}

TEST(NoticeSentence, TellsOfTheJobItself) {
    EXPECT_EQ(sentence_of_record(GS_RECORD_EVENT, GS_NO_TIME, 0, GS_REASON_FAILURES, "5 runs failed in a row"),
              "job nightly: disabled: 5 runs failed in a row");
    EXPECT_EQ(sentence_of_record(GS_RECORD_EVENT, GS_NO_TIME, 0, GS_REASON_FAILURES, ""),
              "job nightly: disabled: too many of its runs failed in a row");
    EXPECT_EQ(sentence_of_record(GS_RECORD_EVENT, GS_NO_TIME, 0, GS_REASON_PAUSED, "lunch"),
              "job nightly: paused: lunch");
    EXPECT_EQ(sentence_of_record(GS_RECORD_EVENT, GS_NO_TIME, 0, GS_REASON_PAUSED, ""), "job nightly: paused");
}

} // namespace
} // namespace sample_host::notifier
