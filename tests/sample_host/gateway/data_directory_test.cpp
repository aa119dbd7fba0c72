// The data directory: its lock, its id, its token, and how a client finds the host.
#include "gateway/data_directory.h"

#include "gateway/atomic_file.h"
#include "temporary_directory.h"
#include "json/id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <thread>

namespace sample_host {
namespace {

class DataDirectoryTest : public testing::Test {
  protected:
    std::string refusal() const {
        return sentence_of<DataDirectoryError>([&] { const DataDirectory directory(path_); });
    }

    const TemporaryDirectory parent_;
    const std::filesystem::path path_ = parent_.path() / "state" / "gateway";
};

TEST_F(DataDirectoryTest, IsMadeForItsOwnerOnly) {
    const DataDirectory directory(path_);
    EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms(0700));
    EXPECT_EQ(std::filesystem::status(path_ / "token").permissions(), std::filesystem::perms(0600));
    EXPECT_THAT(directory.token(), testing::MatchesRegex("[0-9a-f]{64}"));
    EXPECT_FALSE(json::is_none(directory.id()));
}

TEST_F(DataDirectoryTest, KeepsItsIdAndItsTokenOverARestart) {
    std::string token;
    gs_id id{};
    {
        const DataDirectory directory(path_);
        token = directory.token();
        id = directory.id();
    }
    const DataDirectory directory(path_);
    EXPECT_EQ(directory.token(), token);
    EXPECT_EQ(json::format_id(directory.id()), json::format_id(id));
}

TEST_F(DataDirectoryTest, TwoDirectoriesHaveDifferentIdsAndTokens) {
    const DataDirectory one(path_);
    const DataDirectory other(parent_.path() / "other");
    EXPECT_NE(one.token(), other.token());
    EXPECT_NE(json::format_id(one.id()), json::format_id(other.id()));
}

TEST_F(DataDirectoryTest, ASecondHostIsTurnedAway) {
    const DataDirectory first(path_);
    EXPECT_EQ(refusal(),
              "another host runs on the data directory " + path_.string() + ", process " + std::to_string(::getpid()));
}

// The lock outlives its process in the processes that clean up after it; the next host waits for them.
TEST_F(DataDirectoryTest, AHostWaitsForTheKeepersOfADeadOne) {
    std::array<int, 2> ends{-1, -1};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const pid_t host = ::fork();
    if (host == 0) {
        const DataDirectory directory(path_);
        directory.write_endpoint("127.0.0.1:8080");
        if (::fork() == 0) {
            ::close(ends[1]);
            char byte = 0;
            [[maybe_unused]] const ssize_t count = ::read(ends[0], &byte, 1); // until the test lets go
        }
        ::_exit(0);
    }
    ::waitpid(host, nullptr, 0);
    ::close(ends[0]);
    ASSERT_TRUE(find_running_host(path_)) << "the lock should be held still";
    std::thread release([&] { ::close(ends[1]); });
    EXPECT_EQ(refusal(), "");
    release.join();
}

TEST_F(DataDirectoryTest, AFileInItsPlaceIsNoDirectory) {
    std::filesystem::create_directories(path_.parent_path());
    std::ofstream(path_) << "x";
    EXPECT_EQ(refusal(), "the data directory " + path_.string() + " is not a directory");
}

TEST_F(DataDirectoryTest, APlaceThatCannotBeWrittenIsNamed) {
    EXPECT_EQ(sentence_of<DataDirectoryError>([] { const DataDirectory directory("/proc/gateway"); }),
              "cannot make the data directory /proc/gateway: No such file or directory");
}

TEST_F(DataDirectoryTest, ATokenThatOthersCanReadIsRefused) {
    { const DataDirectory directory(path_); }
    std::filesystem::permissions(path_ / "token", std::filesystem::perms(0640));
    EXPECT_EQ(refusal(), "the token file " + (path_ / "token").string() +
                             " can be read by others than its owner, expected mode 0600");
}

TEST_F(DataDirectoryTest, ADamagedTokenOrIdIsRefused) {
    { const DataDirectory directory(path_); }
    write_file_atomically(path_ / "token", "short", 0600);
    EXPECT_EQ(refusal(), "the token file " + (path_ / "token").string() + " does not hold 64 hexadecimal digits");
    write_file_atomically(path_ / "id", "no id", 0600);
    EXPECT_EQ(refusal(), "the file " + (path_ / "id").string() + " does not hold an id, expected a UUID");
}

// Whatever the user's umask would leave to others.
TEST_F(DataDirectoryTest, AllThatIsMadeIsForItsOwnerOnly) {
    const mode_t before = ::umask(0);
    const DataDirectory directory(path_);
    directory.write_endpoint("127.0.0.1:8080");
    ::umask(before);
    EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms(0700));
    for (const char *file : {"lock", "id", "token", "endpoint"}) {
        EXPECT_EQ(std::filesystem::status(path_ / file).permissions(), std::filesystem::perms(0600)) << file;
    }
}

