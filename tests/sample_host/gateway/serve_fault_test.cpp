// Permanent faults at start: one sentence on standard error, exit code 1.
#include "gateway/data_directory.h"
#include "host_process.h"
#include "temporary_directory.h"

namespace sample_host {
namespace {

class ServeFaultTest : public testing::Test {
  protected:
    const TemporaryDirectory directory_;
    const std::filesystem::path data_ = directory_.path() / "data";
};

// The whole standard error of a host that must end with exit code 1.
std::string fault_of(HostProcess &host) {
    std::string text = host.rest();
    EXPECT_EQ(host.wait(), 1);
    return text;
}

TEST_F(ServeFaultTest, ADataDirectoryThatCannotBeMade) {
    HostProcess host("/proc/data", "alpha");
    EXPECT_EQ(fault_of(host), "sample-host: cannot make the data directory /proc/data: No such file or directory\n");
}

TEST_F(ServeFaultTest, ASecondHostOnTheSameDataDirectory) {
    HostProcess first(data_, "alpha");
    ASSERT_NE(first.line_with("listening on "), "");
    HostProcess second(data_, "alpha");
    EXPECT_EQ(fault_of(second), "sample-host: another host runs on the data directory " + data_.string() +
                                    ", process " + std::to_string(first.number()) + "\n");
    EXPECT_TRUE(find_running_host(data_)) << "the first host is not disturbed";
}

TEST_F(ServeFaultTest, AMissingPlugin) {
    HostProcess host(data_, "alpha", "none.so");
    EXPECT_EQ(fault_of(host), "sample-host: the plugin " TEST_PLUGINS "/none.so does not exist\n");
}

TEST_F(ServeFaultTest, AStorageThatCannotBeOpened) {
    HostProcess host(data_, "alpha", "fake_plugin.so", "127.0.0.1:0", "sqlite:/proc/no/scheduler.db");
    const std::string fault = fault_of(host);
    EXPECT_THAT(fault, testing::StartsWith("sample-host: "));
    EXPECT_THAT(fault, testing::HasSubstr("/proc/no/scheduler.db"));
}

TEST_F(ServeFaultTest, ASchedulerThatCannotBeMade) {
    HostProcess host(data_, "fails to be made");
    EXPECT_EQ(fault_of(host), "sample-host: the scheduler cannot be made: max_concurrent is odd\n");
}

TEST_F(ServeFaultTest, ASchedulerThatDoesNotStart) {
    HostProcess host(data_, "fails to start");
    const std::string fault = fault_of(host);
    EXPECT_THAT(fault, testing::HasSubstr("sample-host: the scheduler does not start: no zones were found\n"));
    EXPECT_THAT(fault, testing::HasSubstr("fake: destroyed\n"));
}

TEST_F(ServeFaultTest, APortThatIsTaken) {
    HostProcess first(data_, "alpha");
    ASSERT_NE(first.line_with("listening on "), "");
    const std::string address = "127.0.0.1:" + std::to_string(find_running_host(data_).value_or(Endpoint{}).port);
    HostProcess second(directory_.path() / "other", "alpha", "fake_plugin.so", address);
    const std::string fault = fault_of(second);
    EXPECT_THAT(fault, testing::HasSubstr("sample-host: "));
    EXPECT_THAT(fault, testing::HasSubstr(address));
}

} // namespace
} // namespace sample_host
