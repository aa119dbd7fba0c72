// What became of an instant, as JSON.
#include "json/job_explanation_json.h"

#include "loader/contract.h"
#include "json/document.h"
#include "json/id.h"
#include "json/time.h"

#include <gtest/gtest.h>

namespace sample_host::json {
namespace {

constexpr int64_t minute = 60'000'000;

gs_job_explanation sample_explanation() {
    gs_job_explanation explanation{};
    explanation.struct_size = sizeof(explanation);
    explanation.answer = GS_ANSWER_NO_MATCH;
    explanation.at = minute;
    explanation.down_from = explanation.down_until = GS_NO_TIME;
    explanation.previous_fire = explanation.next_fire = GS_NO_TIME;
    explanation.text = lend("the minute is 1");
    return explanation;
}

// An hour east of UTC.
ExplainedJob sample_job() {
    return {"backup", "Europe/Lisbon", [](int64_t instant) { return format_time_with_offset(instant, 3'600, false); }};
}

TEST(JobExplanationJson, ShowsAnAnswerWithoutEvidence) {
    EXPECT_EQ(job_explanation_to_json(sample_explanation(), sample_job()),
              R"({"job_id":"backup","answer":"no_match","text":"the minute is 1","at":"1970-01-01T00:01:00Z",)"
              R"("run":null,"record":null,"down_from":null,"down_until":null,"previous_fire":null,"next_fire":null,)"
              R"("zone":"Europe/Lisbon","local":{"at":"1970-01-01T01:01:00+01:00"}})");
}

TEST(JobExplanationJson, ShowsTheRunAsInAListOfRuns) {
    gs_run run{};
    run.struct_size = sizeof(run);
    run.trigger = GS_TRIGGER_SCHEDULE;
    run.state = GS_STATE_CLOSED;
    run.outcome = GS_OUTCOME_SUCCEEDED;
    run.due_at = minute;
    run.claimed_at = run.started_at = 2 * minute;
    run.finished_at = 3 * minute;
    gs_job_explanation explanation = sample_explanation();
    explanation.answer = GS_ANSWER_RAN;
    explanation.run = &run;
    const Document answer = Document::parse(job_explanation_to_json(explanation, sample_job()));
    EXPECT_EQ(answer.at("answer").text(), "ran");
    EXPECT_EQ(answer.at("run").at("state").text(), "succeeded");
    EXPECT_EQ(answer.at("run").at("lateness").text(), "1m");
    EXPECT_EQ(answer.at("local").dump(),
              R"({"at":"1970-01-01T01:01:00+01:00","due_at":"1970-01-01T01:01:00+01:00",)"
              R"("started_at":"1970-01-01T01:02:00+01:00","finished_at":"1970-01-01T01:03:00+01:00"})");
}

TEST(JobExplanationJson, ShowsTheRecordWithWhoWroteItAndWhen) {
    gs_record record{};
    record.struct_size = sizeof(record);
    record.kind = GS_RECORD_MERGED;
    record.first_due = minute;
    record.last_due = 2 * minute;
    record.count = -1;
    record.reason = GS_REASON_CATCH_UP;
    record.run = parse_id("01890a5d-ac96-774b-bcce-b302099a8057");
    record.at = 5 * minute;
    record.by_instance = lend("default");
    gs_job_explanation explanation = sample_explanation();
    explanation.answer = GS_ANSWER_MERGED;
    explanation.record = &record;
    explanation.down_from = 0;
    explanation.down_until = 4 * minute;
    explanation.next_fire = 6 * minute;
    const Document answer = Document::parse(job_explanation_to_json(explanation, sample_job()));
    EXPECT_EQ(answer.at("record").dump(),
              R"({"kind":"merged","reason":"catch_up","first_due_at":"1970-01-01T00:01:00Z",)"
              R"("last_due_at":"1970-01-01T00:02:00Z","count":null,"run_id":"01890a5d-ac96-774b-bcce-b302099a8057",)"
              R"("recorded_at":"1970-01-01T00:05:00Z","instance":"default","detail":null})");
    EXPECT_EQ(answer.at("down_until").text(), "1970-01-01T00:04:00Z");
    EXPECT_EQ(answer.at("local").at("recorded_at").text(), "1970-01-01T01:05:00+01:00");
    EXPECT_EQ(answer.at("local").at("down_from").text(), "1970-01-01T01:00:00+01:00");
    EXPECT_EQ(answer.at("local").at("next_fire").text(), "1970-01-01T01:06:00+01:00");
    record.count = 2;
    record.reason = GS_REASON_NONE;
    record.run = gs_id{};
    const Document counted = Document::parse(job_explanation_to_json(explanation, sample_job()));
    EXPECT_EQ(counted.at("record").at("count").integer(), 2);
    EXPECT_TRUE(counted.at("record").at("reason").is_null());
    EXPECT_TRUE(counted.at("record").at("run_id").is_null());
}

} // namespace
} // namespace sample_host::json
