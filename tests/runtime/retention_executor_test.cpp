// The scheduler's own job in a running scheduler: it comes into the store, its runs never reach the host's executor,
// and they end when they are asked to.
#include "fake_host.h"
#include "runtime/retention_job.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace runtime_test {
namespace {

using namespace std::chrono_literals;
using engine::CommandStatus;
using runtime::kRetentionJob;
using runtime::Purge;
using runtime::PurgeAnswer;
using runtime::RetentionPolicy;
using runtime::Scheduler;
using runtime::StopOutcome;

class Retention : public testing::Test {
  protected:
    Retention() {
        config.store_exclusive = true;
        config.has_notifier = true;
        config.cancel_grace = 50ms;
        host.in_purge = [this](const runtime::Caller &caller, const Purge &call) {
            EXPECT_EQ(caller.instance, config.instance);
            ++purges;
            if (gate) gate->pass();
            return on_purge ? on_purge(call) : PurgeAnswer{};
        };
    }

    void TearDown() override {
        if (scheduler && !scheduler->may_be_destroyed()) stop();
    }

    void start() {
        scheduler = std::make_unique<Scheduler>(config, kLongEnough, host.hooks(), zones, policy);
        const auto result = scheduler->start();
        ASSERT_EQ(result.outcome, Scheduler::StartOutcome::ok) << result.text;
        if (!policy || policy->keeps_everything()) return;
        ASSERT_TRUE(host.wait_for([&] { return host.has(kRetentionJob); }));
    }
    StopOutcome stop(engine::StopMode mode = engine::StopMode::cancel) { return scheduler->stop(mode, kLongEnough); }
    engine::Reply call(engine::CommandRequest request) { return scheduler->call(std::move(request)); }
    engine::Id run_now() {
        const engine::Reply reply = call(engine::RunNowCommand{kRetentionJob});
        EXPECT_EQ(reply.status, CommandStatus::ok) << reply.text;
        return reply.run_id;
    }
    // The loop tells of it right after it has answered.
    bool claims_are_held() {
        const auto deadline = std::chrono::steady_clock::now() + kLongEnough;
        while (!scheduler->health().engine.claims_held) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::yield();
        }
        return true;
    }
    bool waits_for_a_retry(engine::Id run) {
        return host.wait_for([&] {
            const auto row = host.unguarded_run(run);
            return row && row->state == engine::RunState::waiting;
        });
    }

    engine::Config config;
    FakeHost host;
    runtime::ZoneDirectory zones{""};
    std::optional<RetentionPolicy> policy = RetentionPolicy{};
    std::atomic<int> purges{0};
    Gate *gate = nullptr;
    std::function<PurgeAnswer(const Purge &)> on_purge;
    std::unique_ptr<Scheduler> scheduler;
};

TEST_F(Retention, ItsJobIsStoredAtTheStart) {
    start();
    const engine::JobRow row = host.job(kRetentionJob);
    EXPECT_TRUE(row.next_fire);
    EXPECT_FALSE(row.definition->paused);
    stop();
}

TEST_F(Retention, ItsJobIsRenewedAndItsPauseStays) {
    start();
    EXPECT_EQ(call(engine::PauseCommand{kRetentionJob, "an audit"}).status, CommandStatus::ok);
    const std::int64_t revision = host.job(kRetentionJob).revision;
    stop();
    start(); // the same policy: nothing to write
    stop();
    EXPECT_EQ(host.job(kRetentionJob).revision, revision);
    policy->runs = 7;
    start();
    ASSERT_TRUE(host.wait_for([&] { return host.unguarded_job(kRetentionJob).revision > revision; }));
    EXPECT_TRUE(host.job(kRetentionJob).definition->paused);
    EXPECT_EQ(host.job(kRetentionJob).definition->pause_reason, "an audit");
    EXPECT_EQ(call(engine::RunNowCommand{kRetentionJob}).status, CommandStatus::refused);
    stop();
}

TEST_F(Retention, ItsJobGoesWhenEverythingIsKept) {
    start();
    stop();
    policy = RetentionPolicy{{}, {}, {}, {}};
    start();
    EXPECT_TRUE(host.wait_for([&] { return !host.has(kRetentionJob); }));
    stop();
}

TEST_F(Retention, ItsJobIsStoredWhenTheStoreAnswersAgain) {
    host.storage_status = engine::CallStatus::unavailable;
    scheduler = std::make_unique<Scheduler>(config, kLongEnough, host.hooks(), zones, policy);
    ASSERT_EQ(scheduler->start().outcome, Scheduler::StartOutcome::ok);
    host.storage_status = engine::CallStatus::ok;
    EXPECT_TRUE(host.wait_for([&] { return host.has(kRetentionJob); }));
    stop();
}

