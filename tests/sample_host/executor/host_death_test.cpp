// Commands die with their host, however it dies.
#include "command_fixture.h"

#include <spawn.h>
#include <sys/wait.h>

#include <csignal>

namespace sample_host::executor {
namespace {

constexpr const char *stubborn = "trap '' TERM; exec 9>\"$1\"; sleep 1000 & setsid sh -c 'sleep 1000 & wait' & "
                                 "(setsid sleep 1000 &); echo ready >&9; wait";

class HostDeathTest : public testing::Test {
  protected:
    void start_host() {
        std::array<int, 2> ends{-1, -1};
        ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
        const Descriptor reader(ends[0]);
        Descriptor writer(ends[1]);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, writer.get(), STDOUT_FILENO);
        std::string program = EXECUTOR_TEST_HOST;
        std::string payload = shell(stubborn, pipe_.path());
        std::array<char *, 3> arguments{program.data(), payload.data(), nullptr};
        ASSERT_EQ(::posix_spawn(&host_, program.c_str(), &actions, nullptr, arguments.data(), ::environ), 0);
        ::posix_spawn_file_actions_destroy(&actions);
        writer.close();
        std::string text;
        char character = 0;
        while (::read(reader.get(), &character, 1) == 1 && character != '\n') text += character;
        ASSERT_FALSE(text.empty()) << "the host did not start its command";
        spawner_ = std::stoi(text);
        ASSERT_EQ(pipe_.line(), "ready");
    }

    void TearDown() override {
        if (host_ > 0) ::waitpid(host_, nullptr, 0);
    }

    NamedPipe pipe_;
    pid_t host_ = -1;
    pid_t spawner_ = -1;
};

TEST_F(HostDeathTest, AKilledHostTakesItsCommandsWithIt) {
    start_host();
    ::kill(host_, SIGKILL);
    EXPECT_TRUE(pipe_.all_gone());
}

TEST_F(HostDeathTest, AHostKilledTogetherWithItsSpawnerTakesItsCommandsWithIt) {
    start_host();
    ::kill(spawner_, SIGKILL);
    ::kill(host_, SIGKILL);
    EXPECT_TRUE(pipe_.all_gone());
}

TEST_F(HostDeathTest, AHostEndedByASignalTakesItsCommandsWithIt) {
    start_host();
    ::kill(host_, SIGTERM);
    EXPECT_TRUE(pipe_.all_gone());
}

} // namespace
} // namespace sample_host::executor
