// @reboot: once when an instance starts; a swap of the scheduler is no start.
#include "bench.h"

namespace engine_test {
namespace {

Id session(std::uint8_t number) {
    Id id;
    id.bytes[0] = number;
    return id;
}

class AtStart : public testing::Test {
  protected:
    AtStart() {
        bench.config.executor_session = session(1);
        bench.config.predecessor_dead = true;
        bench.config.store_exclusive = true;
        bench.start();
        bench.put(job("boot", "@reboot"));
    }
    void restart(std::uint8_t number) {
        bench.config.executor_session = session(number);
        bench.engine.reset();
        bench.monotonic += 10s;
        bench.start();
        bench.run_for(1s);
    }
    void end_run() {
        const StartRun run = bench.accept_start();
        bench.complete(run);
        bench.run_for(1s);
    }
    Bench bench;
};

TEST_F(AtStart, AJobThatIsAddedWaitsForTheNextStart) {
    bench.run_for(24h);
    EXPECT_TRUE(bench.store.runs().empty());
    EXPECT_FALSE(bench.row("boot").next_fire);
    EXPECT_EQ(bench.engine->health().jobs, 0U) << "it is not held in memory";
}

TEST_F(AtStart, FiresOnceAtEachStart) {
    restart(2);
    ASSERT_EQ(bench.runs_of("boot").size(), 1U);
    EXPECT_EQ(bench.only_run().trigger, Trigger::schedule);
    end_run();
    bench.run_for(24h);
    EXPECT_EQ(bench.runs_of("boot").size(), 1U);
    restart(3);
    EXPECT_EQ(bench.runs_of("boot").size(), 2U) << "closing the first run left it where the next start finds it";
    EXPECT_TRUE(bench.records_of("boot").empty());
}

TEST_F(AtStart, ASwapOfTheSchedulerIsNoStart) {
    restart(1); // the executor's session goes on
    EXPECT_TRUE(bench.store.runs().empty());
}

TEST_F(AtStart, APausedJobDoesNotAndAResumedOneDoesAgain) {
    bench.send(PauseCommand{"boot", "not now"});
    restart(2);
    EXPECT_TRUE(bench.store.runs().empty());
    bench.send(ResumeCommand{"boot"});
    restart(3);
    EXPECT_EQ(bench.runs_of("boot").size(), 1U);
}

TEST_F(AtStart, KeepsToItsBounds) {
    Definition late = job("late", "@reboot");
    late.start_at = at("2027-01-01T00:00:00");
    bench.put(late);
    Definition twice = job("twice", "@reboot");
    twice.max_runs = 1;
    bench.put(twice);
    restart(2);
    EXPECT_TRUE(bench.runs_of("late").empty());
    EXPECT_EQ(bench.runs_of("twice").size(), 1U);
    restart(3);
    EXPECT_EQ(bench.runs_of("twice").size(), 1U);
}

TEST_F(AtStart, ARunThatStillGoesMakesTheNextStartAnOverlap) {
    bench.config.executor_answers = false;
    restart(2);
    bench.accept_start();
    restart(3);
    const auto records = bench.records_of("boot");
    const auto runs = bench.runs_of("boot");
    EXPECT_TRUE(runs.size() == 2U || (records.size() == 1U && records[0].reason == Reason::overlap))
        << "either the lost run was closed first, or the start is on record as skipped";
}

} // namespace
} // namespace engine_test