TEST_F(Retention, ItsRunPurgesAndTellsOfIt) {
    on_purge = [](const Purge &call) {
        PurgeAnswer answer;
        answer.removed = 2;
        answer.more = call.kind == runtime::PurgeKind::runs_by_age && !call.after;
        return answer;
    };
    start();
    const engine::Id run = run_now();
    ASSERT_TRUE(host.closed(run));
    EXPECT_EQ(host.run(run)->outcome, engine::Outcome::succeeded);
    EXPECT_TRUE(host.run(run)->output.starts_with("removed 6 runs and 4 records (")) << host.run(run)->output;
    EXPECT_EQ(purges, 6);
    EXPECT_EQ(host.starts(), 0) << "the host's executor has nothing to do with it";
    stop(engine::StopMode::drain);
    EXPECT_EQ(host.releases(), 0);
    EXPECT_EQ(host.cancels(), 0);
}

TEST_F(Retention, ItsRunTakesNoCapacity) {
    config.capacity = 1;
    Gate purge_gate;
    gate = &purge_gate;
    start();
    engine::Definition other;
    other.id = "other";
    other.schedule = "@manual";
    ASSERT_EQ(call(engine::PutCommand{other, -1}).status, CommandStatus::ok);
    const engine::Id sweep = run_now();
    ASSERT_TRUE(purge_gate.wait_for_arrivals(1));
    ASSERT_EQ(call(engine::RunNowCommand{"other"}).status, CommandStatus::ok);
    EXPECT_TRUE(host.wait_for([&] { return host.starts() == 1; })) << "claims and starts go on while a purge hangs";
    purge_gate.open();
    EXPECT_TRUE(host.closed(sweep)) << "while the other one holds all capacity";
    stop();
}

TEST_F(Retention, ACanceledRunEndsBehindTheCallThatIsUnderWay) {
    Gate purge_gate;
    gate = &purge_gate;
    start();
    const engine::Id run = run_now();
    ASSERT_TRUE(purge_gate.wait_for_arrivals(1));
    ASSERT_EQ(call(engine::CancelRunCommand{run}).status, CommandStatus::ok);
    ASSERT_EQ(call(engine::CancelRunCommand{}).status, CommandStatus::not_found); // the loop turns: it is canceled
    purge_gate.open();
    ASSERT_TRUE(host.closed(run));
    EXPECT_EQ(host.run(run)->outcome, engine::Outcome::canceled);
    EXPECT_EQ(purges, 1);
    EXPECT_EQ(host.cancels(), 0);
    stop();
}

TEST_F(Retention, AStopEndsTheRunToBeTriedAgain) {
    on_purge = [this](const Purge &) {
        PurgeAnswer answer; // one that never comes to its end by itself
        answer.more = true;
        answer.place.stayed = purges;
        return answer;
    };
    start();
    const engine::Id run = run_now();
    ASSERT_TRUE(host.wait_for([&] { return purges >= 2; }));
    EXPECT_EQ(stop(engine::StopMode::drain), StopOutcome::stopped);
    EXPECT_EQ(host.run(run)->state, engine::RunState::waiting);
    const int done = purges;
    scheduler.reset();
    EXPECT_EQ(purges, done) << "no hook is called after a stop";
}

TEST_F(Retention, WhatAnotherSchedulerHandedOverIsTriedAgain) {
    config.executor_answers = true;
    config.executor_session.bytes[0] = 1;
    host.executor_session = config.executor_session;
    host.query_state = engine::AttemptState::going; // nobody asks the host
    on_purge = [this](const Purge &) {
        PurgeAnswer answer;
        answer.more = true;
        answer.place.stayed = purges;
        return answer;
    };
    start();
    const engine::Id run = run_now();
    ASSERT_TRUE(host.wait_for([&] { return purges >= 2; }));
    EXPECT_EQ(stop(engine::StopMode::hand_over), StopOutcome::stopped);
    start();
    ASSERT_TRUE(waits_for_a_retry(run));
    EXPECT_GT(host.run(run)->wake_at, host.realtime()) << "a run that is lost is tried again at once";
    stop();
}

TEST_F(Retention, AMembershipThatIsOverFailsTemporarily) {
    on_purge = [](const Purge &) {
        PurgeAnswer answer;
        answer.outcome = engine::ItemOutcome::refused;
        return answer;
    };
    start();
    EXPECT_TRUE(waits_for_a_retry(run_now()));
    EXPECT_EQ(purges, 1);
    stop();
}

