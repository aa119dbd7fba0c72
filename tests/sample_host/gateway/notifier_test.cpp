// The notifier: first the row, then the line.
#include "notifier/notifier.h"

#include "loader/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sample_host::notifier {
namespace {

class Store : public Storage {
  public:
    const gs_storage &table() override { return table_; }
    std::int64_t now() const override { return 0; }
    bool has_calendar(const std::string &) override { return false; }
    CalendarChange set_calendar(const std::string &, const std::vector<gs_day_range> &) override {
        return CalendarChange::unchanged;
    }
    void remove_calendar(const std::string &) override {}
    void insert_notice(const gs_notice &) override {
        if (broken) throw std::runtime_error("the database is locked");
        ++rows;
    }

    bool broken = false;
    int rows = 0;

  private:
    gs_storage table_{};
};

class NotifierTest : public testing::Test {
  protected:
    int32_t notify(int32_t event) {
        gs_run run{};
        run.outcome = GS_OUTCOME_FAILED;
        gs_notice notice{};
        notice.event = event;
        notice.job_id = lend("nightly");
        notice.run = &run;
        testing::internal::CaptureStderr();
        const int32_t status = notifier_.table().notify(notifier_.table().context, &notice, &error_);
        log_ = testing::internal::GetCapturedStderr();
        return status;
    }

    Store store_;
    const Notifier notifier_{store_};
    gs_error error_ = empty_error();
    std::string log_;
};

TEST_F(NotifierTest, ANoticeIsARowAndALine) {
    EXPECT_EQ(notify(GS_NOTIFY_COMPLETED), GS_OK);
    EXPECT_EQ(store_.rows, 1);
    EXPECT_THAT(log_, testing::HasSubstr(" info job nightly: run "));
}

TEST_F(NotifierTest, BadNewsAreWarnings) {
    EXPECT_EQ(notify(GS_NOTIFY_FAILED), GS_OK);
    EXPECT_THAT(log_, testing::HasSubstr(" warning job nightly: run "));
}

TEST_F(NotifierTest, AStoreThatIsAwayLetsTheNoticeComeAgain) {
    store_.broken = true;
    EXPECT_EQ(notify(GS_NOTIFY_FAILED), GS_UNAVAILABLE);
    EXPECT_STREQ(error_.text, "the database is locked");
    EXPECT_EQ(log_, "") << "told twice when it comes again";
}

} // namespace
} // namespace sample_host::notifier
