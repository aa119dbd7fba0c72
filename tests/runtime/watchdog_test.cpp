// A timer that has died looks like one that has nothing to do: somebody has to look.
#include "fake_host.h"
#include "runtime/watchdog.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>

namespace runtime_test {
namespace {

using namespace std::chrono_literals;
using runtime::Scheduler;
using runtime::Watchdog;

TEST(TheWatchdog, MustNever_34_WakesALoopThatSleepsBeyondItsTime) {
    std::promise<void> woken;
    std::atomic<bool> told{false};
    Watchdog watchdog(
        1ms, 60s, [] { return engine::Duration(61s); },
        [&] {
            if (!told.exchange(true)) woken.set_value();
        });
    watchdog.start();
    EXPECT_EQ(woken.get_future().wait_for(60s), std::future_status::ready);
}

TEST(TheWatchdog, LetsALoopSleepThatIsInItsTime) {
    std::promise<void> looked_often;
    std::atomic<int> looks{0};
    std::atomic<int> wakes{0};
    Watchdog watchdog(
        1ms, 60s,
        [&] {
            if (++looks == 5) looked_often.set_value();
            return engine::Duration(60s);
        },
        [&] { ++wakes; });
    watchdog.start();
    EXPECT_EQ(looked_often.get_future().wait_for(60s), std::future_status::ready);
    watchdog.stop();
    EXPECT_EQ(wakes, 0);
}

TEST(TheWatchdog, MayBeStoppedWithoutAStartAndTwice) {
    Watchdog watchdog(
        1h, 60s, [] { return engine::Duration(0); }, [] {});
    watchdog.stop();
    watchdog.stop();
}

// The clock leaps under a loop that is asleep: by that clock it should have turned long ago.
TEST(TheWatchdog, MustNever_34_OfASchedulerSaysWhatItDid) {
    if (!std::filesystem::exists("/usr/share/zoneinfo/Etc/UTC")) GTEST_SKIP() << "tzdata is missing";
    engine::Config config;
    config.store_exclusive = true;
    config.watchdog_period = 5ms;
    config.refresh = config.zone_check = 1h; // nothing else wakes the loop
    FakeHost host;
    runtime::ZoneDirectory zones{""};
    Scheduler scheduler(config, 30s, host.hooks(), zones);
    ASSERT_EQ(scheduler.start().outcome, Scheduler::StartOutcome::ok);
    EXPECT_EQ(scheduler.health().loop_rearms, 0);
    // Until a leap has found it asleep; one that turns meanwhile sees the new time by itself.
    for (int leaps = 0; scheduler.health().loop_rearms == 0 && leaps < 1000; ++leaps) {
        host.clock_ahead += engine::Duration(10min).count();
        host.wait_for([&] { return scheduler.health().loop_age < 1min; });
    }
    EXPECT_GT(scheduler.health().loop_rearms, 0);
    EXPECT_TRUE(host.wait_for([&] { return scheduler.health().loop_age < 1min; })) << "it turns again";
    EXPECT_EQ(scheduler.stop(engine::StopMode::cancel, 0us), runtime::StopOutcome::stopped);
}

} // namespace
} // namespace runtime_test
