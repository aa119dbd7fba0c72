// What became of an instant, through the API to a scheduler that answers what the test says.
#include "cli/errors.h"
#include "host_fixture.h"
#include "loader/contract.h"
#include "json/id.h"
#include "json/time.h"
#include "json/words.h"

#include <gmock/gmock.h>

namespace sample_host::cli {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

int64_t at(const char *time) {
    return json::parse_time(time);
}

class Explain : public HostTest {
  protected:
    Explain() {
        fake.storage.add_job(R"({"id":"backup","schedule":"0 9 * * *","zone":"Europe/Lisbon"})");
        fake.fires = {0};
        fake.utc_offset = 3'600;
        arguments.id = "backup";
        arguments.at = "2026-07-01T09:00";
        explanation.at = at("2026-07-01T08:00:00Z");
        explanation.previous_fire = at("2026-06-30T08:00:00Z");
        explanation.next_fire = at("2026-07-02T08:00:00Z");
    }

    std::string told() {
        EXPECT_EQ(run(explain_instant), exit_done);
        EXPECT_EQ(err.str(), "");
        return out.str();
    }

    gs_job_explanation &explanation = fake.job_explanation;
};

TEST_F(Explain, ARunIsShownWithHowItWent) {
    gs_run run{};
    run.struct_size = sizeof(run);
    run.id = json::parse_id("01890a5d-ac96-774b-bcce-b302099a8057");
    run.state = GS_STATE_CLOSED;
    run.outcome = GS_OUTCOME_TIMED_OUT;
    run.reason = GS_REASON_STALLED;
    run.attempt = 2;
    run.due_at = explanation.at;
    run.claimed_at = explanation.at + at("1970-01-01T03:00:00.002500Z");
    run.started_at = run.claimed_at;
    run.finished_at = run.claimed_at + 60'000'000;
    run.merged = 17;
    run.late_result = GS_RESULT_FAILED_TEMPORARILY;
    run.error = lend("no sign of life");
    explanation.answer = GS_ANSWER_RAN;
    explanation.text = lend("It ran three hours late.");
    explanation.run = &run;
    explanation.down_from = at("2026-07-01T07:00:00Z");
    explanation.down_until = at("2026-07-01T11:00:00Z");
    EXPECT_EQ(told(), "ran: It ran three hours late.\n"
                      "\n"
                      "asked about        2026-07-01T09:00:00+01:00 in Europe/Lisbon\n"
                      "run                01890a5d-ac96-774b-bcce-b302099a8057\n"
                      "due                2026-07-01T09:00:00+01:00\n"
                      "outcome            timed out: stalled, attempt 2\n"
                      "started            2026-07-01T12:00:00+01:00\n"
                      "finished           2026-07-01T12:01:00+01:00\n"
                      "late               3h2ms\n"
                      "stands for         17 older instants as well\n"
                      "reported too late  failed temporarily\n"
                      "error              no sign of life\n"
                      "gateway down       2026-07-01T08:00:00+01:00 .. 2026-07-01T12:00:00+01:00\n"
                      "previous fire      2026-06-30T09:00:00+01:00\n"
                      "next fire          2026-07-02T09:00:00+01:00\n");
    EXPECT_THAT(fake.calls(), Contains("explain job backup at 2026-07-01T09:00"));
}

TEST_F(Explain, ARunOnTimeIsShownWithoutMore) {
    gs_run run{};
    run.struct_size = sizeof(run);
    run.state = GS_STATE_RUNNING;
    run.attempt = 1;
    run.due_at = run.claimed_at = run.started_at = explanation.at;
    run.finished_at = GS_NO_TIME;
    explanation.answer = GS_ANSWER_GOING;
    explanation.text = lend("It is going.");
    explanation.run = &run;
    const std::string text = told();
    EXPECT_THAT(text, HasSubstr("outcome        running, attempt 1\n"));
    for (const char *absent : {"finished", "late", "stands for", "error", "gateway down", "on record"}) {
        EXPECT_THAT(text, testing::Not(HasSubstr(absent)));
    }
}

TEST_F(Explain, ARecordIsShownWithWhoWroteIt) {
    gs_record record{};
    record.struct_size = sizeof(record);
    record.kind = GS_RECORD_MISSED;
    record.reason = GS_REASON_LIMIT;
    record.first_due = explanation.at;
    record.last_due = explanation.at + 60'000'000;
    record.count = 2;
    record.at = explanation.at + 90'000'000;
    record.by_instance = lend("default");
    record.detail = lend("100 are made up for");
    explanation.answer = GS_ANSWER_MISSED;
    explanation.text = lend("There were too many.");
    explanation.record = &record;
    explanation.next_fire = GS_NO_TIME;
    EXPECT_EQ(told(), "missed: There were too many.\n"
                      "\n"
                      "asked about    2026-07-01T09:00:00+01:00 in Europe/Lisbon\n"
                      "on record      missed: limit\n"
                      "instants       2026-07-01T09:00:00+01:00 .. 2026-07-01T09:01:00+01:00 (2)\n"
                      "written        2026-07-01T09:01:30+01:00 by default\n"
                      "detail         100 are made up for\n"
                      "previous fire  2026-06-30T09:00:00+01:00\n"
                      "next fire      none\n");
}

TEST_F(Explain, ARecordSaysWhichRunItIsAbout) {
    gs_record record{};
    record.struct_size = sizeof(record);
    record.kind = GS_RECORD_MERGED;
    record.reason = GS_REASON_CATCH_UP;
    record.first_due = record.last_due = explanation.at;
    record.count = 1;
    record.run = json::parse_id("01890a5d-ac96-774b-bcce-b302099a8057");
    explanation.record = &record;
    explanation.answer = GS_ANSWER_MERGED;
    std::string text = told();
    EXPECT_THAT(text, HasSubstr("into run       01890a5d-ac96-774b-bcce-b302099a8057\n"));
    EXPECT_THAT(text, HasSubstr("instants       2026-07-01T09:00:00+01:00\n"));
    record.kind = GS_RECORD_SKIPPED;
    record.last_due += 60'000'000;
    record.count = -1;
    text = told();
    EXPECT_THAT(text, HasSubstr("beside run     01890a5d-ac96-774b-bcce-b302099a8057\n"));
    EXPECT_THAT(text, HasSubstr("09:01:00+01:00 (not counted)\n"));
    gs_run run{};
    run.struct_size = sizeof(run);
    run.id = record.run;
    run.state = GS_STATE_RUNNING;
    run.attempt = 1;
    run.due_at = run.claimed_at = run.started_at = explanation.at - 60'000'000;
    run.finished_at = GS_NO_TIME;
    explanation.run = &run;
    text = told();
    EXPECT_THAT(text, HasSubstr("beside run     01890a5d-ac96-774b-bcce-b302099a8057\n"
                                "due            2026-07-01T08:59:00+01:00\n"
                                "outcome        running, attempt 1\n"))
        << "the run is told of once";
}

TEST_F(Explain, AnEventHasNoInstants) {
    gs_record record{};
    record.struct_size = sizeof(record);
    record.kind = GS_RECORD_EVENT;
    record.reason = GS_REASON_PAUSED;
    record.first_due = record.last_due = GS_NO_TIME;
    record.at = explanation.at;
    record.by_instance = lend("default");
    explanation.record = &record;
    explanation.answer = GS_ANSWER_PAUSED;
    const std::string text = told();
    EXPECT_THAT(text, HasSubstr("on record      event: paused\n"));
    EXPECT_THAT(text, testing::Not(HasSubstr("instants")));
}

TEST_F(Explain, EveryAnswerHasItsWord) {
    explanation.text = lend("so it is");
    const std::vector<std::pair<int32_t, const char *>> table = {
        {GS_ANSWER_RAN, "ran"},           {GS_ANSWER_GOING, "going"},
        {GS_ANSWER_SKIPPED, "skipped"},   {GS_ANSWER_MERGED, "merged"},
        {GS_ANSWER_EXPIRED, "expired"},   {GS_ANSWER_MISSED, "missed"},
        {GS_ANSWER_PAUSED, "paused"},     {GS_ANSWER_EXCLUDED, "excluded"},
        {GS_ANSWER_NO_MATCH, "no match"}, {GS_ANSWER_FORGOTTEN, "forgotten"},
        {GS_ANSWER_WAITS, "waits"},       {GS_ANSWER_TO_COME, "to come"}};
    for (const auto &[answer, word] : table) {
        explanation.answer = answer;
        EXPECT_THAT(told(), StartsWith(std::string(word) + ": so it is\n\n"));
    }
}

TEST_F(Explain, AsJsonIsOneObject) {
    explanation.answer = GS_ANSWER_TO_COME;
    explanation.text = lend("It is due tomorrow.");
    arguments.json = true;
    EXPECT_THAT(told(), StartsWith(R"({"job_id":"backup","answer":"to_come","text":"It is due tomorrow.",)"));
}

TEST_F(Explain, WhatTheSchedulerSaysCannotMoveTheCursor) {
    explanation.answer = GS_ANSWER_PAUSED;
    explanation.text = lend("paused: \x1B[2J");
    EXPECT_THAT(told(), StartsWith("paused: paused:  [2J\n"));
}

TEST_F(Explain, AJobThatIsNotThereIsRefused) {
    arguments.id = "nope";
    try {
        run(explain_instant);
        FAIL() << "expected a refusal";
    } catch (const Refused &refused) {
        EXPECT_STREQ(refused.what(), "there is no job \"nope\"");
    }
}

TEST_F(Explain, PassesTheSchedulersRefusalOn) {
    fake.refuse(GS_INVALID, "\"soon\" is not a moment", "at", 0);
    arguments.at = "soon";
    EXPECT_THROW(run(explain_instant), Refused);
}

} // namespace
} // namespace sample_host::cli
