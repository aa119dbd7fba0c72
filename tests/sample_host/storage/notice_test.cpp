// notice_test.cpp - the notifier's rows.
#include "storage_fixture.h"

namespace sample_host::sqlite {
namespace {

class NoticeTest : public StorageFixture {
  protected:
    NoticeTest() {
        run_.outcome = GS_OUTCOME_FAILED;
        run_.reason = GS_REASON_STALLED;
        run_.due_at = noon - second;
        run_.error = {"it hung", 7};
        notice_.struct_size = sizeof notice_;
        notice_.event = GS_NOTIFY_FAILED;
        notice_.id = id(7);
        notice_.job_id = {"backup", 6};
        notice_.job_name = {"Backup", 6};
        notice_.owner = {"ann", 3};
        notice_.run = &run_;
    }

    gs_run run_{};
    gs_record record_{};
    gs_notice notice_{};
};

TEST_F(NoticeTest, OfARunSaysWhatBecameOfIt) {
    storage().insert_notice(notice_);
    EXPECT_EQ(value("SELECT id || ' ' || event || ' ' || at || ' ' || job_id || ' ' || job_name || ' ' || owner FROM "
                    "notice"),
              "00000000-0000-0000-0000-000000000007 failed " + std::to_string(noon) + " backup Backup ann");
    EXPECT_EQ(value("SELECT about || ' ' || outcome || ' ' || reason || ' ' || due_at || ' ' || detail FROM notice"),
              "run failed stalled " + std::to_string(noon - second) + " it hung");
}

TEST_F(NoticeTest, OfARecordSaysWhatItTells) {
    record_.kind = GS_RECORD_MISSED;
    record_.reason = GS_REASON_WINDOW;
    record_.first_due = GS_NO_TIME;
    record_.detail = {"late", 4};
    notice_.event = GS_NOTIFY_MISSED;
    notice_.run = nullptr;
    notice_.record = &record_;
    storage().insert_notice(notice_);
    EXPECT_EQ(value("SELECT event || ' ' || about || ' ' || outcome || ' ' || reason || ' ' || detail FROM notice"),
              "missed record missed window late");
    EXPECT_EQ(value("SELECT due_at IS NULL FROM notice"), "1");
}

TEST_F(NoticeTest, SentAgainItIsThereOnce) {
    storage().insert_notice(notice_);
    set_now(noon + second);
    storage().insert_notice(notice_);
    EXPECT_EQ(value("SELECT count(*) FROM notice"), "1");
    EXPECT_EQ(value("SELECT at FROM notice"), std::to_string(noon));
}

TEST_F(NoticeTest, OfNothingOrOfBothIsRefused) {
    notice_.record = &record_;
    EXPECT_THROW(storage().insert_notice(notice_), std::runtime_error);
    notice_.run = nullptr;
    notice_.record = nullptr;
    EXPECT_THROW(storage().insert_notice(notice_), std::runtime_error);
    EXPECT_EQ(value("SELECT count(*) FROM notice"), "0");
}

} // namespace
} // namespace sample_host::sqlite
