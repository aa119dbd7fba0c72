// Retries: which ends are repeated, when, and that they neither move the series nor run beside it.
#include "policy_fixture.h"

namespace engine_test {
namespace {

class Retrying : public APolicy {};

struct FailedAttempt {
    const char *name;
    RetryOn retry_on;
    StartStatus start;
    Result result;
    bool repeated;
};

void PrintTo(const FailedAttempt &attempt, std::ostream *out) {
    *out << attempt.name;
}

class AFailedAttempt : public Retrying, public testing::WithParamInterface<FailedAttempt> {};

TEST_P(AFailedAttempt, IsRepeatedAsItsJobSays) {
    Definition definition = job("a", "0 * * * *");
    definition.retry_on = GetParam().retry_on;
    definition.retries = 1;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.take_start();
    bench.answer_start(run, GetParam().start);
    if (GetParam().start == StartStatus::accepted) bench.complete(run, GetParam().result);
    EXPECT_EQ(row(run).state, GetParam().repeated ? RunState::waiting : RunState::closed);
    bench.run_for(5s);
    EXPECT_EQ(starts(), GetParam().repeated ? 1U : 0U);
}

std::string name_of(const testing::TestParamInfo<FailedAttempt> &attempt) {
    return attempt.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Ways, AFailedAttempt,
    testing::Values(
        FailedAttempt{"Temporarily", RetryOn::temporary, StartStatus::accepted, Result::failed_temporarily, true},
        FailedAttempt{"ForGood", RetryOn::temporary, StartStatus::accepted, Result::failed, false},
        FailedAttempt{"ForGoodAndAnyIsRepeated", RetryOn::any, StartStatus::accepted, Result::failed, true},
        FailedAttempt{"TemporarilyAndAnyIsRepeated", RetryOn::any, StartStatus::accepted, Result::failed_temporarily,
                      true},
        FailedAttempt{"Busy", RetryOn::any, StartStatus::accepted, Result::busy, false},
        FailedAttempt{"Rejected", RetryOn::any, StartStatus::accepted, Result::rejected, false},
        FailedAttempt{"Succeeded", RetryOn::any, StartStatus::accepted, Result::succeeded, false},
        FailedAttempt{"ExecutorAway", RetryOn::temporary, StartStatus::unavailable, Result::failed, true},
        FailedAttempt{"StartFailed", RetryOn::temporary, StartStatus::failed, Result::failed, false},
        FailedAttempt{"StartFailedAndAnyIsRepeated", RetryOn::any, StartStatus::failed, Result::failed, true},
        FailedAttempt{"StartBusy", RetryOn::any, StartStatus::busy, Result::failed, false},
        FailedAttempt{"StartRejected", RetryOn::any, StartStatus::rejected, Result::failed, false}),
    name_of);

TEST_F(Retrying, MustNever_29_WhatTheErrorSaysDoesNotMatter) {
    for (const char *error : {"temporary failure", "HTTP 500", "took 15000 ms", "please retry", "busy", "canceled"}) {
        Bench gateway;
        gateway.start();
        gateway.put(job("a", "0 * * * *"));
        gateway.run_for(1h);
        const StartRun run = gateway.accept_start();
        gateway.engine->completed(run.run_id, run.attempt, Completion{Result::failed, error, false, error},
                                  gateway.moment());
        gateway.settle();
        EXPECT_EQ(gateway.only_run().outcome, Outcome::failed) << error;
        EXPECT_EQ(gateway.only_run().error, error);
    }
}

TEST_F(Retrying, WaitsTwiceAsLongEachTimeUpToItsCeiling) {
    Definition definition = job("a", "0 10 * * *");
    definition.retries = 6;
    definition.retry_delay = 10s;
    definition.retry_max_delay = 1min;
    bench.put(definition);
    bench.run_for(1h);
    const std::vector<Duration> delays{10s, 20s, 40s, 1min, 1min, 1min};
    for (const Duration delay : delays) {
        const StartRun run = bench.accept_start();
        bench.complete(run, Result::failed_temporarily);
        ASSERT_TRUE(row(run).wake_at);
        EXPECT_GE(*row(run).wake_at - bench.now(), delay);
        EXPECT_LE(*row(run).wake_at - bench.now(), delay + delay / 4);
        bench.run_for(delay - 1us);
        EXPECT_EQ(starts(), 0U);
        bench.run_for(delay / 4 + 1s);
        ASSERT_EQ(starts(), 1U);
    }
    EXPECT_EQ(bench.starts[0].attempt, 7);
}

TEST_F(Retrying, RunsThatFailedTogetherDoNotComeBackTogether) {
    for (int i = 0; i < 20; ++i) {
        Definition definition = job("job-" + std::to_string(i), "0 10 * * *");
        definition.retry_delay = 40s;
        bench.put(definition);
    }
    bench.run_for(1h);
    while (!bench.starts.empty()) bench.complete(bench.accept_start(), Result::failed_temporarily);
    std::vector<Instant> wakes;
    for (const auto &[id, run] : bench.store.runs()) wakes.push_back(run.wake_at.value_or(Instant{}));
    std::sort(wakes.begin(), wakes.end());
    EXPECT_GT(wakes.back() - wakes.front(), 3s);
}

TEST_F(Retrying, MovesNothingOfTheSeries) {
    Definition definition = job("a", "0 * * * *");
    definition.retry_delay = 10min;
    bench.put(definition);
    bench.run_for(1h);
    const JobRow before = bench.row("a");
    bench.complete(bench.accept_start(), Result::failed_temporarily);
    bench.run_for(15min);
    bench.accept_start();
    const JobRow after = bench.row("a");
    EXPECT_EQ(after.next_fire, at("2026-03-23T11:00:00"));
    EXPECT_EQ(after.next_fire, before.next_fire);
    EXPECT_EQ(after.cursor, before.cursor);
    EXPECT_EQ(after.fires, 1) << "a retry is no fire";
}

TEST_F(Retrying, DoesNotCountForMaxRuns) {
    Definition definition = job("a", "* * * * *");
    definition.max_runs = 2;
    definition.retries = 3;
    bench.put(definition);
    bench.run_for(1min);
    bench.complete(bench.accept_start(), Result::failed_temporarily);
    bench.run_for(3s);
    bench.complete(bench.accept_start());
    serve(5min);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02 succeeded"}));
}

TEST_F(Retrying, MustNever_05_KeepsTheKeyBusyForOthersToo) {
    Definition one = job("one", "0 10 * * *");
    Definition two = job("two", "5 10 * * *");
    one.retry_delay = 10min;
    one.concurrency_key = two.concurrency_key = "both";
    bench.put(one);
    bench.put(two);
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.complete(run, Result::failed_temporarily);
    bench.run_for(6min);
    ASSERT_EQ(history("two"), (Lines{"10:05 x1 skipped/overlap"}));
    EXPECT_EQ(bench.records_of("two")[0].run, run.run_id);
}

TEST_F(Retrying, MustNever_22_OnlyTheLastEndIsToldOf) {
    Definition definition = job("a", "0 10 * * *");
    definition.retries = 2;
    bench.put(definition);
    bench.run_for(1h);
    for (int attempt = 1; attempt <= 3; ++attempt) {
        EXPECT_TRUE(bench.notices.empty());
        bench.complete(bench.accept_start(), Result::failed_temporarily);
        bench.run_for(10s);
    }
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].event, NoticeEvent::failed);
    EXPECT_EQ(bench.notices[0].run->attempt, 3);
}

