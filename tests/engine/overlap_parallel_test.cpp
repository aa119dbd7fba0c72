// overlap = parallel: up to max_active runs of a key beside each other; at the limit an instant is skipped.
#include "policy_fixture.h"

namespace engine_test {
namespace {

Definition parallel(std::int32_t max_active, const std::string &id = "a") {
    Definition definition = with(job(id, "* * * * *"), Overlap::parallel);
    definition.max_active = max_active;
    definition.timeout = 24h;
    return definition;
}

class InParallel : public APolicy {
  protected:
    // Starts the runs of the next minutes.
    std::vector<StartRun> started(int minutes) {
        std::vector<StartRun> runs;
        for (int i = 0; i < minutes; ++i) {
            bench.run_for(1min);
            runs.push_back(bench.accept_start());
        }
        return runs;
    }
};

TEST_F(InParallel, RunsUpToItsLimitBesideEachOther) {
    bench.put(parallel(3));
    started(3);
    EXPECT_EQ(history(), (Lines{"09:01 running", "09:02 running", "09:03 running"}));
    EXPECT_TRUE(bench.records_of("a").empty());
}

TEST_F(InParallel, MustNever_04_SkipsAtTheLimitAndNamesTheOldestRunInItsWay) {
    bench.put(parallel(3));
    const auto runs = started(3);
    bench.run_for(1min);
    EXPECT_EQ(starts(), 0U);
    ASSERT_EQ(bench.records_of("a").size(), 1U);
    EXPECT_EQ(told(bench.records_of("a")[0]), "09:04 x1 skipped/overlap");
    EXPECT_EQ(bench.records_of("a")[0].run, runs[0].run_id);
}

TEST_F(InParallel, NamesTheOldestOfThoseThatAreStillGoing) {
    bench.put(parallel(2));
    const auto runs = started(2);
    bench.complete(runs[0]);
    started(1); // 09:03, beside that of 09:02
    bench.run_for(1min);
    ASSERT_EQ(bench.records_of("a").size(), 1U);
    EXPECT_EQ(bench.records_of("a")[0].run, runs[1].run_id);
}

TEST_F(InParallel, RunsAgainOnceOneHasEnded) {
    bench.put(parallel(2));
    const auto runs = started(2);
    bench.run_for(1min); // 09:03 is skipped
    bench.complete(runs[1]);
    EXPECT_EQ(starts(), 0U) << "what was skipped is not made up for";
    bench.run_for(1min);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:04:00"));
}

TEST_F(InParallel, MustNever_07_AManualRunCountsToo) {
    bench.put(parallel(2));
    bench.send(RunNowCommand{"a"});
    bench.accept_start();
    started(1);
    bench.run_for(1min);
    EXPECT_EQ(history(), (Lines{"09:01 running", "09:02 x1 skipped/overlap", "manual running"}));
    const auto reply = bench.reply(bench.send(RunNowCommand{"a"}));
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, CommandStatus::refused) << "two are going";
}

TEST_F(InParallel, MustNever_05_ARunThatWaitsForItsRetryCountsToo) {
    Definition definition = parallel(2);
    definition.retry_delay = definition.retry_max_delay = 1h;
    bench.put(definition);
    const auto runs = started(2);
    bench.complete(runs[0], Result::failed_temporarily);
    bench.run_for(1min);
    ASSERT_EQ(history(), (Lines{"09:01 waiting", "09:02 running", "09:03 x1 skipped/overlap"}));
    EXPECT_EQ(bench.records_of("a")[0].run, runs[0].run_id);
}

TEST_F(InParallel, EachJobOfAKeyIsJudgedByItsOwnLimit) {
    Definition wide = parallel(3, "wide");
    Definition narrow = job("narrow", "30 9 * * *"); // skips beside anything
    Definition middle = parallel(2, "middle");
    middle.schedule = "30 9 * * *";
    wide.schedule = "15,16 9 * * *";
    wide.concurrency_key = narrow.concurrency_key = middle.concurrency_key = "both";
    for (const Definition &definition : {wide, narrow, middle}) bench.put(definition);
    bench.run_for(16min);
    const StartRun first = bench.accept_start();
    bench.accept_start();
    bench.complete(first); // one of wide goes on
    bench.run_for(14min);
    EXPECT_EQ(history("narrow"), (Lines{"09:30 x1 skipped/overlap"}));
    EXPECT_EQ(history("middle"), (Lines{"09:30 claimed"}));
}

TEST_F(InParallel, TheRunsOfOneJobEndEachForItself) {
    Definition definition = parallel(3);
    definition.retries = 0;
    bench.put(definition);
    const auto runs = started(3);
    bench.complete(runs[2], Result::failed);
    bench.complete(runs[0]);
    bench.complete(runs[1], Result::canceled);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02 canceled", "09:03 failed"}));
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
    EXPECT_EQ(bench.engine->health().runs, 0U);
}

TEST_F(InParallel, MustNever_09_DowntimeIsOneRunAllTheSame) {
    bench.put(parallel(5));
    down_for(30min + 20s);
    bench.run_for(10s);
    EXPECT_EQ(history(), (Lines{"09:01..09:29 x29 merged/catch_up", "09:30 claimed"}));
}

TEST_F(InParallel, MissedInstantsThatAreMadeUpForRunBesideEachOtherUpToTheLimit) {
    bench.put(with(parallel(2), CatchUp::all));
    down_for(3min + 20s);
    serve(20s, 1h);
    const Lines lines = history();
    ASSERT_GE(lines.size(), 2U);
    ASSERT_EQ(lines[0], "09:01 running");
    ASSERT_EQ(lines[1], "09:02 running");
    EXPECT_EQ(bench.store.open_runs().size(), 2U) << "never more than the limit";
    EXPECT_GE(*bench.runs_of("a")[1].claimed_at - *bench.runs_of("a")[0].claimed_at, 1s) << "one after the other";
}

TEST_F(InParallel, ALowerLimitHoldsFromTheNextInstantOn) {
    bench.put(parallel(3));
    started(2);
    bench.put(parallel(2));
    bench.run_for(1min);
    EXPECT_EQ(history(), (Lines{"09:01 running", "09:02 running", "09:03 x1 skipped/overlap"}))
        << "what is going goes on";
}

} // namespace
} // namespace engine_test