TEST_F(Retention, AStorageThatIsAwayForAMomentIsAskedAgain) {
    on_purge = [this](const Purge &) {
        PurgeAnswer answer;
        if (purges == 1) answer.status = engine::CallStatus::unavailable;
        return answer;
    };
    start();
    const engine::Id run = run_now();
    ASSERT_TRUE(host.closed(run));
    EXPECT_EQ(host.run(run)->outcome, engine::Outcome::succeeded);
    EXPECT_EQ(host.run(run)->attempt, 1);
    EXPECT_EQ(purges, 6);
    stop();
}

TEST_F(Retention, AStorageThatCannotPurgeFailsTheRunInItsWords) {
    on_purge = [](const Purge &) {
        PurgeAnswer answer;
        answer.status = engine::CallStatus::failed;
        answer.error = "this table is read-only";
        return answer;
    };
    start();
    const engine::Id run = run_now();
    ASSERT_TRUE(host.closed(run));
    EXPECT_EQ(host.run(run)->outcome, engine::Outcome::failed);
    EXPECT_EQ(host.run(run)->error, "this table is read-only");
    EXPECT_EQ(purges, 1);
    EXPECT_TRUE(host.wait_for([&] { return host.notices() == 1; }));
    stop();
}

TEST_F(Retention, AStorageThatDoesNotGetOnEndsTheRun) {
    on_purge = [](const Purge &) {
        PurgeAnswer answer;
        answer.more = true;
        return answer;
    };
    start();
    const engine::Id run = run_now();
    ASSERT_TRUE(host.closed(run));
    EXPECT_EQ(host.run(run)->error, "the storage's purge does not get on");
    EXPECT_EQ(purges, 2);
    stop();
}

// What a clock that has leapt calls old may be young.
TEST_F(Retention, NothingIsPurgedUntilALeapOfTheClockIsConfirmed) {
    engine::Instant before{};
    on_purge = [&before](const Purge &call) {
        if (call.kind == runtime::PurgeKind::runs_by_age) before = call.before;
        return PurgeAnswer{};
    };
    start();
    host.store_ahead = std::chrono::duration_cast<engine::Duration>(24h * 3650).count();
    ASSERT_EQ(call(engine::PauseCommand{kRetentionJob, ""}).status, CommandStatus::ok); // the store's clock is heard of
    ASSERT_EQ(call(engine::ResumeCommand{kRetentionJob}).status, CommandStatus::ok);
    ASSERT_TRUE(claims_are_held());
    const engine::Id run = run_now();
    ASSERT_TRUE(host.wait_for([&] { return host.unguarded_running(); }));
    EXPECT_EQ(purges, 0);
    host.store_ahead = 0;
    ASSERT_TRUE(host.closed(run));
    EXPECT_EQ(host.run(run)->outcome, engine::Outcome::succeeded) << host.run(run)->error;
    EXPECT_LT(before, host.realtime());
}

TEST_F(Retention, ARunThatNobodyAskedForWaitsUntilTheClockHasBeenKnownForAWhile) {
    config.clock_leap_confirmed = 26h;
    start();
    host.clock_ahead += std::chrono::duration_cast<engine::Duration>(25h).count();
    ASSERT_EQ(call(engine::CancelRunCommand{}).status, CommandStatus::not_found); // the loop turns
    ASSERT_TRUE(host.wait_for([&] { return host.unguarded_running(); }));
    EXPECT_EQ(stop(), StopOutcome::stopped);
    EXPECT_EQ(purges, 0);
}

TEST_F(Retention, AJobOfANewerReleaseIsRejected) {
    policy.reset();
    start();
    engine::Definition unknown;
    unknown.id = "system/something-new";
    unknown.schedule = "@manual";
    ASSERT_EQ(call(engine::PutCommand{unknown, -1}).status,
              CommandStatus::ok); // the door refuses it, a store may have it
    const engine::Reply reply = call(engine::RunNowCommand{unknown.id});
    ASSERT_TRUE(host.closed(reply.run_id));
    EXPECT_EQ(host.run(reply.run_id)->outcome, engine::Outcome::rejected);
    EXPECT_EQ(host.starts(), 0);
    stop();
}

TEST_F(Retention, APolicyThatCannotBeReadFailsTheRun) {
    policy.reset();
    start();
    engine::Definition job = std::get<engine::PutCommand>(runtime::retention_command({})).definition;
    job.payload = "{}";
    ASSERT_EQ(call(engine::PutCommand{job, -1}).status, CommandStatus::ok);
    const engine::Id run = run_now();
    ASSERT_TRUE(host.closed(run));
    EXPECT_EQ(host.run(run)->outcome, engine::Outcome::failed);
    EXPECT_EQ(purges, 0);
    stop();
}

} // namespace
} // namespace runtime_test
