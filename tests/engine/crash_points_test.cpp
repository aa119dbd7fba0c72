// Whatever call to the storage a process dies after: its successor brings what it was about to the same end.
#include "dying_process.h"

#include <algorithm>
#include <functional>

namespace engine_test {
namespace {

Definition lasting(const std::string &schedule, Overlap overlap = Overlap::skip) {
    Definition definition = job("a", schedule);
    definition.overlap = overlap;
    definition.timeout = 24h;
    definition.notify_on = 63;
    return definition;
}

// More calls than any of these needs.
constexpr int kLastPoint = 16;

void at_every_point(const std::function<void(DyingProcess &, int calls)> &life) {
    for (int calls = 0; calls <= kLastPoint; ++calls) {
        SCOPED_TRACE("it dies after " + std::to_string(calls) + " calls");
        DyingProcess process;
        life(process, calls);
        EXPECT_LE(process.most_begun(), 1) << "no attempt begins twice";
        if (testing::Test::HasFailure()) return;
    }
}

// The run of 09:01 is going.
StartRun going(DyingProcess &process, const Definition &definition) {
    process.bench.put(definition);
    process.bench.run_for(1min);
    StartRun run = process.accept();
    process.bench.run_for(100ms);
    return run;
}

TEST(AProcessThatDies, MustNever_01_WhileItClaimsFiresOnce) {
    at_every_point([](DyingProcess &process, int calls) {
        process.bench.put(lasting("1 9 * * *"));
        process.bench.run_for(1min - 1us);
        process.bench.monotonic += 1us;
        process.die_after(calls);
        process.run_for(10s);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01 running"}));
        EXPECT_EQ(process.begun(process.bench.only_run().id, 1), 1);
    });
}

TEST(AProcessThatDies, MustNever_04_WhileItSkipsLeavesOneTrace) {
    at_every_point([](DyingProcess &process, int calls) {
        going(process, lasting("1,2 9 * * *"));
        process.bench.run_for(1min - 100ms - 1us);
        process.bench.monotonic += 1us;
        process.die_after(calls);
        process.run_for(10s);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01 running", "09:02 x1 skipped/overlap"}));
    });
}

TEST(AProcessThatDies, MustNever_22_WhileARunEndsTellsOfIt) {
    at_every_point([](DyingProcess &process, int calls) {
        const StartRun run = going(process, lasting("1 9 * * *"));
        process.complete(run, Result::failed);
        process.die_after(calls);
        process.run_for(10s);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01 failed"}));
        EXPECT_TRUE(process.bench.only_run().announced);
        EXPECT_EQ(process.bench.only_run().output, "what it said");
        EXPECT_EQ(process.bench.store.find_job("a")->failed, 1);
        ASSERT_FALSE(process.told_of.empty());
        for (const Id id : process.told_of) EXPECT_EQ(id, run.run_id) << "always by the same id";
    });
}

TEST(AProcessThatDies, WhileARunWaitsForItsRetryRepeatsItOnce) {
    at_every_point([](DyingProcess &process, int calls) {
        const StartRun run = going(process, lasting("1 9 * * *"));
        process.complete(run, Result::failed_temporarily);
        process.die_after(calls);
        process.run_for(30s);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01 running"}));
        EXPECT_EQ(process.begun(run.run_id, 2), 1);
        EXPECT_EQ(process.begun(run.run_id, 3), 0);
    });
}

TEST(AProcessThatDies, WhileAQueueGoesOnOwesTheSame) {
    at_every_point([](DyingProcess &process, int calls) {
        const StartRun run = going(process, lasting("1,2 9 * * *", Overlap::queue));
        process.bench.run_for(90s);
        process.complete(run, Result::succeeded);
        process.die_after(calls);
        process.run_for(40s);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01 succeeded", "09:02 running"}));
    });
}

TEST(AProcessThatDies, WhileItReplacesHasReplaced) {
    at_every_point([](DyingProcess &process, int calls) {
        going(process, lasting("1,2 9 * * *", Overlap::replace));
        process.bench.run_for(1min - 100ms - 1us);
        process.bench.monotonic += 1us;
        process.die_after(calls);
        process.run_for(40s);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01 canceled/replaced", "09:02 running"}));
    });
}

TEST(AProcessThatDies, WhileItCatchesUpOwesTheSame) {
    at_every_point([](DyingProcess &process, int calls) {
        Definition definition = lasting("1,2,3 9 * * *", Overlap::parallel);
        definition.max_active = 10;
        definition.catch_up = CatchUp::all;
        process.bench.put(definition);
        process.bench.monotonic += 10min;
        process.die_after(calls);
        process.run_for(30s);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01 running", "09:02 running", "09:03 running"}));
    });
}

TEST(AProcessThatDies, WhileItMergesHasMergedOnce) {
    at_every_point([](DyingProcess &process, int calls) {
        process.bench.put(lasting("1,2,3 9 * * *"));
        process.bench.monotonic += 10min;
        process.die_after(calls);
        process.run_for(30s);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01..09:02 x2 merged/catch_up", "09:03 running"}));
    });
}

TEST(AProcessThatDies, WhileItSwitchesAJobOffHasSwitchedItOffOnce) {
    at_every_point([](DyingProcess &process, int calls) {
        Definition definition = lasting("* * * * *");
        definition.disable_after_failures = 1;
        const StartRun run = going(process, definition);
        process.complete(run, Result::failed);
        process.die_after(calls);
        process.run_for(5min);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01 failed", "event/failures"}));
        EXPECT_TRUE(process.bench.row("a").disabled);
        const RecordRow event = process.bench.records_of("a").at(0);
        EXPECT_TRUE(event.announced);
        EXPECT_NE(std::find(process.told_of.begin(), process.told_of.end(), event.id), process.told_of.end());
    });
}

TEST(AProcessThatDies, WhileItDeletesAFinishedJobHasDeletedIt) {
    at_every_point([](DyingProcess &process, int calls) {
        Definition definition = lasting("@at 2026-03-23T09:01:00");
        definition.delete_when_finished = true;
        const StartRun run = going(process, definition);
        process.complete(run, Result::succeeded);
        process.die_after(calls);
        process.run_for(5min);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01 succeeded", "event/finished"}));
        EXPECT_EQ(process.bench.store.find_job("a"), nullptr);
        EXPECT_TRUE(process.bench.only_run().announced);
        EXPECT_NE(std::find(process.told_of.begin(), process.told_of.end(), run.run_id), process.told_of.end());
    });
}

TEST(AProcessThatDies, WhileItDeletesAJobWhoseLastInstantWasMissedHasDeletedIt) {
    at_every_point([](DyingProcess &process, int calls) {
        Definition definition = lasting("@at 2026-03-23T09:01:00");
        definition.delete_when_finished = true;
        definition.catch_up = CatchUp::skip;
        process.bench.put(definition);
        process.bench.monotonic += 10min;
        process.die_after(calls);
        process.run_for(5min);
        EXPECT_EQ(history_of(process.bench, "a"), (Lines{"09:01 x1 missed/catch_up", "event/finished"}));
        EXPECT_EQ(process.bench.store.find_job("a"), nullptr);
    });
}

} // namespace
} // namespace engine_test
