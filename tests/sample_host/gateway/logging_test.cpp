// The log's lines.
#include "gateway/logging.h"

#include "loader/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sample_host {
namespace {

TEST(Logging, ALineHasATimeALevelAndTheMessage) {
    testing::internal::CaptureStderr();
    log(GS_LOG_WARNING, "näher {} %s");
    EXPECT_THAT(testing::internal::GetCapturedStderr(),
                testing::MatchesRegex("20[0-9-]+T[0-9:]+\\.[0-9]{3}Z warning näher \\{\\} %s\n"));
}

TEST(Logging, AMessageIsOneLine) {
    testing::internal::CaptureStderr();
    log(GS_LOG_ERROR, "one\ntwo\x1b[2J\x7f");
    EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::EndsWith(" error one?two?[2J?\n"));
}

TEST(Logging, TheSchedulersMessagesPassFromItsLevelUp) {
    EXPECT_EQ(scheduler_log().level, GS_LOG_INFO);
    testing::internal::CaptureStderr();
    scheduler_log().write(nullptr, GS_LOG_INFO, lend("from the scheduler"));
    EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::EndsWith(" info from the scheduler\n"));
}

} // namespace
} // namespace sample_host
