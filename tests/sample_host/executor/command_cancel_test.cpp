// Ending a command that is going: the whole group, politely first.
#include "command_fixture.h"

namespace sample_host::executor {
namespace {

TEST_F(CommandTest, CancelEndsTheCommandAndItsGrandchildren) {
    NamedPipe pipe;
    ASSERT_EQ(start(shell("exec 9>\"$1\"; sh -c 'sleep 1000 & sleep 1000 & wait' & echo ready >&9; wait", pipe.path())),
              GS_OK);
    ASSERT_EQ(pipe.line(), "ready");
    EXPECT_EQ(cancel(), GS_OK);
    const Completion completion = completions_.of(1);
    EXPECT_EQ(completion.result, GS_RESULT_CANCELED);
    EXPECT_EQ(completion.error, "canceled, then ended by signal 15 (SIGTERM)");
    EXPECT_TRUE(pipe.all_gone());
}

TEST_F(CommandTest, ACommandThatIgnoresTheRequestIsKilledAfterTheGrace) {
    make(std::chrono::milliseconds(50));
    NamedPipe pipe;
    ASSERT_EQ(start(shell("trap '' TERM; exec 9>\"$1\"; sleep 1000 & echo ready >&9; wait", pipe.path())), GS_OK);
    ASSERT_EQ(pipe.line(), "ready");
    EXPECT_EQ(cancel(), GS_OK);
    const Completion completion = completions_.of(1);
    EXPECT_EQ(completion.result, GS_RESULT_CANCELED);
    EXPECT_EQ(completion.error, "canceled, then ended by signal 9 (SIGKILL)");
    EXPECT_TRUE(pipe.all_gone());
}

TEST_F(CommandTest, ACommandMayTidyUpBeforeItEnds) {
    NamedPipe pipe;
    ASSERT_EQ(
        start(shell("exec 9>\"$1\"; trap 'echo tidied; exit 0' TERM; sleep 1000 & echo ready >&9; wait", pipe.path())),
        GS_OK);
    ASSERT_EQ(pipe.line(), "ready");
    cancel();
    const Completion completion = completions_.of(1);
    EXPECT_EQ(completion.result, GS_RESULT_CANCELED) << "what was told to end has not succeeded";
    EXPECT_EQ(completion.output, "tidied\n");
}

TEST_F(CommandTest, CancelRightAfterTheStartIsNotLost) {
    ASSERT_EQ(start(json_of({"sleep", "1000"})), GS_OK);
    EXPECT_EQ(cancel(), GS_OK);
    const Completion completion = completions_.of(1);
    EXPECT_EQ(completion.result, GS_RESULT_CANCELED);
}

TEST_F(CommandTest, CancelOfAnEndedCommandChangesNothing) {
    EXPECT_EQ(run(json_of({"true"})).result, GS_RESULT_SUCCEEDED);
    EXPECT_EQ(cancel(), GS_OK);
    EXPECT_EQ(state(), GS_ATTEMPT_ENDED);
    EXPECT_EQ(completions_.count(), 1U);
}

TEST_F(CommandTest, CancelOfAnUnknownCommandIsNotFound) {
    make();
    EXPECT_EQ(cancel(9), GS_NOT_FOUND);
    EXPECT_STREQ(error_.text, "attempt 1 of run 00000000-0000-0000-0000-000000000009 is not known to this executor");
}

TEST_F(CommandTest, NothingIsLeftWhenTheExecutorIsDestroyed) {
    NamedPipe pipe;
    ASSERT_EQ(start(shell("trap '' TERM; exec 9>\"$1\"; setsid sleep 1000 & echo ready >&9; wait", pipe.path())),
              GS_OK);
    ASSERT_EQ(pipe.line(), "ready");
    executor_.reset();
    EXPECT_TRUE(pipe.all_gone());
    EXPECT_EQ(completions_.of(1).error, "killed by signal 9 (SIGKILL)");
}

} // namespace
} // namespace sample_host::executor
