// The executor's table as the scheduler uses it: refusals, repeated starts, queries, releases.
#include "command_fixture.h"

#include "executor/process_tree.h"

namespace sample_host::executor {
namespace {

TEST_F(CommandTest, APayloadThatDoesNotParseIsRefused) {
    EXPECT_EQ(start("no json"), GS_REFUSED);
    EXPECT_STREQ(error_.field, "payload");
    EXPECT_THAT(error_.text, testing::StartsWith("the payload is not JSON"));
    EXPECT_EQ(state(), GS_ATTEMPT_NEVER_STARTED);
}

TEST_F(CommandTest, OneAttemptStartsOnce) {
    NamedPipe pipe;
    const std::string payload = shell("exec 9>\"$1\"; echo ready >&9; exec sleep 1000", pipe.path());
    ASSERT_EQ(start(payload), GS_OK);
    ASSERT_EQ(pipe.line(), "ready");
    EXPECT_EQ(start(payload), GS_ALREADY);
    EXPECT_STREQ(error_.text, "attempt 1 of run 00000000-0000-0000-0000-000000000001 was started before");
    cancel();
    completions_.of(1);
    EXPECT_TRUE(pipe.all_gone());
    EXPECT_EQ(pipe.line(), "") << "a second command wrote";
    EXPECT_EQ(start(payload), GS_ALREADY) << "ended, and not released yet";
}

TEST_F(CommandTest, ARetryIsAnotherAttempt) {
    EXPECT_EQ(run(shell("echo $ATTEMPT")).output, "1\n");
    ASSERT_EQ(start(shell("echo $ATTEMPT"), 1, 2), GS_OK);
    EXPECT_EQ(completions_.of(1, 2).output, "2\n");
}

TEST_F(CommandTest, QueryTellsWhatBecameOfAnAttempt) {
    NamedPipe pipe;
    ASSERT_EQ(start(shell("exec 9>\"$1\"; echo ready >&9; exec sleep 1000", pipe.path()), 1), GS_OK);
    ASSERT_EQ(pipe.line(), "ready");
    EXPECT_EQ(state(1), GS_ATTEMPT_GOING);
    EXPECT_FALSE(ended_);
    EXPECT_EQ(state(2), GS_ATTEMPT_NEVER_STARTED);
    ASSERT_EQ(start(shell("echo bye"), 3), GS_OK);
    completions_.of(3);
    EXPECT_EQ(state(3), GS_ATTEMPT_ENDED);
    EXPECT_EQ(ended_, "bye\n");
    release(3);
    EXPECT_EQ(state(3), GS_ATTEMPT_NEVER_STARTED);
    EXPECT_FALSE(ended_);
}

TEST_F(CommandTest, WithoutASchedulerCompletionsAreKept) {
    make();
    executor_->set_scheduler(nullptr, nullptr);
    NamedPipe pipe;
    ASSERT_EQ(start(shell("exec 9>\"$1\"; echo kept", pipe.path()), 1), GS_OK);
    ASSERT_TRUE(pipe.all_gone());
    // The end of the processes is seen a moment before the executor has noted it.
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (state(1) == GS_ATTEMPT_GOING && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    EXPECT_EQ(state(1), GS_ATTEMPT_ENDED);
    EXPECT_EQ(ended_, "kept\n");
    EXPECT_EQ(completions_.count(), 0U);
}

TEST_F(CommandTest, EveryExecutorHasASessionOfItsOwn) {
    make();
    const gs_id first = table().session;
    executor_.reset();
    make();
    EXPECT_NE(AttemptKey(first, 0), AttemptKey(table().session, 0));
    EXPECT_NE(AttemptKey(gs_id{}, 0), AttemptKey(table().session, 0));
}

TEST_F(CommandTest, WithoutItsSpawnerTheExecutorSaysThatItIsBroken) {
    make();
    pollfd broken{executor_->broken_descriptor(), POLLIN, 0};
    EXPECT_EQ(::poll(&broken, 1, 0), 0);
    const auto children = children_of_this_process();
    ASSERT_EQ(children.size(), 1U);
    ::kill(children.front(), SIGKILL);
    EXPECT_EQ(::poll(&broken, 1, static_cast<int>(std::chrono::milliseconds(patience).count())), 1);
    EXPECT_EQ(start(json_of({"true"})), GS_UNAVAILABLE);
    EXPECT_STREQ(error_.text, "the process that starts commands does not take them: Broken pipe");
    EXPECT_EQ(state(), GS_ATTEMPT_NEVER_STARTED);
}

} // namespace
} // namespace sample_host::executor
