// How real commands end: exit codes, signals, commands that cannot be executed.
#include "command_fixture.h"

namespace sample_host::executor {
namespace {

TEST_F(CommandTest, ExitCodeZeroIsSuccess) {
    const Completion completion = run(json_of({"true"}));
    EXPECT_EQ(completion.result, GS_RESULT_SUCCEEDED);
    EXPECT_EQ(completion.error, "");
}

TEST_F(CommandTest, AnotherExitCodeIsFailure) {
    const Completion completion = run(shell("exit 3"));
    EXPECT_EQ(completion.result, GS_RESULT_FAILED);
    EXPECT_EQ(completion.error, "exit code 3");
}

TEST_F(CommandTest, TheExitCodeOfATemporaryFailureIsOne) {
    EXPECT_EQ(run(shell("exit 75")).result, GS_RESULT_FAILED_TEMPORARILY);
}

TEST_F(CommandTest, ASignalThatNobodyAskedForIsFailure) {
    const Completion completion = run(shell("ulimit -c 0; kill -SEGV $$"));
    EXPECT_EQ(completion.result, GS_RESULT_FAILED);
    EXPECT_EQ(completion.error, "killed by signal 11 (SIGSEGV)");
}

TEST_F(CommandTest, AProgramThatIsNotInPathIsAFailure) {
    const Completion completion = run(json_of({"no-such-program-anywhere"}));
    EXPECT_EQ(completion.result, GS_RESULT_FAILED);
    EXPECT_EQ(completion.error, "the command \"no-such-program-anywhere\" was not found in PATH");
}

TEST_F(CommandTest, AFileThatIsNotExecutableIsAFailure) {
    const Completion completion = run(json_of({"/etc/passwd"}));
    EXPECT_EQ(completion.result, GS_RESULT_FAILED);
    EXPECT_EQ(completion.error, "the command \"/etc/passwd\" is not executable by the host's user");
}

TEST_F(CommandTest, AnArgumentThatIsTooLongIsAFailure) {
    const Completion completion = run(json_of({"true", std::string(std::size_t{1024} * 1024, 'x')}));
    EXPECT_EQ(completion.result, GS_RESULT_FAILED);
    EXPECT_EQ(completion.error, "the command \"true\" could not be executed: Argument list too long");
}

TEST_F(CommandTest, NoShellTouchesTheArguments) {
    EXPECT_EQ(run(json_of({"printf", "%s|%s", "$HOME `id` *", "a  b"})).output, "$HOME `id` *|a  b");
}

TEST_F(CommandTest, ACommandWhoseKeeperIsKilledDiesAndFails) {
    NamedPipe pipe;
    const Completion completion =
        run(shell("exec 9>\"$1\"; sleep 1000 & setsid sleep 1000 & kill -KILL $PPID; wait", pipe.path()));
    EXPECT_EQ(completion.result, GS_RESULT_FAILED);
    EXPECT_EQ(completion.error, "the process that kept the command was killed, and the command with it");
    EXPECT_TRUE(pipe.all_gone());
}

TEST_F(CommandTest, TwoHundredCommandsAtOnceAllEnd) {
    make();
    for (int run = 0; run < 200; ++run) {
        ASSERT_EQ(start(shell("cat; exit $1", std::to_string(run % 3)), static_cast<uint8_t>(run)), GS_OK)
            << error_.text;
    }
    for (int run = 0; run < 200; ++run) {
        const Completion completion = completions_.of(static_cast<uint8_t>(run));
        EXPECT_EQ(completion.result, run % 3 == 0 ? GS_RESULT_SUCCEEDED : GS_RESULT_FAILED);
    }
    EXPECT_EQ(completions_.count(), 200U);
}

} // namespace
} // namespace sample_host::executor