TEST_F(DataDirectoryTest, ADirectoryThatIsThereKeepsItsModeAndTheNewFilesArePrivate) {
    std::filesystem::create_directories(path_);
    std::filesystem::permissions(path_, std::filesystem::perms(0755));
    const DataDirectory directory(path_);
    EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms(0755));
    EXPECT_EQ(std::filesystem::status(path_ / "token").permissions(), std::filesystem::perms(0600));
}

TEST_F(DataDirectoryTest, CheckingSaysWhatMakingWouldSayAndMakesNothing) {
    const auto fault = [&] { return sentence_of<DataDirectoryError>([&] { check_data_directory(path_); }); };
    EXPECT_EQ(fault(), "");
    EXPECT_FALSE(std::filesystem::exists(path_.parent_path()));
    std::filesystem::create_directories(path_.parent_path());
    std::filesystem::create_symlink("nowhere", path_);
    EXPECT_EQ(fault(), "the data directory " + path_.string() + " is not a directory");
    std::filesystem::remove(path_);
    {
        const DataDirectory directory(path_);
        EXPECT_NE(fault(), "");
        EXPECT_EQ(fault(), refusal());
    }
    EXPECT_EQ(fault(), "");
    write_file_atomically(path_ / "id", "no id", 0600);
    EXPECT_EQ(fault(), refusal());
    EXPECT_NE(fault(), "");
}

TEST_F(DataDirectoryTest, TheRunningHostIsFound) {
    EXPECT_FALSE(find_running_host(path_));
    {
        const DataDirectory directory(path_);
        EXPECT_FALSE(find_running_host(path_)) << "it does not listen yet";
        directory.write_endpoint("[::1]:8080");
        const Endpoint endpoint = find_running_host(path_).value_or(Endpoint{});
        EXPECT_EQ(endpoint.host, "::1");
        EXPECT_EQ(endpoint.port, 8080);
        EXPECT_EQ(endpoint.token, directory.token());
    }
    EXPECT_FALSE(find_running_host(path_));
}

TEST_F(DataDirectoryTest, TheEndpointOfADeadHostIsNotBelieved) {
    { const DataDirectory directory(path_); }
    write_file_atomically(path_ / "endpoint", "127.0.0.1:8080\n", 0600);
    EXPECT_FALSE(find_running_host(path_)) << "nobody holds the lock";
    const DataDirectory directory(path_);
    EXPECT_FALSE(find_running_host(path_)) << "the new host does not listen yet";
}

TEST_F(DataDirectoryTest, ADamagedEndpointIsNamed) {
    const DataDirectory directory(path_);
    for (const std::string text : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:0", "127.0.0.1:99999"}) {
        directory.write_endpoint(text);
        EXPECT_EQ(sentence_of<DataDirectoryError>([&] { find_running_host(path_); }),
                  "the file " + (path_ / "endpoint").string() +
                      " does not hold an address, expected one such as 127.0.0.1:8080")
            << text;
    }
}

TEST_F(DataDirectoryTest, AClientThatLooksForTheHostNeverStandsInItsWay) {
    { const DataDirectory directory(path_); }
    std::atomic<bool> stop = false;
    std::thread client([&] {
        while (!stop) find_running_host(path_);
    });
    for (int round = 0; round < 200; ++round) EXPECT_EQ(refusal(), "");
    stop = true;
    client.join();
}

class DefaultDataDirectoryTest : public testing::Test {
  protected:
    void SetUp() override {
        keep("XDG_STATE_HOME", state_);
        keep("HOME", home_);
    }
    void TearDown() override {
        restore("XDG_STATE_HOME", state_);
        restore("HOME", home_);
    }

  private:
    static void keep(const char *name, std::optional<std::string> &value) {
        if (const char *found = std::getenv(name)) value = found;
    }
    static void restore(const char *name, const std::optional<std::string> &value) {
        if (value) {
            ::setenv(name, value->c_str(), 1);
        } else {
            ::unsetenv(name);
        }
    }
    std::optional<std::string> state_;
    std::optional<std::string> home_;
};

TEST_F(DefaultDataDirectoryTest, FollowsTheEnvironment) {
    ::setenv("HOME", "/home/me", 1);
    ::setenv("XDG_STATE_HOME", "/var/state", 1);
    EXPECT_EQ(default_data_directory(), "/var/state/gateway-scheduler");
    ::setenv("XDG_STATE_HOME", "relative", 1);
    EXPECT_EQ(default_data_directory(), "/home/me/.local/state/gateway-scheduler");
    ::unsetenv("XDG_STATE_HOME");
    EXPECT_EQ(default_data_directory(), "/home/me/.local/state/gateway-scheduler");
    ::unsetenv("HOME");
    EXPECT_EQ(sentence_of<DataDirectoryError>([] { default_data_directory(); }),
              "neither XDG_STATE_HOME nor HOME is set, so --data-dir must name the data directory");
}

} // namespace
} // namespace sample_host
