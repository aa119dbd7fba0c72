// rules_test.cpp - rules of the protocol that this storage keeps by itself, whatever an engine asks for.
#include "storage_fixture.h"

namespace sample_host::sqlite {
namespace {

class RulesTest : public StorageFixture {
  protected:
    const std::string job_ = "job";
};

TEST_F(RulesTest, TheCursorNeverGoesBack) {
    const std::int64_t version = put(definition(job_), noon).version;
    const std::int64_t claimed = claim(job_, version, id(1), noon).version;
    ASSERT_EQ(value("SELECT cursor FROM job"), std::to_string(noon));
    const Answer older = claim(job_, claimed, id(2), noon - second);
    ASSERT_EQ(older.outcome, GS_ITEM_DONE);
    EXPECT_EQ(value("SELECT cursor FROM job"), std::to_string(noon));
    ASSERT_EQ(put(definition(job_), GS_NO_TIME, older.version).outcome, GS_ITEM_DONE) << "with a cursor of none";
    EXPECT_EQ(value("SELECT cursor FROM job"), std::to_string(noon));
}

TEST_F(RulesTest, AManualRunNeverArmsItsJob) {
    const std::int64_t version = put(definition(job_), GS_NO_TIME).version;
    ASSERT_EQ(claim(job_, version, id(1), noon, GS_TRIGGER_MANUAL).outcome, GS_ITEM_DONE);
    ASSERT_EQ(close(id(1), noon + second).outcome, GS_ITEM_DONE);
    EXPECT_EQ(value("SELECT next_fire IS NULL AND look_at IS NULL FROM job"), "1");
}

TEST_F(RulesTest, AScheduledRunDoes) {
    const std::int64_t version = put(definition(job_), noon).version;
    ASSERT_EQ(claim(job_, version, id(1), noon).outcome, GS_ITEM_DONE);
    ASSERT_EQ(close(id(1), noon + second).outcome, GS_ITEM_DONE);
    EXPECT_EQ(value("SELECT next_fire FROM job"), std::to_string(noon + second));
}

TEST_F(RulesTest, APayloadIsApartFromTheRowAndGoesWithIt) {
    gs_job job = definition(job_);
    job.payload = gs_bytes{reinterpret_cast<const std::uint8_t *>("abc"), 3};
    const std::int64_t version = put(job, GS_NO_TIME).version;
    EXPECT_EQ(value("SELECT count(*) FROM job_payload"), "1");
    storage().writing().database().exec("DELETE FROM job WHERE version = " + std::to_string(version));
    EXPECT_EQ(value("SELECT count(*) FROM job_payload"), "0");
}

TEST_F(RulesTest, ADefinitionThatCannotBeStoredIsBad) {
    const auto outcome = [&](void (*spoil)(gs_job &)) {
        gs_job job = definition(job_);
        spoil(job);
        return put(job, GS_NO_TIME).outcome;
    };
    EXPECT_EQ(outcome([](gs_job &job) { job.overlap = 9; }), GS_ITEM_BAD);
    EXPECT_EQ(outcome([](gs_job &job) { job.job_class = 3; }), GS_ITEM_BAD);
    EXPECT_EQ(outcome([](gs_job &job) { job.id = {nullptr, 0}; }), GS_ITEM_BAD);
    EXPECT_EQ(outcome([](gs_job &job) { job.payload.size = GS_MAX_PAYLOAD_SIZE + 1; }), GS_ITEM_BAD);
    EXPECT_EQ(value("SELECT count(*) FROM job"), "0");
}

TEST_F(RulesTest, ALateResultThatIsNoneIsBad) {
    const std::int64_t version = put(definition(job_), noon).version;
    ASSERT_EQ(claim(job_, version, id(1), noon).outcome, GS_ITEM_DONE);
    ASSERT_EQ(close(id(1), GS_NO_TIME).outcome, GS_ITEM_DONE);
    EXPECT_EQ(note_late_result(id(1), 99).outcome, GS_ITEM_BAD);
    EXPECT_EQ(value("SELECT late_result FROM run"), "none");
}

TEST_F(RulesTest, LabelsThatAreNoJsonAreBad) {
    gs_job job = definition(job_);
    const gs_label twice[] = {{{"a", 1}, {"1", 1}}, {{"a", 1}, {"2", 1}}};
    job.labels = twice;
    job.label_count = 2;
    EXPECT_EQ(put(job, GS_NO_TIME).outcome, GS_ITEM_BAD);
    const gs_label not_text[] = {{{"a", 1}, {"\xff", 1}}};
    job.labels = not_text;
    job.label_count = 1;
    EXPECT_EQ(put(job, GS_NO_TIME).outcome, GS_ITEM_BAD);
}

TEST_F(RulesTest, LabelsAreJsonThatTheShellCanAsk) {
    gs_job job = definition(job_);
    const gs_label labels[] = {{{"team", 4}, {"ops", 3}}};
    job.labels = labels;
    job.label_count = 1;
    ASSERT_EQ(put(job, GS_NO_TIME).outcome, GS_ITEM_DONE);
    EXPECT_EQ(value("SELECT labels ->> 'team' FROM job"), "ops");
}

} // namespace
} // namespace sample_host::sqlite
