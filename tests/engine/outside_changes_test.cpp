// The host has heard that another replica changed jobs: they are read at once, not with the next refresh, which is five
// seconds away.
#include "neighbours_fixture.h"

namespace engine_test {
namespace {

constexpr const char *kSoon = "@at 2026-03-23T09:00:03"; // in two seconds

class OutsideChanges : public Neighbours {
  protected:
    OutsideChanges() {
        bench.config.capacity = 10'000;
        bench.start();
        other.join();
        bench.run_for(1s); // the horizon was read at the start
    }

    // As another replica stores it: this engine knows nothing of it.
    void stored_by_the_other(const std::string &id, const std::string &schedule) {
        Definition definition = job(id, schedule);
        const Timetable times = make_timetable(definition, bench.zones).value();
        PutJob put;
        put.row.definition = std::make_shared<const Definition>(definition);
        put.row.revision = 1;
        put.row.next_fire = times->next_due(bench.now(), 0);
        put.row.fire_at = put.row.look_at = times->fire_at(put.row.next_fire, 0);
        put.row.writer = other.ids.next(bench.now());
        bench.store.set_now(bench.now());
        ASSERT_EQ(bench.store.write(other.caller, std::vector<WriteItem>{put}).items.at(0).outcome, ItemOutcome::done);
    }
    void hear(const std::vector<std::string> &ids) {
        bench.engine->jobs_changed(ids, bench.moment());
        bench.settle();
    }
};

TEST_F(OutsideChanges, AnAddedJobFiresOnTime) {
    stored_by_the_other("a", kSoon);
    bench.run_for(1s);
    hear({"a"});
    bench.run_for(1s);
    ASSERT_EQ(bench.starts.size(), 1U);
}

TEST_F(OutsideChanges, WithoutAWordTheRefreshFindsIt) {
    stored_by_the_other("a", kSoon);
    bench.run_for(2s);
    EXPECT_TRUE(bench.starts.empty());
    bench.run_for(3s);
    EXPECT_EQ(bench.starts.size(), 1U);
}

TEST_F(OutsideChanges, OfAnyJobTheHorizonIsReadAgain) {
    stored_by_the_other("a", kSoon);
    hear({});
    bench.run_for(2s);
    EXPECT_EQ(bench.starts.size(), 1U);
}

TEST_F(OutsideChanges, OfManyJobsTheHorizonIsReadAgainAndNotEachByItself) {
    std::vector<std::string> ids;
    for (int i = 0; i < 1000; ++i) {
        ids.push_back("job-" + std::to_string(i));
        stored_by_the_other(ids.back(), kSoon);
    }
    const int before = bench.storage_calls;
    hear(ids);
    bench.run_for(1s);
    EXPECT_LT(bench.storage_calls - before, 60);
    bench.run_for(1s);
    EXPECT_EQ(bench.store.runs().size(), 1000U);
}

TEST_F(OutsideChanges, ManyWordsInARowAreReadTenTimesASecondAtMost) {
    const int before = bench.storage_calls;
    for (int i = 0; i < 1000; ++i) {
        hear({});
        bench.run_for(1ms);
    }
    EXPECT_LE(bench.storage_calls - before, 12);
    EXPECT_GE(bench.storage_calls - before, 9);
}

TEST_F(OutsideChanges, ARemovedJobIsForgotten) {
    bench.put(job("a", "@every 30s"));
    EXPECT_EQ(bench.engine->health().jobs, 1U);
    RemoveJob remove;
    remove.id = "a";
    remove.version = bench.row("a").version;
    bench.store.set_now(bench.now());
    bench.store.write(other.caller, std::vector<WriteItem>{remove});
    hear({"a"});
    EXPECT_EQ(bench.engine->health().jobs, 0U);
}

TEST_F(OutsideChanges, AJobThatIsFarOffIsNotKept) {
    stored_by_the_other("a", "0 0 1 1 *");
    hear({"a"});
    EXPECT_EQ(bench.engine->health().jobs, 0U);
}

TEST_F(OutsideChanges, AnUnknownJobIsNoHarm) {
    hear({"nobody"});
    bench.run_for(1min);
    EXPECT_TRUE(bench.starts.empty());
}

TEST_F(OutsideChanges, AReadingThatFailsIsMadeUpForByTheRefresh) {
    stored_by_the_other("a", kSoon);
    bench.reads = Weather::failing;
    hear({"a"});
    bench.reads = Weather::fine;
    bench.run_for(5s);
    EXPECT_EQ(bench.starts.size(), 1U);
}

// The cancellation that another replica asked for comes with the answer of whatever is read.
TEST_F(OutsideChanges, ACancellationArrivesAtOnce) {
    bench.put(job("a", "@every 30s"));
    bench.run_for(30s);
    const StartRun run = bench.accept_start();
    bench.settle();
    EXPECT_EQ(other.ask_cancel(run.run_id, Reason::requested), ItemOutcome::done);
    EXPECT_TRUE(bench.cancels.empty());
    hear({"a"});
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels.front().run_id, run.run_id);
}

TEST_F(OutsideChanges, BeforeItHasJoinedNothingIsRead) {
    bench.make();
    const int before = bench.storage_calls;
    hear({"a"});
    hear({});
    EXPECT_EQ(bench.storage_calls, before);
}

} // namespace
} // namespace engine_test
