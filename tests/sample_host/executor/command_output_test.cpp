// Standard input and output of real commands.
#include "command_fixture.h"

namespace sample_host::executor {
namespace {

constexpr std::size_t mebibyte = std::size_t{1024} * 1024;

TEST_F(CommandTest, ThePromptIsOnStandardInput) {
    EXPECT_EQ(run(json_of({"cat"}, "say hello")).output, "say hello");
}

TEST_F(CommandTest, ABigPromptIsReadWhole) {
    EXPECT_EQ(run(json_of({"wc", "-c"}, std::string(mebibyte, 'p'))).output, "1048576\n");
}

TEST_F(CommandTest, ABigPromptThatIsNotReadHindersNothing) {
    EXPECT_EQ(run(json_of({"true"}, std::string(mebibyte, 'p'))).result, GS_RESULT_SUCCEEDED);
}

TEST_F(CommandTest, StandardErrorIsPartOfTheOutputInOrder) {
    EXPECT_EQ(run(shell("echo one; echo two >&2; echo three")).output, "one\ntwo\nthree\n");
}

TEST_F(CommandTest, ExactlySixtyFourKibibytesAreNotCut) {
    const Completion completion = run(shell("head -c 65536 /dev/zero"));
    EXPECT_EQ(completion.output.size(), 65536U);
    EXPECT_FALSE(completion.truncated);
}

TEST_F(CommandTest, MoreOutputIsCutAndTheRestIsThrownAway) {
    const Completion completion = run(shell("head -c 5000000 /dev/zero && echo done >&2"));
    EXPECT_EQ(completion.result, GS_RESULT_SUCCEEDED);
    EXPECT_EQ(completion.output.size(), 65536U);
    EXPECT_TRUE(completion.truncated);
}

TEST_F(CommandTest, OutputIsNeverCutInsideACharacter) {
    const Completion completion = run(shell("head -c 65535 /dev/zero; printf '€uro'"));
    EXPECT_EQ(completion.output.size(), 65535U);
    EXPECT_TRUE(completion.truncated);
}

TEST_F(CommandTest, ACommandThatClosesItsOutputGoesOn) {
    NamedPipe pipe;
    ASSERT_EQ(start(shell("echo before; exec >&- 2>&-; exec 9>\"$1\"; echo still here >&9; exit 4", pipe.path())),
              GS_OK);
    EXPECT_EQ(pipe.line(), "still here");
    const Completion completion = completions_.of(1);
    EXPECT_EQ(completion.output, "before\n");
    EXPECT_EQ(completion.error, "exit code 4");
}

TEST_F(CommandTest, ABackgroundProcessThatHoldsTheOutputDiesWithTheCommand) {
    NamedPipe pipe;
    const Completion completion = run(shell("exec 9>\"$1\"; echo text; sleep 1000 & exit 0", pipe.path()));
    EXPECT_EQ(completion.result, GS_RESULT_SUCCEEDED);
    EXPECT_EQ(completion.output, "text\n");
    EXPECT_TRUE(pipe.all_gone());
}

TEST_F(CommandTest, ADaemonThatLeftTheGroupDiesWithTheCommandToo) {
    NamedPipe pipe;
    // The daemon tells the command to end once it is a daemon.
    const std::string script =
        "exec 9>\"$1\"; trap 'exit 0' USR1; "
        "(setsid sh -c \"sleep 1000 & kill -USR1 $$; wait\" &); while :; do sleep 1000 & wait; done";
    EXPECT_EQ(run(shell(script, pipe.path())).result, GS_RESULT_SUCCEEDED);
    EXPECT_TRUE(pipe.all_gone());
}

} // namespace
} // namespace sample_host::executor
