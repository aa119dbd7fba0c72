// Zone data that is exchanged under a running scheduler: directories that zic has built from edited sources, exchanged
// by one rename.
#include "fake_host.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace runtime_test {
namespace {

using namespace std::chrono_literals;

class ZoneExchange : public testing::Test {
  protected:
    ZoneExchange() {
        std::string pattern = (std::filesystem::temp_directory_path() / "zone-exchange-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
        folder = pattern;
    }
    ~ZoneExchange() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    ZoneExchange(const ZoneExchange &) = delete;
    ZoneExchange &operator=(const ZoneExchange &) = delete;

    // Compiles a directory in which Test/Zone is as the source says, beside what every gateway needs.
    void compile(const std::string &name, const std::string &version, const std::string &zone) const {
        const auto directory = folder / name;
        const auto source = folder / (name + ".source");
        std::ofstream(source) << "Zone Etc/UTC 0 - UTC\nZone Test/Other 2 - XXX\nZone Test/Zone " << zone << '\n';
        const pid_t child = fork();
        if (child == 0) {
            execl("/usr/sbin/zic", "zic", "-d", directory.c_str(), source.c_str(), nullptr);
            _exit(127);
        }
        int status = 0;
        if (waitpid(child, &status, 0) != child || status != 0) throw std::runtime_error("zic failed on " + zone);
        std::ofstream(directory / "tzdata.zi") << "# version " << version << '\n';
    }
    void exchange(const std::string &a, const std::string &b) const {
        const auto first = folder / a;
        const auto second = folder / b;
        ASSERT_EQ(renameat2(AT_FDCWD, first.c_str(), AT_FDCWD, second.c_str(), RENAME_EXCHANGE), 0);
    }
    void start() {
        engine::Config config;
        config.store_exclusive = true;
        config.zone_check = 10ms;
        scheduler = std::make_unique<runtime::Scheduler>(config, kLongEnough, host.hooks(), *zones);
        ASSERT_EQ(scheduler->start().outcome, runtime::Scheduler::StartOutcome::ok);
    }
    void put(const std::string &id, const std::string &zone) {
        engine::Definition definition;
        definition.id = id;
        definition.schedule = "0 12 1 6 *";
        definition.zone = zone;
        ASSERT_EQ(scheduler->call(engine::PutCommand{definition, -1}).status, engine::CommandStatus::ok);
    }

    std::filesystem::path folder;
    FakeHost host;
    std::unique_ptr<runtime::ZoneDirectory> zones;
    std::unique_ptr<runtime::Scheduler> scheduler;
};

TEST_F(ZoneExchange, IsNoticedAndMovesWhatHasNotBeenClaimed) {
    compile("zones", "2026a", "1 - XXX");
    compile("next", "2026b", "3 - XXX");
    zones = std::make_unique<runtime::ZoneDirectory>(folder / "zones");
    start();
    put("a", "Test/Zone");
    put("b", "Test/Other");
    const engine::JobRow before = host.job("a");
    const auto other = host.job("b").next_fire;
    exchange("zones", "next");
    ASSERT_TRUE(host.recorded());
    EXPECT_EQ(host.job("a").next_fire, *before.next_fire - 2h);
    EXPECT_EQ(host.job("a").tzdata_version, "2026b");
    EXPECT_EQ(host.job("b").next_fire, other);
    ASSERT_EQ(host.records().size(), 1U);
    const engine::RecordRow record = host.records().front();
    EXPECT_EQ(record.job_id, "a");
    EXPECT_EQ(record.reason, engine::Reason::rederived);
    EXPECT_NE(record.detail.find("zone data 2026a became 2026b"), std::string::npos);
    EXPECT_EQ(scheduler->stop(engine::StopMode::cancel, 0us), runtime::StopOutcome::stopped);
}

TEST_F(ZoneExchange, OfARunningZoneForOneThatIsBrokenKeepsTheOldOne) {
    compile("zones", "2026a", "1 - XXX");
    compile("next", "2026b", "3 - XXX");
    std::ofstream(folder / "next" / "Test" / "Zone", std::ios::trunc) << "TZif2 cut off";
    runtime::ZoneDirectory directory(folder / "zones");
    const auto zone = directory.find("Test/Zone").value();
    ASSERT_TRUE(directory.find("Test/Other"));
    exchange("zones", "next");
    EXPECT_TRUE(directory.refresh());
    EXPECT_EQ(directory.version(), "2026b");
    EXPECT_EQ(directory.find("Test/Zone").value(), zone) << "an error for that zone alone";
    EXPECT_NE(directory.find("Test/Other").value(), directory.before("Test/Other"));
    EXPECT_FALSE(directory.refresh()) << "nothing has changed since";
}

TEST_F(ZoneExchange, OfNothingIsNoChange) {
    compile("zones", "2026a", "1 - XXX");
    runtime::ZoneDirectory directory(folder / "zones");
    ASSERT_TRUE(directory.find("Test/Zone"));
    EXPECT_FALSE(directory.refresh());
    EXPECT_EQ(directory.before("Test/Zone"), nullptr);
}

TEST_F(ZoneExchange, InTheMiddleOfWhichThereIsNoDirectoryKeepsEverything) {
    compile("zones", "2026a", "1 - XXX");
    runtime::ZoneDirectory directory(folder / "zones");
    const auto zone = directory.find("Test/Zone").value();
    std::filesystem::rename(folder / "zones", folder / "away");
    EXPECT_FALSE(directory.refresh());
    EXPECT_EQ(directory.version(), "2026a");
    EXPECT_EQ(directory.find("Test/Zone").value(), zone);
    std::filesystem::rename(folder / "away", folder / "zones");
    EXPECT_FALSE(directory.refresh());
}

} // namespace
} // namespace runtime_test