TEST_F(Retrying, ARetryThatFindsItsJobPausedDoesNotStart) {
    Definition definition = job("a", "0 10 * * *");
    definition.retry_delay = 10min;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.complete(run, Result::failed_temporarily);
    bench.send(PauseCommand{"a", ""});
    EXPECT_EQ(told(row(run)), "10:00 canceled/gate") << "in the same write";
    bench.send(ResumeCommand{"a"});
    bench.run_for(30min);
    EXPECT_EQ(starts(), 0U);
}

// Its permission was committed, its answer was lost, and somebody else paused the job before it was asked for again.
TEST_F(Retrying, ARetryWhosePermissionIsAnsweredAfterItsJobWasPausedDoesNotStart) {
    bench.put(job("a", "0 10 * * *"));
    bench.run_for(1h);
    const StartRun first = bench.accept_start();
    bench.complete(first, Result::failed_temporarily);
    bench.writes = Weather::lost_after;
    bench.run_for(2s);
    ASSERT_EQ(bench.store.find_run(first.run_id)->attempt, 2) << "it is permitted, and nobody here knows";
    const simulation::Caller neighbour{"bench", bench.engine->incarnation(), {}, {}};
    PutJob put;
    put.row = bench.row("a");
    put.expected_version = put.row.version;
    Definition paused = *put.row.definition;
    paused.paused = true;
    put.row.definition = std::make_shared<const Definition>(paused);
    put.row.look_at.reset();
    put.row.writer.bytes[15] ^= 1;
    ASSERT_EQ(bench.store.write(neighbour, std::vector<WriteItem>{put}).items.at(0).outcome, ItemOutcome::done);
    bench.writes = Weather::fine;
    bench.run_for(1min);
    EXPECT_TRUE(bench.starts.empty());
    EXPECT_EQ(bench.store.find_run(first.run_id)->outcome, Outcome::canceled);
}

TEST_F(Retrying, FewerRetriesHoldForARunThatIsWaitingAlready) {
    Definition definition = job("a", "0 10 * * *");
    definition.retries = 5;
    bench.put(definition);
    bench.run_for(1h);
    bench.complete(bench.accept_start(), Result::failed_temporarily);
    definition.retries = 1;
    bench.put(definition);
    bench.run_for(5s);
    const StartRun second = bench.accept_start();
    bench.complete(second, Result::failed_temporarily);
    EXPECT_EQ(row(second).outcome, Outcome::failed) << "an attempt uses the job as it is when it begins";
}

} // namespace
} // namespace engine_test
