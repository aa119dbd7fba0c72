// Changes, refusals, health, counters and fires.
#include "refusal.h"
#include "json/change_json.h"
#include "json/document.h"
#include "json/fire_json.h"
#include "json/health_json.h"

#include <gmock/gmock.h>

#include <cstring>
#include <vector>

namespace sample_host::json {
namespace {

using testing::HasSubstr;

TEST(ChangeJson, ShowsAChange) {
    gs_change change{};
    change.what = GS_CHANGE_CREATED;
    change.revision = 1;
    change.next_fire_at = GS_NO_TIME;
    change.running_runs = 2;
    EXPECT_EQ(change_to_json(change), R"({"what":"created","revision":1,"next_fire_at":null,"running_runs":2})");
}

TEST(ErrorJson, LeavesOutWhatIsNotKnown) {
    EXPECT_EQ(error_to_json("no", "", -1), R"({"error":"no"})");
    EXPECT_EQ(error_to_json("no", "hour", 0), R"({"error":"no","field":"hour","position":0})");
}

TEST(ErrorJson, ShowsTheContractsError) {
    gs_error error{};
    error.position = 3;
    std::strcpy(error.field, "hour");
    std::strcpy(error.text, "hour 25 is out of range");
    EXPECT_EQ(error_to_json(error), R"({"error":"hour 25 is out of range","field":"hour","position":3})");
    error = gs_error{};
    error.position = -1;
    EXPECT_EQ(error_to_json(error), R"({"error":"the scheduler refused without saying why"})");
    std::memset(error.text, 'x', sizeof(error.text)); // no NUL: against the contract, and still no overrun
    EXPECT_EQ(Document::parse(error_to_json(error)).find("error")->text().size(), sizeof(error.text));
}

TEST(HealthJson, ShowsHealth) {
    gs_health health{};
    health.healthy = 1;
    health.state = GS_HEALTH_RUNNING;
    health.storage_failing_since = GS_NO_TIME;
    health.next_look_at = 0;
    health.overdue = 1'500;
    health.backlog = 3;
    health.loop_rearms = 1;
    std::strcpy(health.text, "ok");
    EXPECT_EQ(
        health_to_json(health, "default"),
        R"({"healthy":true,"state":"running","text":"ok","instance":"default","claims_held":false,)"
        R"("storage_failing_since":null,"storage_round_trip_microseconds":0,"loop_age_microseconds":0,)"
        R"("clock_offset_microseconds":0,"next_look_at":"1970-01-01T00:00:00Z","overdue_microseconds":1500,)"
        R"("jobs_in_memory":0,"runs_in_memory":0,"units_in_use":0,"notices_waiting":0,"backlog":3,"loop_rearms":1})");
}

TEST(StatsJson, ShowsEveryCounterOfTheContract) {
    gs_stats stats{};
    stats.claims = 1;
    stats.stale_completions = 17;
    const Document document = Document::parse(stats_to_json(stats));
    EXPECT_EQ(document.find("claims")->integer(), 1);
    EXPECT_EQ(document.find("stale_completions")->integer(), 17);
    EXPECT_EQ(document.members().size(), (sizeof(gs_stats) - 8) / sizeof(int64_t));
}

TEST(FireJson, ShowsFires) {
    std::vector<gs_fire> fires(2);
    fires[0].due_at = 1'772'953'200'000'000;
    fires[0].utc_offset = -4 * 3600;
    fires[0].marks = GS_MARK_MOVED;
    fires[1].due_at = 1'773'036'000'500'000;
    fires[1].utc_offset = -4 * 3600;
    fires[1].marks = GS_MARK_TWIN | GS_MARK_EXCLUDED_BEFORE;
    EXPECT_EQ(fires_to_json(fires), R"({"fires":["2026-03-08T07:00:00Z","2026-03-09T06:00:00.500000Z"]})");
    EXPECT_EQ(fires_with_marks_to_json(fires),
              R"({"fires":["2026-03-08T07:00:00Z","2026-03-09T06:00:00.500000Z"],)"
              R"("local":["2026-03-08T03:00:00-04:00","2026-03-09T02:00:00.500000-04:00"],"marks":[["moved"],)"
              R"(["twin","excluded_before"]]})");
    EXPECT_EQ(fires_to_json({}), R"({"fires":[]})");
}

TEST(ExplanationJson, ShowsAnExplanation) {
    Explanation explanation;
    explanation.why = GS_WHY_EXCLUDED;
    explanation.text = "the calendar \"holidays\" has 2026-03-08";
    explanation.at = 1'772'953'200'000'000;
    explanation.next_fire = 1'773'036'000'000'000;
    EXPECT_EQ(explanation_to_json(explanation),
              R"({"fires":false,"why":"excluded","text":"the calendar \"holidays\" has 2026-03-08",)"
              R"("at":"2026-03-08T07:00:00Z","previous_fire":null,"next_fire":"2026-03-09T06:00:00Z"})");
    explanation.why = GS_WHY_FIRES;
    EXPECT_THAT(explanation_to_json(explanation), HasSubstr(R"({"fires":true,"why":"fires",)"));
}

TEST(FireQuestion, ReadsTheLineOfTheManual) {
    const FireQuestion question = parse_fire_question(
        R"({"schedule":"30 2 * * *","zone":"America/New_York","after":"2026-03-07T12:00:00Z","count":3,)"
        R"("dst_gap":"skip","dst_overlap":"both","job_id":"x","start_at":"1970-01-01T00:00:01Z",)"
        R"("end_at":"1970-01-01T00:00:02Z","exclude":["1970-01-02","holidays=1970-01-04..1970-01-05"]})");
    EXPECT_EQ(question.schedule, "30 2 * * *");
    EXPECT_EQ(question.zone, "America/New_York");
    EXPECT_EQ(question.after, 1'772'884'800'000'000);
    EXPECT_EQ(question.count, 3U);
    EXPECT_EQ(question.dst_gap, GS_DST_GAP_SKIP);
    EXPECT_EQ(question.dst_overlap, GS_DST_OVERLAP_BOTH);
    EXPECT_EQ(question.job_id, "x");
    EXPECT_EQ(question.start_at, 1'000'000);
    EXPECT_EQ(question.end_at, 2'000'000);
    ASSERT_EQ(question.exclude.size(), 2U);
    EXPECT_EQ(question.exclude[0].name, unnamed_exclusions);
    EXPECT_EQ(question.exclude[1].name, "holidays");
    EXPECT_EQ(question.exclude[1].days.at(0).last_day, 4);
}

TEST(FireQuestion, NeedsNothingButASchedule) {
    const FireQuestion question = parse_fire_question(R"({"schedule":"@daily"})");
    EXPECT_EQ(question.count, 5U);
    EXPECT_FALSE(question.after.has_value());
    EXPECT_EQ(question.zone, "");
    EXPECT_EQ(question.dst_gap, GS_DST_GAP_RUN_AFTER);
    EXPECT_EQ(question.dst_overlap, GS_DST_OVERLAP_FIRST);
    EXPECT_EQ(question.start_at, GS_NO_TIME);
    EXPECT_EQ(question.end_at, GS_NO_TIME);
    EXPECT_TRUE(question.exclude.empty());
}

TEST(FireQuestion, RefusesNamingTheKey) {
    struct Row {
        const char *line;
        const char *sentence;
        const char *field;
    };
    const std::vector<Row> table = {
        {"{}", "the key \"schedule\" is missing", "schedule"},
        {"[]", "expected an object, found an array", ""},
        {"x", "it is not valid JSON", ""},
        {R"({"schedule":"* * * * *","tz":"UTC"})", "unknown key \"tz\"", "tz"},
        {R"({"schedule":5})", "schedule: expected text, found a whole number", "schedule"},
        {R"({"schedule":"@daily","count":0})", "count: 0 is out of range; expected 1 to 10000", "count"},
        {R"({"schedule":"@daily","count":10001})", "count: 10001 is out of range", "count"},
        {R"({"schedule":"@daily","count":"5"})", "count: expected a whole number, found text", "count"},
        {R"({"schedule":"@daily","after":"soon"})", "after: \"soon\" is not a time", "after"},
        {R"({"schedule":"@daily","dst_gap":"first"})", "dst_gap: \"first\" is not one of run_after or skip", "dst_gap"},
        {R"({"schedule":"@daily","start_at":"soon"})", "start_at: \"soon\" is not a time", "start_at"},
        {R"({"schedule":"@daily","exclude":"2026-12-25"})", "exclude: expected an array, found text", "exclude"},
        {R"({"schedule":"@daily","exclude":["2026-02-30"]})", "exclude: \"2026-02-30\" is not a day", "exclude"},
        {R"({"schedule":"@daily","exclude":[20812]})", "exclude: expected text, found a whole number", "exclude"},
        {R"({"schedule":"@daily","zone":null})", "zone: expected text, found null", "zone"},
    };
    for (const Row &row : table) {
        const Refusal refusal = refusal_of([&row] { parse_fire_question(row.line); });
        EXPECT_THAT(refusal.sentence, HasSubstr(row.sentence)) << row.line;
        EXPECT_EQ(refusal.field, row.field) << row.line;
    }
}

} // namespace
} // namespace sample_host::json
