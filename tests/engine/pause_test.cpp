// Pause, resume, removal and manual runs: what they promise about starts.
#include "bench.h"

namespace engine_test {
namespace {

class APromise : public testing::Test {
  protected:
    APromise() { bench.start(); }

    Reply answer(CommandRequest request) {
        const auto reply = bench.reply(bench.send(std::move(request)));
        EXPECT_TRUE(reply.has_value()) << "no reply yet";
        return reply.value_or(Reply{});
    }

    Bench bench;
};

TEST_F(APromise, MustNever_02_PauseReturnsOnlyWhenNothingCanStartAnyMore) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    const StartRun run = bench.take_start(); // on its way to the executor
    const CommandId id = bench.send(PauseCommand{"a", "stop"});
    EXPECT_FALSE(bench.reply(id)) << "the start may still be inside";
    bench.run_for(1s);
    EXPECT_FALSE(bench.reply(id));
    bench.answer_start(run); // it was started before the pause returned
    bench.run_for(200ms);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->change, ChangeKind::paused);
}

TEST_F(APromise, PauseReturnsAfterTheStartWindowWhateverHappens) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    const StartRun run = bench.take_start();
    const CommandId id = bench.send(PauseCommand{"a", "stop"});
    bench.run_for(2s);
    EXPECT_FALSE(bench.reply(id));
    bench.run_for(600ms);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_LT(run.permit_until, bench.moment()) << "the permission has run out by then";
}

TEST_F(APromise, MustNever_02_ASecondPauseKeepsThePromiseToo) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    const StartRun run = bench.take_start();
    bench.send(PauseCommand{"a", "stop"});
    const CommandId again = bench.send(PauseCommand{"a", "stop"});
    EXPECT_FALSE(bench.reply(again)) << "the start may still be inside";
    bench.answer_start(run, StartStatus::too_late);
    bench.run_for(200ms);
    ASSERT_TRUE(bench.reply(again));
    EXPECT_EQ(bench.reply(again)->status, CommandStatus::ok);
    EXPECT_EQ(bench.reply(again)->change, ChangeKind::unchanged);
    EXPECT_EQ(bench.reply(again)->revision, 2);
    EXPECT_TRUE(bench.starts.empty());
}

TEST_F(APromise, APauseThatIsDurableIsNotSaidToHaveChangedNothing) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    const StartRun run = bench.take_start();
    const CommandId id = bench.send(PauseCommand{"a", "stop"});
    bench.stop(StopMode::drain, 10s);
    bench.answer_start(run, StartStatus::too_late);
    bench.run_for(10s);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_TRUE(bench.row("a").definition->paused);
    EXPECT_NE(bench.reply(id)->status, CommandStatus::unavailable) << "unavailable means that nothing was written";
}

TEST_F(APromise, RemovalWaitsForStartsAsPauseDoes) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    const StartRun run = bench.take_start();
    const CommandId id = bench.send(RemoveCommand{"a"});
    EXPECT_FALSE(bench.reply(id));
    bench.answer_start(run);
    bench.run_for(200ms);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->change, ChangeKind::removed);
    EXPECT_EQ(bench.runs_of("a").size(), 1U) << "its history stays";
    bench.complete(run);
    EXPECT_EQ(bench.runs_of("a")[0].outcome, Outcome::succeeded) << "and what was going ends as it ends";
}

TEST_F(APromise, PauseSaysHowManyRunsGoOn) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    bench.accept_start();
    EXPECT_EQ(answer(PauseCommand{"a", ""}).running_runs, 1);
}

TEST_F(APromise, APausedJobDoesNotFireAndIsNotCaughtUp) {
    bench.put(job("a", "* * * * *"));
    answer(PauseCommand{"a", "holiday"});
    bench.run_for(1h);
    EXPECT_TRUE(bench.starts.empty());
    const Reply reply = answer(ResumeCommand{"a"});
    EXPECT_EQ(reply.change, ChangeKind::resumed);
    EXPECT_EQ(reply.next_fire_at, at("2026-03-23T10:01:00"));
    bench.run_for(30s);
    EXPECT_TRUE(bench.starts.empty());
    const auto records = bench.records_of("a");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].kind, RecordKind::event);
    EXPECT_EQ(records[0].detail, "holiday");
    EXPECT_EQ(records[0].at, at("2026-03-23T09:00:00")) << "since when";
    EXPECT_EQ(records[1].reason, Reason::paused);
    EXPECT_EQ(records[1].count, 60);
    bench.run_for(30s);
    EXPECT_EQ(bench.starts.size(), 1U);
}

TEST_F(APromise, MustNever_06_ResumedTwiceAJobStillFiresOnce) {
    bench.put(job("a", "* * * * *"));
    answer(PauseCommand{"a", ""});
    answer(ResumeCommand{"a"});
    const Reply again = answer(ResumeCommand{"a"});
    EXPECT_EQ(again.change, ChangeKind::unchanged);
    EXPECT_EQ(again.revision, 3);
    EXPECT_EQ(again.next_fire_at, at("2026-03-23T09:01:00"));
    bench.run_for(1min);
    EXPECT_EQ(bench.starts.size(), 1U);
    EXPECT_EQ(bench.store.runs().size(), 1U);
}

TEST_F(APromise, MustNever_07_AManualRunDoesNotUseUpAScheduledOne) {
    bench.put(job("a", "* * * * *"));
    const Reply reply = answer(RunNowCommand{"a"});
    EXPECT_EQ(reply.status, CommandStatus::ok);
    const StartRun manual = bench.accept_start();
    EXPECT_EQ(manual.run_id, reply.run_id);
    EXPECT_EQ(manual.trigger, Trigger::manual);
    EXPECT_EQ(manual.due_at, bench.runs_of("a")[0].due_at);
    EXPECT_EQ(manual.payload, "the prompt");
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T09:01:00"));
    EXPECT_EQ(bench.row("a").cursor, std::nullopt);
    EXPECT_EQ(bench.row("a").fires, 0);
    bench.complete(manual);
    bench.run_for(1min);
    EXPECT_EQ(bench.take_start().due_at, at("2026-03-23T09:01:00"));
}

TEST_F(APromise, MustNever_07_AManualRunBesideAScheduledOneIsRefused) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    bench.accept_start();
    EXPECT_EQ(answer(RunNowCommand{"a"}).status, CommandStatus::refused);
    EXPECT_EQ(bench.store.runs().size(), 1U);
    EXPECT_EQ(bench.engine->health().units_in_use, 1);
}

TEST_F(APromise, RunNowOnAPausedJobIsRefused) {
    bench.put(job("a", "* * * * *"));
    answer(PauseCommand{"a", ""});
    EXPECT_EQ(answer(RunNowCommand{"a"}).status, CommandStatus::refused);
}

TEST_F(APromise, RunNowWithoutCapacityIsUnavailable) {
    Definition heavy = job("heavy", "@manual");
    heavy.units = 4;
    bench.put(heavy);
    bench.put(job("a", "@manual"));
    answer(RunNowCommand{"heavy"});
    const StartRun run = bench.accept_start();
    EXPECT_EQ(answer(RunNowCommand{"a"}).status, CommandStatus::unavailable);
    bench.complete(run);
    EXPECT_EQ(answer(RunNowCommand{"a"}).status, CommandStatus::ok);
}

} // namespace
} // namespace engine_test
