// What a command inherits of the host: next to nothing.
#include "command_fixture.h"

#include <csignal>

namespace sample_host::executor {
namespace {

TEST_F(CommandTest, TheEnvironmentIsScrubbed) {
    ::setenv("GATEWAY_SECRET", "do not pass", 1);
    ::setenv("TMPDIR", "/tmp", 1);
    due_at_ = INT64_C(1798221600500000);
    const std::string output = run(json_of({"env"})).output;
    ::unsetenv("GATEWAY_SECRET");
    EXPECT_THAT(output, testing::Not(testing::HasSubstr("GATEWAY_SECRET")));
    EXPECT_THAT(output, testing::HasSubstr("TMPDIR=/tmp\n"));
    EXPECT_THAT(output, testing::HasSubstr("JOB_ID=nightly report\n"
                                           "RUN_ID=00000000-0000-0000-0000-000000000001\n"
                                           "DUE_AT=2026-12-25T18:00:00.500000Z\n"
                                           "ATTEMPT=1\n"
                                           "LATENESS=3.500000\n"
                                           "MERGED=2\n"));
}

TEST_F(CommandTest, NoDescriptorOfTheHostIsInherited) {
    const Descriptor leaky(::open("/dev/null", O_RDONLY)); // without O_CLOEXEC, before the spawner is made
    ASSERT_TRUE(leaky);
    // The fourth is the one by which ls reads the folder.
    EXPECT_EQ(run(json_of({"ls", "/proc/self/fd"})).output, "0\n1\n2\n3\n");
}

TEST_F(CommandTest, NoSignalIsBlockedOrIgnored) {
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    const std::string output = run(json_of({"grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"})).output;
    std::signal(SIGPIPE, before);
    EXPECT_EQ(output, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST_F(CommandTest, ACommandLeadsAGroupOfItsOwnWithoutATerminal) {
    const std::string output =
        run(shell(
                "set -- $(sed 's/.*) //' /proc/$$/stat); echo \"$$ $3 $4 $5\"; (: </dev/tty) 2>/dev/null || echo none"))
            .output;
    // Process, group, session, terminal.
    EXPECT_THAT(output, testing::MatchesRegex("([0-9]+) [0-9]+ [0-9]+ 0\nnone\n"));
    std::istringstream numbers(output);
    int process = 0;
    int group = 0;
    int session = 0;
    numbers >> process >> group >> session;
    EXPECT_EQ(process, group);
    EXPECT_EQ(process, session);
}

TEST_F(CommandTest, TheSpawnerHasANameOfItsOwn) {
    EXPECT_EQ(run(shell("tr -d '\\0' </proc/$PPID/cmdline; echo; cat /proc/$PPID/comm")).output,
              "gateway-spawner\ngateway-spawner\n");
}

} // namespace
} // namespace sample_host::executor
