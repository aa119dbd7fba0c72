// gs_job_row -> JSON.
#include "json/job_json.h"

#include "loader/contract.h"
#include "sample_job.h"
#include "json/document.h"
#include "json/job_fields.h"
#include "json/job_reader.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace sample_host::json {
namespace {

gs_job_row row_of(const gs_job &job) {
    gs_job_row row{};
    row.struct_size = sizeof(row);
    row.readable = 1;
    row.definition = &job;
    row.revision = 2;
    row.next_fire = 60'000'000;
    row.fire_at = 61'000'000;
    row.last_fired_at = GS_NO_TIME;
    row.last_success_at = GS_NO_TIME;
    return row;
}

TEST(JobJson, ShowsTheDefaultsThatZeroStandsFor) {
    gs_job job = default_job();
    job.id = lend("a");
    job.schedule = lend("* * * * *");
    EXPECT_EQ(
        job_to_json(row_of(job), false, {"every minute"}),
        R"({"id":"a","name":null,"owner":null,"labels":{},"schedule":"* * * * *","description":"every minute",)"
        R"("zone":"UTC","calendars":[],"start_at":null,"end_at":null,"max_runs":0,"jitter":"0s","dst_gap":"run_after","dst_overlap":"first","overlap":"skip",)"
        R"("catch_up":"latest","retry_on":"temporary","on_lost":"report","class":"light","max_active":1,)"
        R"("concurrency_key":null,"catch_up_window":"1d","catch_up_limit":100,"start_deadline":null,)"
        R"("timeout":"30m","stall_timeout":null,"retries":3,"retry_delay":"1s","retry_max_delay":"1h",)"
        R"("priority":0,"disable_after_failures":0,"notify_on":["completed","failed","disabled"],)"
        R"("paused":false,"pause_reason":null,"delete_when_finished":false,"state":"armed","disabled":false,)"
        R"("revision":2,"next_fire_at":"1970-01-01T00:01:00Z","fire_at":"1970-01-01T00:01:01Z",)"
        R"("overdue_since":null,"running_runs":0,"last_fired_at":null,"last_success_at":null,"last_outcome":null,"fires":0,"succeeded":0,"failed":0,"failures_in_row":0,)"
        R"("created_at":"1970-01-01T00:00:00Z","updated_at":"1970-01-01T00:00:00Z","tzdata_version":null})");
}

// What a client reads, it can write back, once the scheduler's own keys are taken out.
TEST(JobJson, ReadsBackTheDefinitionThatItWrites) {
    const JobDocument first(default_job(), R"({"id":"a","name":"A","labels":{"k":"v"},"schedule":"@every 1h",
        "zone":"Asia/Kolkata","calendars":["holidays","a \"quoted\" one"],"start_at":"2026-01-01T00:00:00.500000Z","overlap":"queue","class":"medium",
        "timeout":"90s","notify_on":["missed"],"paused":true,"pause_reason":"why","payload":{"command":["x"]}})");
    const std::string written = job_to_json(row_of(first.job()), true, {"every hour"});
    std::string definition = "{";
    for (const auto &[key, value] : Document::parse(written).members()) {
        if (std::find(job_server_keys.begin(), job_server_keys.end(), key) != job_server_keys.end()) continue;
        if (definition.size() > 1) definition += ',';
        definition += '"' + std::string(key) + "\":" + value.dump();
    }
    const JobDocument second(default_job(), definition + '}');
    EXPECT_EQ(job_to_json(row_of(second.job()), true, {"every hour"}), written);
    EXPECT_EQ(view(second.job().payload), R"({"command":["x"]})");
}

TEST(JobJson, TellsTheState) {
    gs_job job = default_job();
    job.schedule = lend("* * * * *");
    gs_job_row row = row_of(job);
    EXPECT_EQ(job_state(row), "armed");
    row.next_fire = GS_NO_TIME;
    EXPECT_EQ(job_state(row), "finished");
    row.look_at = GS_AT_START;
    EXPECT_EQ(job_state(row), "at_start");
    job.schedule = lend("@manual");
    EXPECT_EQ(job_state(row), "manual");
    job.paused = 1;
    EXPECT_EQ(job_state(row), "paused");
    row.disabled = 1;
    EXPECT_EQ(job_state(row), "disabled");
}

