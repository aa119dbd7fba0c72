// A host's ordinary life and its end by signals, with a plugin that only pretends.
#include "gateway/data_directory.h"
#include "host_process.h"
#include "temporary_directory.h"

#include <fstream>

namespace sample_host {
namespace {

class ServeSignalTest : public testing::Test {
  protected:
    const TemporaryDirectory directory_;
    const std::filesystem::path data_ = directory_.path() / "data";
};

pid_t first_child_of(pid_t process) {
    std::ifstream children("/proc/" + std::to_string(process) + "/task/" + std::to_string(process) + "/children");
    pid_t child = 0;
    children >> child;
    return child;
}

TEST_F(ServeSignalTest, SaysOnceWhereItIsAndWhatItLoaded) {
    HostProcess host(data_, "alpha");
    const std::string line = host.line_with("listening on ");
    const Endpoint endpoint = find_running_host(data_).value_or(Endpoint{});
    EXPECT_THAT(line, testing::EndsWith("info listening on 127.0.0.1:" + std::to_string(endpoint.port) +
                                        ", instance alpha, storage sqlite:" + (data_ / "scheduler.db").string() +
                                        ", plugin " + TEST_PLUGINS + "/fake_plugin.so 9.9.9"));
}

TEST_F(ServeSignalTest, TheSchedulerGetsItsOptions) {
    HostProcess host(data_, "alpha");
    EXPECT_NE(host.line_with("fake: missed after 90000000, catch-up interval 5000"), "");
}

TEST_F(ServeSignalTest, ASignalDrainsAndTheHostEndsWell) {
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        HostProcess host(data_, "alpha");
        ASSERT_NE(host.line_with("listening on "), "");
        host.send(signal);
        EXPECT_NE(host.line_with("fake: stop in mode 0 within 30000000"), "");
        const std::string rest = host.rest();
        EXPECT_THAT(rest, testing::HasSubstr("info ended\n"));
        EXPECT_THAT(rest, testing::HasSubstr("fake: destroyed\n"));
        EXPECT_EQ(host.wait(), 0);
        EXPECT_FALSE(find_running_host(data_));
        EXPECT_FALSE(std::filesystem::exists(data_ / "endpoint"));
    }
}

TEST_F(ServeSignalTest, ASecondSignalCancelsAtOnce) {
    HostProcess host(data_, "busy");
    ASSERT_NE(host.line_with("listening on "), "");
    host.send(SIGTERM);
    ASSERT_NE(host.line_with("fake: stop in mode 0"), "");
    host.send(SIGTERM);
    EXPECT_NE(host.line_with("fake: stop in mode 2"), "");
    EXPECT_NE(host.line_with("fake: destroyed"), "");
    EXPECT_EQ(host.wait(), 0);
}

TEST_F(ServeSignalTest, AHookThatHangsEndsTheHostWithoutUnloading) {
    HostProcess host(data_, "hangs");
    ASSERT_NE(host.line_with("listening on "), "");
    host.send(SIGTERM);
    const std::string rest = host.rest();
    EXPECT_THAT(rest, testing::HasSubstr("has not returned, so nothing can be unloaded"));
    EXPECT_THAT(rest, testing::Not(testing::HasSubstr("fake: destroyed")));
    EXPECT_EQ(host.wait(), 1);
}

TEST_F(ServeSignalTest, AHostThatCanStartNoCommandsEnds) {
    HostProcess host(data_, "alpha");
    ASSERT_NE(host.line_with("listening on "), "");
    const pid_t spawner = first_child_of(host.number());
    ASSERT_GT(spawner, 0);
    ::kill(spawner, SIGKILL);
    EXPECT_NE(host.line_with("the process that starts commands was killed"), "");
    EXPECT_NE(host.line_with("fake: destroyed"), "");
    EXPECT_EQ(host.wait(), 1);
}

TEST_F(ServeSignalTest, AfterAKillTheNextHostStartsAtOnce) {
    for (int round = 0; round < 3; ++round) {
        HostProcess host(data_, "alpha");
        ASSERT_NE(host.line_with("listening on "), "") << "in round " << round;
        host.send(SIGKILL);
        EXPECT_EQ(host.wait(), -1);
    }
}

} // namespace
} // namespace sample_host
