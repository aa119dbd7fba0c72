// JSON -> gs_job.
#include "json/job_reader.h"

#include "loader/contract.h"
#include "refusal.h"
#include "sample_job.h"

#include <gmock/gmock.h>

#include <vector>

namespace sample_host::json {
namespace {

using testing::HasSubstr;

constexpr int64_t second = 1'000'000;

TEST(JobReader, ReadsEveryField) {
    const JobDocument document(default_job(), R"({
        "id":"backup","name":"Backup","owner":"ana","labels":{"team":"ops","tier":"1"},"schedule":"0 3 * * *",
        "zone":"Europe/Lisbon","dst_gap":"skip","dst_overlap":"both",
        "calendars":["holidays","works outing"],"start_at":"2026-01-01T00:00:00Z",
        "end_at":"2027-01-01T00:00:00+01:00","max_runs":5000000000,"jitter":"30s","overlap":"parallel","max_active":3,
        "concurrency_key":"disk","catch_up":"all","catch_up_window":"2d","catch_up_limit":7,"start_deadline":"5m",
        "timeout":"1h","stall_timeout":"10m","retries":0,"retry_delay":"2s","retry_max_delay":"1m","retry_on":"any",
        "on_lost":"run_again","class":"resource-intensive","priority":-4,"disable_after_failures":9,
        "notify_on":["missed","skipped"],"paused":true,"pause_reason":"later","delete_when_finished":true,
        "payload":{"command":["true"]}})");
    const gs_job &job = document.job();
    EXPECT_EQ(view(job.id), "backup");
    EXPECT_EQ(view(job.name), "Backup");
    EXPECT_EQ(view(job.owner), "ana");
    ASSERT_EQ(job.label_count, 2);
    EXPECT_EQ(view(job.labels[1].key), "tier");
    EXPECT_EQ(view(job.labels[1].value), "1");
    EXPECT_EQ(view(job.schedule), "0 3 * * *");
    EXPECT_EQ(view(job.zone), "Europe/Lisbon");
    ASSERT_EQ(job.calendar_count, 2);
    EXPECT_EQ(view(job.calendars[0]), "holidays");
    EXPECT_EQ(view(job.calendars[1]), "works outing");
    EXPECT_EQ(job.dst_gap, GS_DST_GAP_SKIP);
    EXPECT_EQ(job.dst_overlap, GS_DST_OVERLAP_BOTH);
    EXPECT_EQ(job.start_at, 1'767'225'600 * second);
    EXPECT_EQ(job.end_at, 1'798'758'000 * second);
    EXPECT_EQ(job.max_runs, 5'000'000'000);
    EXPECT_EQ(job.jitter, 30 * second);
    EXPECT_EQ(job.overlap, GS_OVERLAP_PARALLEL);
    EXPECT_EQ(job.max_active, 3);
    EXPECT_EQ(view(job.concurrency_key), "disk");
    EXPECT_EQ(job.catch_up, GS_CATCH_UP_ALL);
    EXPECT_EQ(job.catch_up_window, 172'800 * second);
    EXPECT_EQ(job.catch_up_limit, 7);
    EXPECT_EQ(job.start_deadline, 300 * second);
    EXPECT_EQ(job.timeout, 3'600 * second);
    EXPECT_EQ(job.stall_timeout, 600 * second);
    EXPECT_EQ(job.retries, 0);
    EXPECT_EQ(job.retry_delay, 2 * second);
    EXPECT_EQ(job.retry_max_delay, 60 * second);
    EXPECT_EQ(job.retry_on, GS_RETRY_ON_ANY);
    EXPECT_EQ(job.on_lost, GS_ON_LOST_RUN_AGAIN);
    EXPECT_EQ(job.job_class, GS_CLASS_RESOURCE_INTENSIVE);
    EXPECT_EQ(job.priority, -4);
    EXPECT_EQ(job.disable_after_failures, 9);
    EXPECT_EQ(job.notify_on, GS_NOTIFY_MISSED | GS_NOTIFY_SKIPPED);
    EXPECT_EQ(job.paused, 1);
    EXPECT_EQ(view(job.pause_reason), "later");
    EXPECT_EQ(job.delete_when_finished, 1);
    EXPECT_EQ(view(job.payload), R"({"command":["true"]})");
}

TEST(JobReader, KeepsTheDefaultOfWhatIsLeftOutOrNull) {
    const JobDocument document(default_job(), R"({"retries":null,"start_at":null,"notify_on":null,"payload":null,
        "calendars":null})");
    EXPECT_EQ(document.job().retries, 3);
    EXPECT_EQ(document.job().start_at, GS_NO_TIME);
    EXPECT_EQ(document.job().notify_on, default_job().notify_on);
    EXPECT_EQ(document.job().payload.size, 0U);
    EXPECT_EQ(document.job().label_count, 0);
    EXPECT_EQ(document.job().calendar_count, 0);
}

TEST(JobReader, ReadsAnEmptyNotifyOnAsSilence) {
    EXPECT_EQ(JobDocument(default_job(), R"({"notify_on":[]})").job().notify_on, 0);
}

TEST(JobReader, SetsAnId) {
    JobDocument document(default_job(), "{}");
    document.set_id("given");
    EXPECT_EQ(view(document.job().id), "given");
}

struct Row {
    const char *text;
    const char *sentence;
    const char *field;
};

TEST(JobReader, RefusesNamingTheKey) {
    const std::vector<Row> table = {
        {R"({"shedule":"* * * * *"})", "unknown key \"shedule\" in the job", "shedule"},
        {R"({"revision":3})", "the key \"revision\" is the scheduler's own and cannot be set", "revision"},
        {R"({"next_fire_at":null})", "the key \"next_fire_at\" is the scheduler's own", "next_fire_at"},
        {R"({"id":"a","id":"b"})", "the key \"id\" is there twice", "id"},
        {R"({"id":7})", "id: expected text, found a whole number", "id"},
        {R"({"timeout":"-5m"})", "timeout: \"-5m\" is negative", "timeout"},
        {R"({"timeout":30})", "timeout: expected text, found a whole number", "timeout"},
        {R"({"jitter":"soon"})", "jitter: \"soon\" is not a duration", "jitter"},
        {R"({"stall_timeout":"400d"})", "stall_timeout: \"400d\" is too long", "stall_timeout"},
        {R"({"start_at":"tomorrow"})", "start_at: \"tomorrow\" is not a time", "start_at"},
        {R"({"retries":2147483648})", "retries: 2147483648 is beyond what 32 bits hold", "retries"},
        {R"({"retries":1.5})", "retries: expected a whole number", "retries"},
        {R"({"retries":"3"})", "retries: expected a whole number, found text", "retries"},
        {R"({"max_runs":9223372036854775808})", "max_runs: expected a whole number", "max_runs"},
        {R"({"overlap":"never"})", "overlap: \"never\" is not one of skip, queue, parallel or replace", "overlap"},
        {R"({"class":"heavy"})", "class: \"heavy\" is not one of light, medium or resource-intensive", "class"},
        {R"({"paused":1})", "paused: expected true or false, found a whole number", "paused"},
        {R"({"labels":["a"]})", "labels: expected an object, found an array", "labels"},
        {R"({"labels":{"a":1}})", "labels: expected text, found a whole number", "labels"},
        {R"({"calendars":"holidays"})", "calendars: expected an array, found text", "calendars"},
        {R"({"calendars":["a",7]})", "calendars: expected text, found a whole number", "calendars"},
        {R"({"calendar":["a"]})", "unknown key \"calendar\" in the job", "calendar"},
        {R"({"description":"x"})", "the key \"description\" is the scheduler's own", "description"},
        {R"({"notify_on":"failed"})", "notify_on: expected an array, found text", "notify_on"},
        {R"({"notify_on":["never"]})", "notify_on: \"never\" is not one of", "notify_on"},
        {R"([])", "a job is a JSON object, found an array", ""},
        {R"(nonsense)", "it is not valid JSON", ""},
    };
    for (const Row &row : table) {
        const Refusal refusal = refusal_of([&row] { const JobDocument document(default_job(), row.text); });
        EXPECT_THAT(refusal.sentence, HasSubstr(row.sentence)) << row.text;
        EXPECT_EQ(refusal.field, row.field) << row.text;
    }
}

} // namespace
} // namespace sample_host::json
