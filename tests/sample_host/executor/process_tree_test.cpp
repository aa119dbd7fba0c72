// The list of one's own children, while processes come and go.
#include "executor/process_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace sample_host::executor {
namespace {

pid_t spawn_shell(const char *script) {
    std::array<std::string, 3> texts = {"sh", "-c", script};
    std::array<char *, 4> arguments{texts[0].data(), texts[1].data(), texts[2].data(), nullptr};
    pid_t process = -1;
    EXPECT_EQ(::posix_spawnp(&process, "sh", nullptr, nullptr, arguments.data(), ::environ), 0);
    return process;
}

TEST(ProcessTree, ProcessesThatVanishWhileTheyAreLookedAtAreNoFault) {
    const pid_t child = spawn_shell("i=0; while [ $i -lt 500 ]; do /bin/true; i=$((i+1)); done");
    siginfo_t information{};
    int looks = 0;
    while (::waitid(P_PID, static_cast<id_t>(child), &information, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           information.si_pid == 0) {
        EXPECT_THAT(children_of_this_process(), testing::ElementsAre(child));
        ++looks;
    }
    EXPECT_GT(looks, 0);
    ::waitpid(child, nullptr, 0);
    EXPECT_FALSE(has_children());
    EXPECT_THAT(children_of_this_process(), testing::IsEmpty());
}

TEST(ProcessTree, TheSparedAreNotKilled) {
    const pid_t spared = spawn_shell("exec sleep 1000");
    const pid_t other = spawn_shell("exec sleep 1000");
    kill_children({spared});
    int status = 0;
    ASSERT_EQ(::waitpid(other, &status, 0), other);
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_TRUE(has_children());
    kill_children({});
    ASSERT_EQ(::waitpid(spared, &status, 0), spared);
    EXPECT_FALSE(has_children());
}

} // namespace
} // namespace sample_host::executor