TEST(JobJson, ShowsNoNextFireOfAPausedJob) {
    gs_job job = default_job();
    job.paused = 1;
    const std::string text = job_to_json(row_of(job), false, {});
    EXPECT_THAT(text, testing::HasSubstr(R"("state":"paused")"));
    EXPECT_THAT(text, testing::HasSubstr(R"("next_fire_at":null)"));
}

TEST(JobJson, ShowsSinceWhenAJobIsOverdue) {
    const auto overdue_since = [](const gs_job_row &row, int64_t now) {
        return Document::parse(job_to_json(row, false, {{}, now, 0})).find("overdue_since")->dump();
    };
    constexpr int64_t minute = 60'000'000;
    gs_job job = default_job();
    gs_job_row row = row_of(job);
    EXPECT_EQ(overdue_since(row, row.fire_at + minute), "null") << "a moment late";
    EXPECT_EQ(overdue_since(row, row.fire_at + minute + 1), "\"1970-01-01T00:01:01Z\"");
    job.paused = 1;
    EXPECT_EQ(overdue_since(row, row.fire_at + 2 * minute), "null");
    job.paused = 0;
    row.fire_at = GS_NO_TIME;
    EXPECT_EQ(overdue_since(row, 2 * minute), "null");
    row.fire_at = GS_AT_START;
    EXPECT_EQ(overdue_since(row, 2 * minute), "null");
}

TEST(JobJson, ShowsTheLastSuccessAndWhatIsRunning) {
    const gs_job job = default_job();
    gs_job_row row = row_of(job);
    row.last_success_at = 60'000'000;
    const std::string text = job_to_json(row, false, {.running_runs = 2});
    EXPECT_THAT(text, testing::HasSubstr(R"("last_success_at":"1970-01-01T00:01:00Z")"));
    EXPECT_THAT(text, testing::HasSubstr(R"("running_runs":2)"));
}

TEST(JobJson, ShowsNoDescriptionWhenThereIsNone) {
    const gs_job job = default_job();
    EXPECT_THAT(job_to_json(row_of(job), false, {}), testing::HasSubstr(R"("description":null)"));
}

// The earliest instant may lie on a day that a calendar excludes; nobody waits for that one.
TEST(JobJson, ShowsTheFirstFireThatNoCalendarExcludes) {
    const JobDocument document(default_job(), R"({"schedule":"@daily","calendars":["holidays"]})");
    gs_job_row row = row_of(document.job());
    EXPECT_THAT(job_to_json(row, false, {}), testing::HasSubstr(R"("next_fire_at":"1970-01-01T00:01:01Z")"));
    row.fire_at = GS_NO_TIME;
    EXPECT_THAT(job_to_json(row, false, {}), testing::HasSubstr(R"("next_fire_at":null)")) << "all are excluded";
}

// Jitter moves the start and not the instant, with calendars as without.
TEST(JobJson, ShowsTheInstantThatJitterMoves) {
    const JobDocument document(default_job(), R"({"schedule":"@daily","calendars":["holidays"],"jitter":"1s"})");
    const std::string text = job_to_json(row_of(document.job()), false, {});
    EXPECT_THAT(text, testing::HasSubstr(R"("next_fire_at":"1970-01-01T00:01:00Z")"));
    EXPECT_THAT(text, testing::HasSubstr(R"("fire_at":"1970-01-01T00:01:01Z")"));
}

TEST(JobJson, ShowsAStartOfTheGatewayAsNoTime) {
    const JobDocument document(default_job(), R"({"schedule":"@reboot","calendars":["holidays"]})");
    gs_job_row row = row_of(document.job());
    row.next_fire = GS_NO_TIME;
    row.fire_at = row.look_at = GS_AT_START;
    EXPECT_THAT(
        job_to_json(row, false, {}),
        testing::HasSubstr(R"("state":"at_start","disabled":false,"revision":2,"next_fire_at":null,"fire_at":null)"));
}

TEST(JobJson, ShowsAPayloadThatIsNoJsonAsText) {
    gs_job job = default_job();
    job.payload = lend_bytes("raw \xFF bytes");
    EXPECT_THAT(job_to_json(row_of(job), true, {}), testing::HasSubstr("\"payload\":\"raw \xEF\xBF\xBD bytes\""));
}

TEST(JobJson, ShowsWhatIsLeftOfAnUnreadableRow) {
    gs_job job{};
    job.id = lend("broken");
    gs_job_row row = row_of(job);
    row.readable = 0;
    EXPECT_EQ(job_to_json(row, true, {"in words"}), R"({"id":"broken","state":"unreadable"})");
}

} // namespace
} // namespace sample_host::json
