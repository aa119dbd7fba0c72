// Runs and records as rows of `runs --json`.
#include "json/run_json.h"

#include "loader/contract.h"
#include "json/document.h"
#include "json/id.h"

#include <gateway_scheduler/executor.h>

#include <gmock/gmock.h>

namespace sample_host::json {
namespace {

gs_run sample_run() {
    gs_run run{};
    run.struct_size = sizeof(run);
    run.trigger = GS_TRIGGER_SCHEDULE;
    run.id = parse_id("01890a5d-ac96-774b-bcce-b302099a8057");
    run.job_id = lend("backup");
    run.due_at = 60'000'000;
    run.claimed_at = 60'002'000;
    run.state = GS_STATE_CLAIMED;
    run.attempt = 1;
    run.epoch = 1;
    run.owner_instance = lend("default");
    run.started_at = GS_NO_TIME;
    run.finished_at = GS_NO_TIME;
    return run;
}

gs_record sample_record() {
    gs_record record{};
    record.struct_size = sizeof(record);
    record.kind = GS_RECORD_SKIPPED;
    record.id = parse_id("01890a5d-ac96-774b-bcce-b302099a8058");
    record.job_id = lend("backup");
    record.first_due = 60'000'000;
    record.last_due = 60'000'000;
    record.count = 1;
    record.reason = GS_REASON_OVERLAP;
    record.by_instance = lend("default");
    return record;
}

TEST(RunJson, ShowsAnOpenRunWithNullForWhatIsAbsent) {
    EXPECT_EQ(run_to_json(sample_run()),
              R"({"run_id":"01890a5d-ac96-774b-bcce-b302099a8057","job_id":"backup","due_at":"1970-01-01T00:01:00Z",)"
              R"("started_at":null,"finished_at":null,"lateness":"2ms","state":"claimed","reason":null,"merged":0,)"
              R"("late_result":null,"attempt":1,"epoch":1,)"
              R"("trigger":"schedule","instance":"default","error":null,"output":null,"truncated":false})");
}

TEST(RunJson, ShowsAClosedRunByItsOutcome) {
    gs_run run = sample_run();
    run.trigger = GS_TRIGGER_MANUAL;
    run.state = GS_STATE_CLOSED;
    run.outcome = GS_OUTCOME_TIMED_OUT;
    run.reason = GS_REASON_STALLED;
    run.attempt = 2;
    run.epoch = 3;
    run.started_at = 61'000'000;
    run.finished_at = 62'500'000;
    run.error = lend("no sign of life");
    run.output = lend_bytes("half\xE2\x82");
    run.output_truncated = 1;
    EXPECT_EQ(run_to_json(run),
              "{\"run_id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"job_id\":\"backup\","
              "\"due_at\":\"1970-01-01T00:01:00Z\",\"started_at\":\"1970-01-01T00:01:01Z\","
              "\"finished_at\":\"1970-01-01T00:01:02.500000Z\",\"lateness\":\"2ms\",\"state\":\"timed_out\","
              "\"reason\":\"stalled\",\"merged\":0,\"late_result\":null,"
              "\"attempt\":2,\"epoch\":3,\"trigger\":\"manual\",\"instance\":\"default\","
              "\"error\":\"no sign of life\",\"output\":\"half\xEF\xBF\xBD\",\"truncated\":true}");
}

TEST(RunJson, ShowsHowLateItWasAndWhatItStandsFor) {
    gs_run run = sample_run();
    run.claimed_at = run.due_at + 3 * 3'600'000'000;
    run.merged = 17;
    run.late_result = GS_RESULT_FAILED_TEMPORARILY;
    const Document row = Document::parse(run_to_json(run));
    EXPECT_EQ(row.find("lateness")->text(), "3h");
    EXPECT_EQ(row.find("merged")->integer(), 17);
    EXPECT_EQ(row.find("late_result")->text(), "failed_temporarily");
    run.merged = -1;
    EXPECT_TRUE(Document::parse(run_to_json(run)).find("merged")->is_null()) << "more than can be counted";
}

TEST(RunJson, TellsEmptyOutputFromNone) {
    gs_run run = sample_run();
    run.state = GS_STATE_CLOSED;
    run.outcome = GS_OUTCOME_SKIPPED;
    EXPECT_TRUE(Document::parse(run_to_json(run)).find("output")->is_null());
    run.outcome = GS_OUTCOME_SUCCEEDED;
    run.started_at = 61'000'000;
    EXPECT_EQ(Document::parse(run_to_json(run)).find("output")->text(), "");
}

TEST(RunJson, ShowsARecordOfOneInstantWithTheKeysOfARun) {
    EXPECT_EQ(record_to_json(sample_record()),
              R"({"run_id":null,"job_id":"backup","due_at":"1970-01-01T00:01:00Z","started_at":null,)"
              R"("finished_at":null,"lateness":null,"state":"skipped","reason":"overlap","merged":null,)"
              R"("late_result":null,"attempt":null,"epoch":null,)"
              R"("trigger":"schedule","instance":"default","error":null,"output":null,"truncated":null})");
}

TEST(RunJson, ShowsARangeWithItsLastInstantAndCount) {
    gs_record record = sample_record();
    record.kind = GS_RECORD_MISSED;
    record.reason = GS_REASON_WINDOW;
    record.last_due = 180'000'000;
    record.count = 3;
    const Document row = Document::parse(record_to_json(record));
    EXPECT_EQ(row.find("state")->text(), "missed");
    EXPECT_EQ(row.find("last_due_at")->text(), "1970-01-01T00:03:00Z");
    EXPECT_EQ(row.find("count")->integer(), 3);
    record.count = -1;
    EXPECT_TRUE(Document::parse(record_to_json(record)).find("count")->is_null());
}

TEST(RunJson, NamesTheRunThatARecordRefersTo) {
    gs_record record = sample_record();
    record.run = sample_run().id;
    EXPECT_EQ(Document::parse(record_to_json(record)).find("error")->text(),
              "beside run 01890a5d-ac96-774b-bcce-b302099a8057");
    record.kind = GS_RECORD_MERGED;
    record.detail = lend("host was down");
    EXPECT_EQ(Document::parse(record_to_json(record)).find("error")->text(),
              "host was down; merged into run 01890a5d-ac96-774b-bcce-b302099a8057");
    record.detail = lend("into 01890a5d-ac96-774b-bcce-b302099a8057");
    EXPECT_EQ(Document::parse(record_to_json(record)).find("error")->text(),
              "into 01890a5d-ac96-774b-bcce-b302099a8057");
}

} // namespace
} // namespace sample_host::json
