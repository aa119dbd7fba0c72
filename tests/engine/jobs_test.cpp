// The jobs in the horizon: read ahead, looked at in time, claimed or passed; capacity; bad rows; notices of records.
#include "bench.h"

namespace engine_test {
namespace {

class InTheHorizon : public testing::Test {
  protected:
    InTheHorizon() { bench.start(); }
    Bench bench;
};

TEST_F(InTheHorizon, AJobThatIsDueLaterIsNotHeldInMemory) {
    bench.put(job("soon", "* * * * *"));
    bench.put(job("later", "0 12 * * *"));
    EXPECT_EQ(bench.engine->health().jobs, 1U);
    bench.run_for(3h - 30s);
    EXPECT_EQ(bench.engine->health().jobs, 2U);
}

TEST_F(InTheHorizon, EveryInstantOfADayFiresOnceAndInTime) {
    bench.put(job("a", "*/5 * * * *"));
    for (int i = 1; i <= 288; ++i) {
        bench.run_for(5min);
        ASSERT_EQ(bench.starts.size(), 1U) << i;
        const StartRun run = bench.accept_start();
        EXPECT_EQ(run.due_at, at("2026-03-23T09:00:00") + i * 5min);
        EXPECT_EQ(bench.store.find_run(run.run_id)->claimed_at, run.due_at) << "claimed at its instant";
        bench.complete(run);
    }
    EXPECT_EQ(bench.store.runs().size(), 288U);
    EXPECT_TRUE(bench.store.records().empty());
}

TEST_F(InTheHorizon, MustNever_10_AJobThatIsFarAwayDoesNotFireAtOnce) {
    bench.put(job("far", "0 0 1 1 *"));
    bench.put(job("farther", "@at 2150-06-01T00:00:00"));
    bench.run_for(24h * 60);
    EXPECT_TRUE(bench.store.runs().empty());
}

TEST_F(InTheHorizon, MustNever_03_ASkipIsNotAFire) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    bench.accept_start();
    bench.run_for(5min);
    EXPECT_EQ(bench.row("a").fires, 1);
    EXPECT_EQ(bench.records_of("a").size(), 5U);
    EXPECT_EQ(bench.engine->stats().skipped, 5);
}

TEST_F(InTheHorizon, MustNever_05_AFireThatLandsOnAGoingRunLeavesTheJobArmedOnce) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    const StartRun first = bench.accept_start();
    bench.run_for(90s);
    bench.complete(first);
    bench.run_for(90s);
    ASSERT_EQ(bench.starts.size(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:03:00"));
}

TEST_F(InTheHorizon, JobsOfOneKeyDoNotRunBesideEachOther) {
    Definition one = job("one", "* * * * *");
    Definition two = job("two", "* * * * *");
    one.concurrency_key = two.concurrency_key = "both";
    bench.put(one);
    bench.put(two);
    bench.run_for(1min);
    EXPECT_EQ(bench.starts.size(), 1U);
    ASSERT_EQ(bench.store.records().size(), 1U);
    EXPECT_EQ(bench.store.records().begin()->second.run, bench.starts[0].run_id);
}

TEST_F(InTheHorizon, AJobsOwnKeyIsNobodyElses) {
    Definition one = job("one", "* * * * *");
    Definition two = job("two", "* * * * *");
    two.concurrency_key = "one"; // named like the other job
    bench.put(one);
    bench.put(two);
    bench.run_for(1min);
    EXPECT_EQ(bench.starts.size(), 2U);
}

TEST_F(InTheHorizon, MustNever_40_ADowntimeAcrossTheHourIsCaughtUpOnce) {
    bench.put(job("a", "0 * * * *"));
    bench.stop(StopMode::drain);
    bench.run_for(90min);
    bench.start();
    bench.run_for(1s);
    ASSERT_EQ(bench.starts.size(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T10:00:00"));
}

TEST_F(InTheHorizon, ADayOfDowntimeIsOneRunAndARecord) {
    bench.put(job("a", "*/10 * * * *"));
    bench.stop(StopMode::drain);
    bench.run_for(8h);
    bench.start();
    bench.run_for(1s);
    ASSERT_EQ(bench.starts.size(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T17:00:00"));
    ASSERT_EQ(bench.records_of("a").size(), 1U);
    EXPECT_EQ(bench.records_of("a")[0].kind, RecordKind::merged);
    EXPECT_EQ(bench.records_of("a")[0].run, bench.starts[0].run_id);
    EXPECT_EQ(bench.records_of("a")[0].count, 47);
    EXPECT_EQ(bench.engine->stats().merged, 47);
}

TEST_F(InTheHorizon, WhatHasNoCapacityIsNotClaimedAndWhatWaitsLongestGoesFirst) {
    Definition heavy = job("heavy", "0 10 * * *");
    heavy.units = 4;
    bench.put(heavy);
    bench.put(job("first", "1 10 * * *"));
    bench.put(job("second", "2 10 * * *"));
    bench.run_for(1h + 10min);
    ASSERT_EQ(bench.starts.size(), 1U);
    EXPECT_EQ(bench.store.runs().size(), 1U);
    EXPECT_GE(bench.engine->health().overdue, 9min);
    const StartRun run = bench.accept_start();
    bench.complete(run);
    bench.run_for(1s);
    ASSERT_EQ(bench.starts.size(), 2U);
    EXPECT_EQ(bench.starts[0].definition->id, "first");
    EXPECT_EQ(bench.starts[1].definition->id, "second");
    EXPECT_EQ(bench.engine->health().overdue, 0s);
}

TEST_F(InTheHorizon, AHeavyJobIsNotOvertakenForEver) {
    Definition heavy = job("heavy", "1 10 * * *");
    heavy.units = 4;
    bench.put(heavy);
    bench.put(job("light", "* * * * *"));
    bench.run_for(59min);
    while (!bench.starts.empty()) bench.complete(bench.accept_start());
    bench.run_for(1min);
    const StartRun light = bench.accept_start();
    bench.run_for(2min); // heavy is due; light has fallen due again behind it
    bench.complete(light);
    bench.run_for(1s);
    ASSERT_FALSE(bench.starts.empty());
    EXPECT_EQ(bench.starts[0].definition->id, "heavy");
}

TEST_F(InTheHorizon, AStepBackFiresNothingTwice) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(5min);
    const std::size_t before = bench.runs_of("a").size() + bench.records_of("a").size();
    bench.clock_offset -= 1h;
    bench.engine->clock_stepped(bench.moment());
    bench.run_for(59min);
    EXPECT_EQ(bench.runs_of("a").size() + bench.records_of("a").size(), before);
    bench.run_for(3min);
    EXPECT_GT(bench.runs_of("a").size() + bench.records_of("a").size(), before);
}

TEST_F(InTheHorizon, ALeapForwardHoldsClaimsForAMinute) {
    bench.put(job("a", "0 12 * * *"));
    bench.clock_offset += 8h;
    bench.engine->clock_stepped(bench.moment());
    bench.run_for(55s);
    EXPECT_TRUE(bench.engine->health().claims_held);
    EXPECT_TRUE(bench.starts.empty());
    bench.run_for(15s);
    EXPECT_FALSE(bench.engine->health().claims_held);
    EXPECT_EQ(bench.starts.size(), 1U);
}

TEST_F(InTheHorizon, MustNever_11_ALeapThatIsTakenBackMakesNothingFireEarly) {
    bench.put(job("a", "0 12 * * *"));
    bench.clock_offset += 8h;
    bench.engine->clock_stepped(bench.moment());
    bench.run_for(30s);
    bench.clock_offset -= 8h;
    bench.engine->clock_stepped(bench.moment());
    bench.run_for(1h);
    EXPECT_TRUE(bench.store.runs().empty());
    EXPECT_TRUE(bench.store.records().empty());
    bench.run_for(2h);
    EXPECT_EQ(bench.starts.size(), 1U);
}

TEST_F(InTheHorizon, MustNever_36_ABadRowIsDisabledOnceAndToldOf) {
    bench.put(job("bad", "* * * * *"));
    bench.put(job("good", "* * * * *"));
    bench.store.corrupt_job("bad");
    bench.start();
    bench.run_for(2min);
    EXPECT_TRUE(bench.row("bad").disabled);
    ASSERT_EQ(bench.records_of("bad").size(), 1U);
    EXPECT_EQ(bench.records_of("bad")[0].reason, Reason::unreadable);
    ASSERT_GE(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].event, NoticeEvent::disabled);
    EXPECT_FALSE(bench.runs_of("good").empty()) << "one bad row does not stop the others";
    const int calls = bench.storage_calls;
    bench.run_for(10min);
    EXPECT_LT(bench.storage_calls - calls, 400);
    EXPECT_EQ(bench.records_of("bad").size(), 1U);
}

TEST_F(InTheHorizon, MustNever_36_AJobThatCannotEvenBeDisabledDoesNotLoop) {
    bench.put(job("bad", "* * * * *"));
    bench.put(job("good", "* * * * *"));
    bench.store.corrupt_job("bad");
    bench.store.bad = [](const WriteItem &item) { return std::holds_alternative<DisableJob>(item); };
    bench.start();
    bench.run_for(1s);
    const int calls = bench.storage_calls;
    bench.run_for(10min);
    EXPECT_LT(bench.storage_calls - calls, 400);
    EXPECT_FALSE(bench.runs_of("good").empty());
}

// What kept it from being disabled may have been no fault of the job's either.
TEST_F(InTheHorizon, AJobThatCouldNotBeDisabledIsTriedAgain) {
    bench.put(job("a", "* * * * *"));
    bench.store.bad = [](const WriteItem &item) {
        return std::holds_alternative<DisableJob>(item) || std::holds_alternative<Claim>(item);
    };
    bench.run_for(1min + 1s);
    bench.store.bad = nullptr;
    bench.run_for(5min);
    EXPECT_FALSE(bench.row("a").disabled);
    EXPECT_FALSE(bench.runs_of("a").empty());
}

TEST_F(InTheHorizon, AStarvedJobWhoseRowBecomesUnusableDoesNoHarm) {
    Definition heavy = job("heavy", "0 10 * * *");
    heavy.units = 4;
    bench.put(heavy);
    bench.put(job("starved", "1 10 * * *"));
    bench.run_for(1h + 2min);
    const StartRun run = bench.accept_start();
    bench.store.corrupt_job("starved");
    bench.store.bad = [](const WriteItem &item) { return std::holds_alternative<DisableJob>(item); };
    bench.run_for(1min);
    bench.complete(run);
    bench.run_for(1min);
    EXPECT_TRUE(bench.runs_of("starved").empty());
}

TEST_F(InTheHorizon, AScheduleThatNoLongerParsesIsDisabledWithItsReason) {
    bench.put(job("a", "0 10 * * *"));
    const simulation::Caller caller{"bench", bench.engine->incarnation(), {}, {}};
    PutJob put;
    put.row = bench.row("a");
    put.expected_version = put.row.version;
    Definition broken = *put.row.definition;
    broken.zone = "Europe/Atlantis"; // a zone that the newest zone data has dropped
    put.row.definition = std::make_shared<const Definition>(broken);
    put.row.writer.bytes[15] ^= 1;
    ASSERT_EQ(bench.store.write(caller, std::vector<WriteItem>{put}).items.at(0).outcome, ItemOutcome::done);
    bench.run_for(1h + 1s);
    EXPECT_TRUE(bench.row("a").disabled);
    ASSERT_EQ(bench.records_of("a").size(), 1U);
    EXPECT_EQ(bench.records_of("a")[0].reason, Reason::bad_schedule);
    EXPECT_NE(bench.row("a").definition->pause_reason, "");
}

TEST_F(InTheHorizon, AClaimThatCannotBeStoredDisablesItsJobAloneInItsBatch) {
    for (const char *name : {"a", "b", "poison", "c", "d"}) bench.put(job(name, "0 10 * * *"));
    bench.store.poisoned = [](const WriteItem &item) {
        const auto *claim = std::get_if<Claim>(&item);
        return claim && claim->definition->id == "poison";
    };
    bench.config.capacity = 100;
    bench.start();
    bench.run_for(1h + 1s);
    EXPECT_EQ(bench.starts.size(), 4U);
    EXPECT_TRUE(bench.row("poison").disabled);
    EXPECT_EQ(bench.records_of("poison").size(), 1U);
    EXPECT_EQ(bench.engine->health().units_in_use, 4);
}

TEST_F(InTheHorizon, ASkipIsToldOfWhenTheJobWantsThat) {
    Definition definition = job("a", "* * * * *");
    definition.notify_on = static_cast<std::int32_t>(NoticeEvent::skipped);
    definition.name = "the report";
    bench.put(definition);
    bench.run_for(1min);
    bench.accept_start();
    bench.notify_at_once = false;
    bench.run_for(1min);
    ASSERT_EQ(bench.notices.size(), 1U);
    ASSERT_TRUE(bench.notices[0].record);
    EXPECT_EQ(bench.notices[0].event, NoticeEvent::skipped);
    EXPECT_EQ(bench.notices[0].job_name, "the report");
    const RecordRow &record = bench.store.records().begin()->second;
    EXPECT_FALSE(record.announced);
    const Announce notice = bench.notices[0];
    bench.answer_notice(notice, NoticeStatus::later);
    EXPECT_FALSE(record.announced);
    bench.run_for(1s);
    ASSERT_EQ(bench.notices.size(), 2U) << "told again, with the same id";
    EXPECT_EQ(bench.notices[1].notice_id, notice.notice_id);
    bench.answer_notice(notice);
    EXPECT_TRUE(record.announced);
    bench.run_for(30s);
    EXPECT_EQ(bench.notices.size(), 2U);
}

TEST_F(InTheHorizon, MustNever_36_ANoticeThatCannotBeMarkedAsToldIsNotToldForEver) {
    Definition definition = job("a", "* * * * *");
    definition.notify_on = 63;
    bench.put(definition);
    bench.run_for(1min);
    const StartRun run = bench.accept_start();
    bench.store.bad = [](const WriteItem &item) {
        const auto *update = std::get_if<Update>(&item);
        return std::holds_alternative<RecordAnnounced>(item) || (update && update->announced);
    };
    bench.run_for(65s); // a skip
    bench.complete(run);
    bench.run_for(10s);
    const std::size_t told = bench.notices.size();
    bench.send(PauseCommand{"a", ""});
    bench.run_for(20min);
    EXPECT_LE(bench.notices.size(), told + 1);
    EXPECT_FALSE(bench.store.records().begin()->second.announced);
    EXPECT_FALSE(bench.store.find_run(run.run_id)->announced);
    const std::size_t told_at_last = bench.notices.size();
    bench.store.bad = nullptr;
    bench.run_for(1min);
    EXPECT_TRUE(bench.store.records().begin()->second.announced) << "the mark is tried again in the same life";
    EXPECT_TRUE(bench.store.find_run(run.run_id)->announced);
    EXPECT_EQ(bench.notices.size(), told_at_last) << "and nobody is told again";
}

TEST_F(InTheHorizon, MustNever_23_AFailingNotifierTouchesNothing) {
    bench.put(job("a", "* * * * *"));
    bench.put(job("b", "* * * * *"));
    bench.notify_at_once = false;
    bench.run_for(1min);
    const StartRun a = bench.accept_start();
    const StartRun b = bench.accept_start();
    bench.complete(a);
    bench.complete(b);
    ASSERT_EQ(bench.notices.size(), 2U);
    bench.answer_notice(bench.notices[0], NoticeStatus::given_up);
    bench.answer_notice(bench.notices[1], NoticeStatus::later);
    EXPECT_EQ(bench.store.find_run(a.run_id)->outcome, Outcome::succeeded);
    EXPECT_TRUE(bench.store.find_run(a.run_id)->announced);
    EXPECT_EQ(bench.store.find_run(b.run_id)->outcome, Outcome::succeeded);
    EXPECT_FALSE(bench.store.find_run(b.run_id)->announced);
    EXPECT_EQ(bench.engine->stats().notices_given_up, 1);
    bench.run_for(2s);
    EXPECT_EQ(bench.notices.size(), 3U);
    EXPECT_EQ(bench.store.runs().size(), 2U);
}

TEST_F(InTheHorizon, MustNever_08_HealthAndStatisticsMoveNothing) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(59s);
    const std::int64_t version = bench.row("a").version;
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(bench.engine->health().joined);
        EXPECT_GE(bench.engine->stats().storage_calls, 1);
    }
    EXPECT_EQ(bench.row("a").version, version);
    EXPECT_EQ(bench.engine->next_wake(), bench.moment() + 1s);
}

TEST_F(InTheHorizon, AnIdleEngineDoesNextToNothing) {
    bench.run_for(1s);
    const int calls = bench.storage_calls;
    // Two reads every five seconds, the calendars every twenty, a beat and the replicas every forty.
    bench.run_for(10min);
    EXPECT_LE(bench.storage_calls - calls, 2 * 121 + 31 + 2 * 16);
}

} // namespace
} // namespace engine_test
