// Zone data that changes under a running gateway: what has not been claimed is derived anew, nothing is lost or
// doubled.
#include "bench.h"

#include "tzif_builder.h"

namespace engine_test {
namespace {

namespace schedule = gateway_scheduler::schedule;

// A zone that is so many hours east of UTC until `change`, and then the other number.
std::shared_ptr<const schedule::Zone> zone(int hours, const std::string &change = {}, int hours_after = 0) {
    schedule_test::TzifBuilder builder;
    builder.types = {{hours * 3600}, {hours_after * 3600}};
    if (!change.empty()) builder.transitions = {{at(change).time_since_epoch() / 1s, 1}};
    const int last = change.empty() ? hours : hours_after;
    builder.footer = "<ABC>" + std::to_string(-last);
    const auto bytes = builder.build();
    return schedule::Zone::parse("Test/Zone", bytes).value();
}

Definition local(const std::string &schedule) {
    Definition definition = job("a", schedule);
    definition.zone = "Test/Zone";
    return definition;
}

// It is Monday, 23 March 2026, 09:00 UTC, and 10:00 in the zone.
class OtherZoneData : public testing::Test {
  protected:
    OtherZoneData() {
        bench.zones.change("2026a", "Test/Zone", zone(1));
        bench.start();
    }
    void change(std::shared_ptr<const schedule::Zone> changed) {
        bench.zones.change("2026b", "Test/Zone", std::move(changed));
        bench.engine->zones_checked(true, bench.moment());
        bench.settle();
    }
    RecordRow only_record() {
        const auto records = bench.records_of("a");
        EXPECT_EQ(records.size(), 1U);
        return records.empty() ? RecordRow{} : records[0];
    }
    Bench bench;
};

TEST_F(OtherZoneData, MovesWhatHasNotBeenClaimedAndSaysSo) {
    bench.put(local("0 12 * * *"));
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T11:00:00"));
    change(zone(1, "2026-03-23T09:30:00", 2));
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T10:00:00"));
    EXPECT_EQ(bench.row("a").tzdata_version, "2026b");
    const RecordRow record = only_record();
    EXPECT_EQ(record.kind, RecordKind::event);
    EXPECT_EQ(record.reason, Reason::rederived);
    EXPECT_EQ(record.detail, "the next fire moved from 2026-03-23 11:00 UTC to 2026-03-23 10:00 UTC: zone data 2026a "
                             "became 2026b");
    bench.run_for(3h);
    EXPECT_EQ(bench.only_run().due_at, at("2026-03-23T10:00:00"));
}

TEST_F(OtherZoneData, LeavesAloneWhatItDoesNotMove) {
    bench.put(local("0 12 * * *"));
    Definition elsewhere = job("utc", "0 12 * * *");
    bench.put(elsewhere);
    const auto version = bench.row("utc").version;
    change(zone(1, "2026-10-01T00:00:00", 0));
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T11:00:00"));
    EXPECT_EQ(bench.row("a").tzdata_version, "2026b");
    EXPECT_TRUE(bench.records_of("a").empty());
    EXPECT_EQ(bench.row("utc").version, version) << "UTC depends on no zone data";
}

TEST_F(OtherZoneData, AJobFarBeyondTheHorizonIsMovedToo) {
    bench.put(local("0 12 1 6 *"));
    EXPECT_EQ(bench.engine->health().jobs, 0U);
    change(zone(1, "2026-04-01T00:00:00", 3));
    EXPECT_EQ(bench.row("a").next_fire, at("2026-06-01T09:00:00"));
}

TEST_F(OtherZoneData, AnInstantThatTheNewDataPutsIntoThePastRunsLateAndOnce) {
    bench.put(local("30 10 * * *")); // in half an hour
    change(zone(3));                 // it is noon already
    bench.run_for(22h);
    const auto runs = bench.runs_of("a");
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].due_at, at("2026-03-23T07:30:00"));
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-24T07:30:00"));
}

TEST_F(OtherZoneData, ALocalTimeThatHasFiredDoesNotFireAgain) {
    bench.put(local("30 10 * * *"));
    bench.run_for(31min);
    ASSERT_EQ(bench.runs_of("a").size(), 1U);
    change(zone(0)); // it is 09:31 again: 10:30 is still to come, but it has run
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-24T10:30:00"));
    bench.run_for(23h);
    EXPECT_EQ(bench.runs_of("a").size(), 1U);
}

TEST_F(OtherZoneData, ACompletionAnchoredOrElapsedIntervalStays) {
    bench.put(local("@every 7h"));
    const auto next = bench.row("a").next_fire;
    change(zone(5));
    EXPECT_EQ(bench.row("a").next_fire, next);
    EXPECT_TRUE(bench.records_of("a").empty());
}

TEST_F(OtherZoneData, APatternOfElapsedTimeGoesOnFromNow) {
    bench.put(local("0 */6 * * *")); // 12:00 local, 11:00 UTC
    change(zone(2));                 // 12:00 local is 10:00 UTC
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T10:00:00"));
}

TEST_F(OtherZoneData, ADueInstantIsLeftToItsClaim) {
    bench.put(local("* * * * *"));
    bench.writes = Weather::lost_before; // nothing can be claimed for a while
    bench.run_for(2min);
    bench.zones.change("2026b", "Test/Zone", zone(2));
    bench.engine->zones_checked(true, bench.moment());
    bench.writes = Weather::fine;
    bench.run_for(1min);
    EXPECT_FALSE(bench.runs_of("a").empty());
    for (const RecordRow &record : bench.records_of("a")) EXPECT_NE(record.reason, Reason::rederived);
}

TEST_F(OtherZoneData, AChangeWhileNobodyWasRunningIsFoundAtTheNextStart) {
    bench.put(local("0 12 1 6 *"));
    bench.engine.reset();
    bench.zones.change("2026b", "Test/Zone", zone(4));
    bench.zones.forget_before();
    bench.config.predecessor_dead = bench.config.store_exclusive = true;
    bench.start();
    bench.run_for(1s);
    EXPECT_EQ(bench.row("a").next_fire, at("2026-06-01T08:00:00"));
    EXPECT_EQ(only_record().reason, Reason::rederived);
}

TEST_F(OtherZoneData, AStartWithTheSameDataReadsNoJobs) {
    bench.put(local("0 12 1 6 *"));
    const auto version = bench.row("a").version;
    bench.engine.reset();
    bench.config.predecessor_dead = bench.config.store_exclusive = true;
    bench.start();
    bench.run_for(1min);
    EXPECT_EQ(bench.row("a").version, version);
}

TEST_F(OtherZoneData, ThousandsOfJobsAreAllMoved) {
    for (int i = 0; i < 1203; ++i) {
        Definition definition = local("0 12 1 6 *");
        definition.id = "job-" + std::to_string(i);
        bench.put(definition);
    }
    change(zone(1, "2026-04-01T00:00:00", 3));
    bench.run_for(1s);
    int moved = 0;
    for (const auto &[id, stored] : bench.store.jobs())
        moved += stored.row.next_fire == at("2026-06-01T09:00:00") ? 1 : 0;
    EXPECT_EQ(moved, 1203);
}

TEST_F(OtherZoneData, AnEditInBetweenWins) {
    bench.put(local("0 12 * * *"));
    bench.zones.change("2026b", "Test/Zone", zone(2));
    bench.engine->zones_checked(true, bench.moment());
    bench.put(local("0 18 * * *"));
    bench.settle();
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T16:00:00"));
}

} // namespace
} // namespace engine_test
