// catch_up: what a downtime costs, and what is said of it. Its pace stands in backlog_test.cpp.
#include "policy_fixture.h"

#include <functional>

namespace engine_test {
namespace {

struct Downtime {
    const char *name;
    std::function<void(Definition &)> policy;
    const char *until; // down from 09:00 on
    Lines expected;
};

void PrintTo(const Downtime &downtime, std::ostream *out) {
    *out << downtime.name << ", down until " << downtime.until;
}

class ADowntime : public APolicy, public testing::WithParamInterface<Downtime> {};

TEST_P(ADowntime, CostsWhatThePolicySays) {
    Definition definition = job("a", "0 * * * *");
    GetParam().policy(definition);
    bench.put(definition);
    down_for(at(GetParam().until) - bench.now());
    serve(30s);
    EXPECT_EQ(history(), GetParam().expected);
    EXPECT_EQ(bench.engine->health().backlog, 0U);
}

std::string name_of(const testing::TestParamInfo<Downtime> &downtime) {
    return downtime.param.name;
}

template <CatchUp kCatchUp>
void policy(Definition &d) {
    d.catch_up = kCatchUp;
}

INSTANTIATE_TEST_SUITE_P(
    OfHours, ADowntime,
    testing::Values(Downtime{"Latest",
                             policy<CatchUp::latest>,
                             "2026-03-23T15:30:00",
                             {"10:00..14:00 x5 merged/catch_up", "15:00 succeeded"}},
                    Downtime{"LatestOfOne", policy<CatchUp::latest>, "2026-03-23T10:30:00", {"10:00 succeeded"}},
                    Downtime{"Skip", policy<CatchUp::skip>, "2026-03-23T15:30:00", {"10:00..15:00 x6 missed/catch_up"}},
                    Downtime{"SkipAndTheNewestIsOnTime",
                             policy<CatchUp::skip>,
                             "2026-03-23T15:00:30",
                             {"10:00..14:00 x5 missed/catch_up", "15:00 succeeded"}},
                    Downtime{"All",
                             policy<CatchUp::all>,
                             "2026-03-23T13:30:00",
                             {"10:00 succeeded", "11:00 succeeded", "12:00 succeeded", "13:00 succeeded"}},
                    Downtime{"AllUpToItsLimit",
                             [](Definition &d) {
                                 d.catch_up = CatchUp::all;
                                 d.catch_up_limit = 2;
                             },
                             "2026-03-23T15:30:00",
                             {"10:00..13:00 x4 missed/limit", "14:00 succeeded", "15:00 succeeded"}},
                    Downtime{"AllWithinItsWindow",
                             [](Definition &d) {
                                 d.catch_up = CatchUp::all;
                                 d.catch_up_window = 2h;
                             },
                             "2026-03-23T15:30:00",
                             {"10:00..13:00 x4 missed/window", "14:00 succeeded", "15:00 succeeded"}},
                    Downtime{"QueueOwesAllWhateverCatchUpSays",
                             [](Definition &d) {
                                 d.overlap = Overlap::queue;
                                 d.catch_up = CatchUp::skip;
                             },
                             "2026-03-23T12:30:00",
                             {"10:00 succeeded", "11:00 succeeded", "12:00 succeeded"}},
                    Downtime{"QueueWithADeadline",
                             [](Definition &d) {
                                 d.overlap = Overlap::queue;
                                 d.start_deadline = 45min;
                             },
                             "2026-03-23T12:30:00",
                             {"10:00..11:00 x2 expired/start_deadline", "12:00 succeeded"}},
                    Downtime{"ADayUnderLatest",
                             policy<CatchUp::latest>,
                             "2026-03-24T15:30:00",
                             {"10:00..15:00 x6 missed/window", "16:00..03-24T14:00 x23 merged/catch_up",
                              "03-24T15:00 succeeded"}}),
    name_of);

class CatchingUp : public APolicy {};

TEST_F(CatchingUp, MustNever_40_ADeployAcrossTheHourCostsNothingWhateverThePolicy) {
    for (const CatchUp catch_up : {CatchUp::latest, CatchUp::skip, CatchUp::all}) {
        Bench gateway(at("2026-03-23T09:59:50"));
        gateway.start();
        gateway.put(with(job("a", "0 * * * *"), catch_up));
        gateway.stop(StopMode::drain);
        gateway.run_for(20s);
        gateway.start();
        gateway.run_for(1s);
        ASSERT_EQ(gateway.starts.size(), 1U) << static_cast<int>(catch_up);
        EXPECT_EQ(gateway.starts[0].due_at, at("2026-03-23T10:00:00"));
        EXPECT_EQ(gateway.starts[0].lateness, 10s);
    }
}

TEST_F(CatchingUp, TheRunKnowsHowLateItIsAndWhatItStandsFor) {
    bench.put(job("a", "0 * * * *"));
    down_for(6h + 30min);
    bench.run_for(1s);
    const StartRun run = bench.take_start();
    EXPECT_EQ(run.merged, 5);
    EXPECT_EQ(run.lateness, 30min);
    EXPECT_EQ(row(run).merged, 5);
    ASSERT_EQ(bench.records_of("a").size(), 1U);
    EXPECT_EQ(bench.records_of("a")[0].run, run.run_id);
    EXPECT_EQ(bench.engine->stats().merged, 5);
}

TEST_F(CatchingUp, ARunThatIsOnTimeStandsForNothingElse) {
    bench.put(job("a", "0 * * * *"));
    bench.run_for(1h);
    const StartRun run = bench.take_start();
    EXPECT_EQ(run.merged, 0);
    EXPECT_EQ(run.lateness, 0s);
    EXPECT_EQ(row(run).merged, 0);
}

TEST_F(CatchingUp, ARetryKnowsWhatItsRunStandsFor) {
    bench.put(job("a", "0 * * * *"));
    down_for(6h + 30min);
    bench.run_for(1s);
    const StartRun run = bench.accept_start();
    bench.complete(run, Result::failed_temporarily);
    bench.run_for(10s);
    EXPECT_EQ(bench.take_start().merged, 5);
}

TEST_F(CatchingUp, MoreThanCanBeCountedIsSaidToBeSo) {
    bench.put(job("a", "@every 1s"));
    down_for(23h);
    bench.run_for(1s);
    ASSERT_GE(starts(), 1U);
    const StartRun run = bench.take_start();
    ASSERT_FALSE(bench.records_of("a").empty());
    EXPECT_EQ(run.merged, bench.records_of("a")[0].count);
    EXPECT_EQ(row(run).merged, bench.records_of("a")[0].count);
}

TEST_F(CatchingUp, WhatIsMissedIsToldOfWhenTheJobWantsThat) {
    Definition definition = with(job("a", "0 * * * *"), CatchUp::skip);
    definition.notify_on = static_cast<std::int32_t>(NoticeEvent::missed);
    bench.put(definition);
    down_for(6h + 30min);
    bench.run_for(1s);
    ASSERT_EQ(bench.notices.size(), 1U) << "one notice, not one for each instant";
    EXPECT_EQ(bench.notices[0].event, NoticeEvent::missed);
    ASSERT_TRUE(bench.notices[0].record);
    EXPECT_EQ(told(*bench.notices[0].record), "10:00..15:00 x6 missed/catch_up");
    EXPECT_EQ(bench.engine->stats().missed, 6);
}

TEST_F(CatchingUp, MustNever_03_WhatWasMissedIsNoFire) {
    bench.put(with(job("a", "0 * * * *"), CatchUp::skip));
    down_for(6h + 30min);
    bench.run_for(1s);
    EXPECT_EQ(bench.row("a").fires, 0);
    EXPECT_EQ(bench.row("a").cursor, at("2026-03-23T15:00:00"));
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T16:00:00"));
}

TEST_F(CatchingUp, MustNever_01_ABacklogIsClaimedOneByOneAlsoWhenAnswersAreLost) {
    bench.put(with(job("a", "0 * * * *"), CatchUp::all));
    bench.engine.reset();
    bench.monotonic += 3h + 30min;
    bench.start_and_join_only();
    bench.writes = Weather::lost_after;
    bench.run_for(3s);
    bench.writes = Weather::fine;
    serve(30s);
    EXPECT_EQ(history(), (Lines{"10:00 succeeded", "11:00 succeeded", "12:00 succeeded"}));
}

TEST_F(CatchingUp, AnOutageOfTheStoreIsADowntimeLikeAnyOther) {
    bench.config.store_exclusive = true; // else it would fence itself
    bench.start();
    bench.put(with(job("a", "30 * * * *"), CatchUp::skip));
    bench.run_for(29min);
    bench.writes = bench.reads = Weather::lost_before;
    bench.run_for(2h);
    bench.writes = bench.reads = Weather::fine;
    serve(45s);
    std::int64_t disposed = static_cast<std::int64_t>(bench.runs_of("a").size());
    for (const RecordRow &record : bench.records_of("a")) disposed += record.count;
    EXPECT_EQ(disposed, 2) << "09:30 and 10:30 each have an end";
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T11:30:00"));
}

class APause : public APolicy, public testing::WithParamInterface<std::pair<Overlap, CatchUp>> {};

TEST_P(APause, IsNeverCaughtUp) {
    Definition definition = job("a", "* * * * *");
    definition.overlap = GetParam().first;
    definition.catch_up = GetParam().second;
    bench.put(definition);
    bench.run_for(30s);
    bench.send(PauseCommand{"a", "holiday"});
    down_for(30min); // also while nobody schedules
    bench.run_for(30min);
    bench.send(ResumeCommand{"a"});
    serve(1min);
    EXPECT_EQ(history(), (Lines{"09:01..10:00 x60 skipped/paused", "10:01 succeeded", "event/paused"}));
}

INSTANTIATE_TEST_SUITE_P(Policies, APause,
                         testing::Values(std::pair(Overlap::skip, CatchUp::latest),
                                         std::pair(Overlap::skip, CatchUp::all),
                                         std::pair(Overlap::queue, CatchUp::latest),
                                         std::pair(Overlap::queue, CatchUp::all),
                                         std::pair(Overlap::replace, CatchUp::latest)));

} // namespace
} // namespace engine_test
