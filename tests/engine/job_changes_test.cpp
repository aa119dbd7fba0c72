// What changes from outside do to a job's owed instants, its going runs and its counts.
#include "policy_fixture.h"

namespace engine_test {
namespace {

class AChangedJob : public APolicy {
  protected:
    // The run of 09:01, going until now: 09:04:30.
    StartRun going(const Definition &definition) { return first_run_going_for(3min + 30s, definition); }
};

TEST_F(AChangedJob, WithAnotherScheduleOwesNothingOfTheOldOneAndSaysSo) {
    const StartRun run = going(lasting(Overlap::queue));
    Definition changed = lasting(Overlap::queue);
    changed.schedule = "0 * * * *";
    bench.put(changed);
    bench.complete(run);
    serve(1h);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02..09:04 x3 skipped/edited", "10:00 succeeded"}));
}

TEST_F(AChangedJob, WithAnotherPromptOwesWhatItOwed) {
    const StartRun run = going(lasting(Overlap::queue));
    Definition changed = lasting(Overlap::queue);
    changed.payload = "another prompt";
    bench.put(changed);
    bench.complete(run);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:02:00"));
    EXPECT_EQ(bench.starts[0].payload, "another prompt") << "an attempt uses the job as it is when it begins";
    serve(10s);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02 succeeded", "09:03 succeeded", "09:04 succeeded"}));
}

TEST_F(AChangedJob, FromQueueToSkipOwesTheNewestOnly) {
    const StartRun run = going(lasting(Overlap::queue));
    bench.put(lasting(Overlap::skip));
    bench.complete(run);
    serve(10s);
    std::int64_t disposed = static_cast<std::int64_t>(bench.runs_of("a").size());
    for (const RecordRow &record : bench.records_of("a")) disposed += record.count;
    EXPECT_EQ(disposed, 4) << "each instant has an end, whichever";
}

TEST_F(AChangedJob, ThatIsRemovedOwesNothingAndSaysSo) {
    const StartRun run = going(lasting(Overlap::queue));
    bench.send(RemoveCommand{"a"});
    bench.complete(run);
    bench.run_for(5min);
    EXPECT_EQ(starts(), 0U);
    EXPECT_EQ(history(), (Lines{"09:01 succeeded", "09:02..09:04 x3 skipped/removed"}));
}

TEST_F(AChangedJob, ThatIsRemovedAndAddedAgainDoesNotRunBesideItsOldRun) {
    const StartRun run = going(lasting(Overlap::queue));
    bench.send(RemoveCommand{"a"});
    bench.put(lasting(Overlap::skip));
    bench.run_for(1min);
    const auto records = bench.records_of("a");
    ASSERT_FALSE(records.empty());
    EXPECT_EQ(told(records.back()), "09:05 x1 skipped/overlap");
    EXPECT_EQ(records.back().run, run.run_id) << "it still counts on its key";
    bench.complete(run);
    serve(1min);
    EXPECT_EQ(history().back(), "09:06 succeeded");
}

TEST_F(AChangedJob, ThatIsRemovedWhileAnotherWaitsForItsRunLetsTheOtherGoOn) {
    Definition other = lasting(Overlap::skip);
    other.id = "other";
    other.schedule = "@manual";
    Definition waiting = lasting(Overlap::queue);
    other.concurrency_key = waiting.concurrency_key = "both";
    bench.put(other);
    bench.put(waiting);
    bench.send(RunNowCommand{"other"});
    const StartRun manual = bench.accept_start();
    bench.run_for(1min + 10s);
    bench.send(RemoveCommand{"other"});
    bench.run_for(10s);
    EXPECT_EQ(starts(), 0U);
    bench.complete(manual);
    bench.run_for(5s);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:01:00"));
}

TEST_F(AChangedJob, ThatIsRemovedAndAddedAgainDoesNotInheritAFailure) {
    Definition definition = lasting(Overlap::skip);
    definition.disable_after_failures = 1;
    const StartRun run = going(definition);
    bench.send(RemoveCommand{"a"});
    bench.put(definition);
    bench.complete(run, Result::failed);
    bench.run_for(10s);
    EXPECT_EQ(bench.row("a").failures_in_row, 0);
    EXPECT_FALSE(bench.row("a").disabled);
    EXPECT_EQ(row(run).outcome, Outcome::failed);
}

TEST_F(AChangedJob, ThatIsRemovedAndAddedAgainIsNotFinishedByItsOldRun) {
    Definition definition = job("a", "@at 2026-03-23T09:10:00");
    definition.delete_when_finished = true;
    definition.timeout = 24h;
    bench.put(definition);
    bench.run_for(10min);
    const StartRun run = bench.accept_start();
    bench.send(RemoveCommand{"a"});
    definition.schedule = "@at 2026-03-23T12:00:00";
    bench.put(definition);
    bench.complete(run);
    bench.run_for(10min);
    ASSERT_NE(bench.store.find_job("a"), nullptr);
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T12:00:00"));
}

TEST_F(AChangedJob, AnUnchangedPutOwesWhatItOwed) {
    const StartRun run = going(lasting(Overlap::queue));
    const JobRow before = bench.row("a");
    EXPECT_EQ(bench.put(lasting(Overlap::queue)).change, ChangeKind::unchanged);
    EXPECT_EQ(bench.row("a").version, before.version);
    bench.complete(run);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:02:00"));
}

TEST_F(AChangedJob, WithALowerPriorityLosesItsPlace) {
    bench.config.capacity = 1;
    bench.start();
    bench.put(job("occupier", "@manual"));
    bench.send(RunNowCommand{"occupier"});
    const StartRun occupier = bench.accept_start();
    bench.put(job("a", "1 9 * * *"));
    bench.put(job("b", "2 9 * * *"));
    bench.run_for(5min);
    Definition lower = job("a", "1 9 * * *");
    lower.priority = -100;
    bench.put(lower);
    bench.complete(occupier);
    bench.run_for(1s);
    EXPECT_EQ(history("b"), (Lines{"09:02 claimed"}));
    EXPECT_EQ(history("a"), Lines{});
}

} // namespace
} // namespace engine_test
