// The running scheduler with real threads and hooks written by hand: its life in every order, and what may be called
// from where.
#include "fake_host.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <new>
#include <thread>

namespace runtime_test {
namespace {

using namespace std::chrono_literals;
using runtime::LifeState;
using runtime::Scheduler;
using runtime::StopOutcome;

class AScheduler : public testing::Test {
  protected:
    AScheduler() {
        if (!std::filesystem::exists("/usr/share/zoneinfo/Etc/UTC")) throw std::runtime_error("tzdata is missing");
        config.store_exclusive = true;
        config.has_notifier = true;
        config.cancel_grace = 50ms;
    }
    void make() { scheduler = std::make_unique<Scheduler>(config, call_timeout, host.hooks(), zones); }
    void start() {
        make();
        const auto result = scheduler->start();
        ASSERT_EQ(result.outcome, Scheduler::StartOutcome::ok) << result.text;
    }
    void put(const std::string &id, const std::string &schedule) {
        engine::Definition definition;
        definition.id = id;
        definition.schedule = schedule;
        definition.retries = 0;
        const engine::Reply reply = scheduler->call(engine::PutCommand{definition, -1});
        ASSERT_EQ(reply.status, engine::CommandStatus::ok) << reply.text;
    }
    engine::Id run_now(const std::string &id) {
        const engine::Reply reply = scheduler->call(engine::RunNowCommand{id});
        EXPECT_EQ(reply.status, engine::CommandStatus::ok) << reply.text;
        return reply.run_id;
    }
    StopOutcome stop(engine::StopMode mode = engine::StopMode::cancel, engine::Duration deadline = 0us) {
        return scheduler->stop(mode, deadline);
    }

