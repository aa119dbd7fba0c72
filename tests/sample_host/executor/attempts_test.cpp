// The memory of attempts: what is known until it is released.
#include "executor/attempts.h"

#include <gtest/gtest.h>

namespace sample_host::executor {
namespace {

const AttemptKey first(gs_id{{1}}, 1);
const AttemptKey retry(gs_id{{1}}, 2);

TEST(Attempts, AnAttemptBeginsOnceOnly) {
    Attempts attempts;
    EXPECT_TRUE(attempts.begin(first));
    EXPECT_FALSE(attempts.begin(first));
    EXPECT_TRUE(attempts.begin(retry));
}

TEST(Attempts, AnAttemptIsGoingFromItsBeginningToItsEnd) {
    Attempts attempts;
    EXPECT_EQ(attempts.find(first).state, GS_ATTEMPT_NEVER_STARTED);
    attempts.begin(first);
    EXPECT_EQ(attempts.find(first).state, GS_ATTEMPT_GOING);
    attempts.end(first, Completion{GS_RESULT_SUCCEEDED, "text", false, ""});
    EXPECT_EQ(attempts.find(first).state, GS_ATTEMPT_ENDED);
    EXPECT_EQ(attempts.find(first).completion->output, "text");
}

TEST(Attempts, AnAbandonedAttemptNeverStarted) {
    Attempts attempts;
    attempts.begin(first);
    attempts.abandon(first);
    EXPECT_EQ(attempts.find(first).state, GS_ATTEMPT_NEVER_STARTED);
    EXPECT_TRUE(attempts.begin(first));
}

TEST(Attempts, AnEndedAttemptStaysUntilItIsReleased) {
    Attempts attempts;
    attempts.begin(first);
    attempts.end(first, Completion{});
    EXPECT_FALSE(attempts.begin(first));
    attempts.release(first);
    EXPECT_EQ(attempts.find(first).state, GS_ATTEMPT_NEVER_STARTED);
}

TEST(Attempts, AnAttemptReleasedWhileGoingIsForgottenAtItsEnd) {
    Attempts attempts;
    attempts.begin(first);
    attempts.release(first);
    EXPECT_EQ(attempts.find(first).state, GS_ATTEMPT_GOING);
    attempts.end(first, Completion{});
    EXPECT_EQ(attempts.find(first).state, GS_ATTEMPT_NEVER_STARTED);
}

TEST(Attempts, ReleaseAndEndOfUnknownAttemptsAreIgnored) {
    Attempts attempts;
    attempts.release(first);
    attempts.end(first, Completion{});
    EXPECT_EQ(attempts.find(first).state, GS_ATTEMPT_NEVER_STARTED);
}

} // namespace
} // namespace sample_host::executor