    engine::Config config;
    engine::Duration call_timeout = kLongEnough;
    FakeHost host;
    runtime::ZoneDirectory zones{""};
    std::unique_ptr<Scheduler> scheduler;
};

// What throws inside the plugin's own threads must not take the gateway with it.
TEST_F(AScheduler, MustNever_34_ThatBreaksDownSaysSoAndCanBeStopped) {
    std::atomic<bool> broken{false};
    host.in_storage = [&broken] {
        if (broken) throw std::bad_alloc();
    };
    start();
    broken = true;
    const engine::Reply reply = scheduler->call(engine::RunNowCommand{"a"});
    EXPECT_EQ(reply.status, engine::CommandStatus::failed);
    EXPECT_FALSE(scheduler->health().breakdown.empty());
    EXPECT_EQ(stop(), StopOutcome::stopped);
}

TEST_F(AScheduler, StartsRunsAndStops) {
    start();
    EXPECT_EQ(scheduler->health().state, LifeState::running);
    put("a", "@manual");
    const engine::Id run = run_now("a");
    ASSERT_TRUE(host.wait_for([&] { return host.starts() == 1; }));
    EXPECT_EQ(scheduler->complete(run, 1, {}), runtime::AttemptLedger::Verdict::accepted);
    ASSERT_TRUE(host.closed(run));
    ASSERT_TRUE(host.wait_for([&] { return host.notices() == 1 && host.releases() == 1; }));
    EXPECT_EQ(scheduler->complete(run, 1, {}), runtime::AttemptLedger::Verdict::already);
    EXPECT_EQ(scheduler->complete(run, 2, {}), runtime::AttemptLedger::Verdict::stale);
    EXPECT_EQ(stop(engine::StopMode::drain, kLongEnough), StopOutcome::stopped);
    EXPECT_EQ(scheduler->health().state, LifeState::stopped);
    EXPECT_EQ(scheduler->stats().starts, 1);
    EXPECT_EQ(scheduler->stats().succeeded, 1);
    EXPECT_TRUE(scheduler->may_be_destroyed());
}

TEST_F(AScheduler, FiresByItself) {
    start();
    put("a", "@every 1s");
    ASSERT_TRUE(host.wait_for([&] { return host.starts() == 1; }));
    EXPECT_EQ(stop(), StopOutcome::stopped);
}

TEST_F(AScheduler, CallsNoHookOnceItHasStopped) {
    start();
    put("a", "@every 1s");
    ASSERT_TRUE(host.wait_for([&] { return host.starts() == 1; }));
    EXPECT_EQ(stop(), StopOutcome::stopped);
    const int calls = host.hook_calls();
    scheduler->complete({}, 1, {});
    EXPECT_EQ(scheduler->call(engine::RunNowCommand{"a"}).status, engine::CommandStatus::not_running);
    scheduler->health();
    scheduler.reset();
    EXPECT_EQ(host.hook_calls(), calls);
}

TEST_F(AScheduler, ThatWasNeverStartedDoesNothing) {
    make();
    EXPECT_EQ(scheduler->health().state, LifeState::not_started);
    EXPECT_EQ(scheduler->call(engine::RunNowCommand{"a"}).status, engine::CommandStatus::not_running);
    EXPECT_TRUE(scheduler->may_be_destroyed());
    scheduler.reset();
    EXPECT_EQ(host.hook_calls(), 0);
}

TEST_F(AScheduler, StoppedBeforeItsStartNeverStarts) {
    make();
    EXPECT_EQ(stop(), StopOutcome::stopped);
    EXPECT_EQ(stop(), StopOutcome::stopped);
    EXPECT_EQ(scheduler->start().outcome, Scheduler::StartOutcome::refused);
    EXPECT_EQ(host.hook_calls(), 0);
}

TEST_F(AScheduler, StartsOnceOnly) {
    start();
    EXPECT_EQ(scheduler->start().outcome, Scheduler::StartOutcome::already);
    EXPECT_EQ(stop(), StopOutcome::stopped);
    EXPECT_EQ(scheduler->start().outcome, Scheduler::StartOutcome::refused);
    EXPECT_EQ(stop(), StopOutcome::stopped) << "stop is idempotent";
}

TEST_F(AScheduler, StoppedByManyThreadsAtOnceStopsOnce) {
    start();
    put("a", "@manual");
    run_now("a");
    std::array<std::thread, 4> threads;
    std::atomic<int> stopped{0};
    for (std::thread &thread : threads) {
        thread = std::thread([&] {
            if (scheduler->stop(engine::StopMode::cancel, 0us) == StopOutcome::stopped) ++stopped;
        });
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_EQ(stopped, 4);
}

TEST_F(AScheduler, StoppedWhileItStartsStops) {
    Gate gate;
    host.storage_gate = &gate; // the first call to the storage hangs
    make();
    std::thread starting([&] { scheduler->start(); });
    ASSERT_TRUE(gate.wait_for_arrivals(1));
    std::thread stopping([&] { EXPECT_EQ(stop(), StopOutcome::still_inside); });
    stopping.join();
    starting.join();
    EXPECT_FALSE(scheduler->may_be_destroyed());
    gate.open();
    EXPECT_EQ(stop(), StopOutcome::stopped);
}

TEST_F(AScheduler, AnswersCallsFromManyThreads) {
    start();
    std::array<std::thread, 4> threads;
    std::atomic<int> created{0};
    for (std::size_t t = 0; t < threads.size(); ++t) {
        threads[t] = std::thread([&, t] {
            for (int i = 0; i < 25; ++i) {
                engine::Definition definition;
                definition.id = std::to_string(t) + "-" + std::to_string(i);
                definition.schedule = "@manual";
                if (scheduler->call(engine::PutCommand{definition, 0}).change == engine::ChangeKind::created) ++created;
                scheduler->health();
                scheduler->stats();
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_EQ(created, 100);
    EXPECT_EQ(stop(), StopOutcome::stopped);
}

TEST_F(AScheduler, CallsThatWaitEndWhenItStops) {
    start();
    host.storage_status = engine::CallStatus::unavailable;
    std::thread caller([&] {
        const engine::Reply reply = scheduler->call(engine::RunNowCommand{"a"});
        const bool ended =
            reply.status == engine::CommandStatus::unavailable || reply.status == engine::CommandStatus::not_running;
        EXPECT_TRUE(ended) << static_cast<int>(reply.status);
    });
    ASSERT_TRUE(host.wait_for([&] { return scheduler->stats().storage_failures > 0; }));
    std::thread stopping([&] { EXPECT_EQ(stop(), StopOutcome::stopped); });
    caller.join();
    host.storage_status = engine::CallStatus::ok; // so that it can leave
    stopping.join();
}

TEST_F(AScheduler, ThatCannotReachItsStorageGoesOnTrying) {
    host.storage_status = engine::CallStatus::unavailable;
    start();
    EXPECT_FALSE(scheduler->health().engine.joined);
    host.storage_status = engine::CallStatus::ok;
    put("a", "@manual");
    EXPECT_TRUE(scheduler->health().engine.joined);
    EXPECT_FALSE(scheduler->health().storage_failing_since);
    EXPECT_EQ(stop(), StopOutcome::stopped);
}

TEST_F(AScheduler, MustNever_33_AStorageThatFailsForGoodFailsTheStart) {
    host.storage_status = engine::CallStatus::failed;
    make();
    const auto result = scheduler->start();
    EXPECT_EQ(result.outcome, Scheduler::StartOutcome::failed);
    EXPECT_NE(result.text.find("the storage said no"), std::string::npos) << result.text;
    EXPECT_EQ(scheduler->health().state, LifeState::stopped) << "nothing goes on";
    const int calls = host.hook_calls();
    scheduler.reset();
    EXPECT_EQ(host.hook_calls(), calls);
}

TEST_F(AScheduler, MustNever_33_NoZonesFailTheStart) {
    runtime::ZoneDirectory nowhere("/nonexistent/zones");
    Scheduler lost(config, call_timeout, host.hooks(), nowhere);
    const auto result = lost.start();
    EXPECT_EQ(result.outcome, Scheduler::StartOutcome::failed);
    EXPECT_NE(result.text.find("/nonexistent/zones"), std::string::npos) << result.text;
    EXPECT_EQ(host.hook_calls(), 0);
}

TEST_F(AScheduler, IsStillInsideWhenAStorageCallHangsAndThenNot) {
    Gate gate;
    std::atomic<bool> armed{false};
    host.in_storage = [&] {
        if (armed.exchange(false)) gate.pass();
    };
    start();
    armed = true;
    std::thread caller([&] { scheduler->call(engine::RunNowCommand{"a"}); });
    ASSERT_TRUE(gate.wait_for_arrivals(1));
    EXPECT_EQ(stop(), StopOutcome::still_inside);
    EXPECT_FALSE(scheduler->may_be_destroyed());
    EXPECT_EQ(scheduler->health().state, LifeState::stopping);
    caller.join();
    gate.open();
    EXPECT_EQ(stop(), StopOutcome::stopped);
    EXPECT_TRUE(scheduler->may_be_destroyed());
}

TEST_F(AScheduler, IsStillInsideWhenTheNotifierHangs) {
    Gate gate;
    host.notify_gate = &gate;
    start();
    put("a", "@manual");
    const engine::Id run = run_now("a");
    scheduler->complete(run, 1, {});
    ASSERT_TRUE(gate.wait_for_arrivals(1));
    EXPECT_EQ(stop(), StopOutcome::still_inside);
    gate.open();
    EXPECT_EQ(stop(), StopOutcome::stopped);
}

TEST_F(AScheduler, CancelsWhatItsExecutorWasJustStarting) {
    Gate gate;
    host.start_gate = &gate;
    start();
    put("a", "@manual");
    run_now("a");
    ASSERT_TRUE(gate.wait_for_arrivals(1));
    EXPECT_EQ(stop(), StopOutcome::still_inside);
    gate.open(); // the attempt begins after all
    EXPECT_EQ(stop(), StopOutcome::stopped);
    EXPECT_EQ(host.cancels(), 1) << "an attempt that began is not left alone";
}

TEST_F(AScheduler, TheExecutorMayCompleteBeforeItHasReturned) {
    host.in_start = [&](const engine::StartRun &run) {
        EXPECT_EQ(scheduler->complete(run.run_id, run.attempt, {}), runtime::AttemptLedger::Verdict::accepted);
        EXPECT_FALSE(scheduler->progress(run.run_id, run.attempt)) << "it is over";
    };
    start();
    put("a", "@manual");
    const engine::Id run = run_now("a");
    ASSERT_TRUE(host.closed(run));
    EXPECT_EQ(host.run(run)->outcome, engine::Outcome::succeeded);
    EXPECT_EQ(stop(engine::StopMode::drain, kLongEnough), StopOutcome::stopped);
}

TEST_F(AScheduler, TheExecutorMayCallBack) {
    std::atomic<bool> changed{false};
    host.in_start = [&](const engine::StartRun &run) {
        if (run.definition->id != "a") return;
        engine::Definition definition;
        definition.id = "b";
        definition.schedule = "@manual";
        changed = scheduler->call(engine::PutCommand{definition, -1}).status == engine::CommandStatus::ok;
    };
    start();
    put("a", "@manual");
    run_now("a");
    ASSERT_TRUE(host.wait_for([&] { return changed.load(); }));
    EXPECT_EQ(stop(), StopOutcome::stopped);
}

TEST_F(AScheduler, HooksKnowWhatTheyMayNotCall) {
    std::atomic<runtime::HookKind> in_storage{runtime::HookKind::none};
    std::atomic<runtime::HookKind> in_start{runtime::HookKind::none};
    host.in_storage = [&] { in_storage = runtime::current_hook(); };
    host.in_start = [&](const engine::StartRun &) { in_start = runtime::current_hook(); };
    start();
    put("a", "@manual");
    run_now("a");
    ASSERT_TRUE(host.wait_for([&] { return in_start.load() != runtime::HookKind::none; }));
    EXPECT_EQ(in_storage, runtime::HookKind::closed);
    EXPECT_EQ(in_start, runtime::HookKind::may_call);
    EXPECT_EQ(stop(), StopOutcome::stopped);
}

TEST_F(AScheduler, CompletionsBeforeTheStartAreKept) {
    config.executor_answers = true;
    start();
    put("a", "@manual");
    const engine::Id run = run_now("a");
    ASSERT_TRUE(host.wait_for([&] { return host.starts() == 1; }));
    EXPECT_EQ(stop(engine::StopMode::hand_over, kLongEnough), StopOutcome::stopped);
    EXPECT_EQ(host.run(run)->state, engine::RunState::running);
    config.seed = 2;
    make();
    EXPECT_EQ(scheduler->complete(run, 1, {}), runtime::AttemptLedger::Verdict::accepted);
    ASSERT_EQ(scheduler->start().outcome, Scheduler::StartOutcome::ok);
    ASSERT_TRUE(host.closed(run));
    EXPECT_EQ(host.run(run)->outcome, engine::Outcome::succeeded);
    EXPECT_EQ(stop(engine::StopMode::drain, kLongEnough), StopOutcome::stopped);
}

TEST_F(AScheduler, MustNever_27_ADrainWaitsForTheFinalWrite) {
    start();
    put("a", "@manual");
    const engine::Id run = run_now("a");
    ASSERT_TRUE(host.wait_for([&] { return host.starts() == 1; }));
    std::thread stopping([&] { EXPECT_EQ(stop(engine::StopMode::drain, kLongEnough), StopOutcome::stopped); });
    scheduler->complete(run, 1, {});
    stopping.join();
    EXPECT_EQ(host.run(run)->outcome, engine::Outcome::succeeded);
    EXPECT_EQ(host.releases(), 1) << "the executor was told that it may forget the attempt";
}

TEST_F(AScheduler, ASecondStopWithAnotherModeShortensTheFirst) {
    start();
    put("a", "@manual");
    run_now("a");
    ASSERT_TRUE(host.wait_for([&] { return host.starts() == 1; }));
    std::thread draining([&] { EXPECT_EQ(stop(engine::StopMode::drain, 1h), StopOutcome::stopped); });
    EXPECT_EQ(stop(engine::StopMode::cancel), StopOutcome::stopped);
    draining.join();
    EXPECT_EQ(host.cancels(), 1);
}

TEST_F(AScheduler, ACallIsAnsweredWithinItsTimeout) {
    call_timeout = 30ms;
    host.storage_status = engine::CallStatus::unavailable;
    start();
    const engine::Reply reply = scheduler->call(engine::RunNowCommand{"a"});
    EXPECT_EQ(reply.status, engine::CommandStatus::unavailable);
    EXPECT_FALSE(reply.text.empty());
    EXPECT_EQ(stop(), StopOutcome::stopped);
}

TEST_F(AScheduler, MustNever_42_TwoInOneProcessShareNothing) {
    start();
    FakeHost other_host;
    Scheduler other(config, call_timeout, other_host.hooks(), zones);
    ASSERT_EQ(other.start().outcome, Scheduler::StartOutcome::ok);
    put("a", "@manual");
    run_now("a");
    EXPECT_EQ(other.call(engine::RunNowCommand{"a"}).status, engine::CommandStatus::not_found);
    EXPECT_EQ(stop(), StopOutcome::stopped);
    EXPECT_EQ(other.health().state, LifeState::running);
    EXPECT_EQ(other.stop(engine::StopMode::drain, kLongEnough), StopOutcome::stopped);
    EXPECT_EQ(other_host.starts(), 0);
}

TEST_F(AScheduler, TellsThatItsLoopTurns) {
    start();
    put("a", "@manual");
    const runtime::Health health = scheduler->health();
    EXPECT_GE(health.loop_age, 0us);
    EXPECT_LT(health.loop_age, kLongEnough);
    EXPECT_GE(health.storage_round_trip, 0us);
    EXPECT_LT(std::chrono::abs(health.clock_offset), kLongEnough);
    EXPECT_EQ(stop(), StopOutcome::stopped);
}

} // namespace
} // namespace runtime_test
