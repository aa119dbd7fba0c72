// Runs that are made to end: time limits, stalls, cancellation.
#include "run_fixture.h"

namespace engine_test {
namespace {

class ARunThatIsMadeToEnd : public ARun {};

TEST_F(ARunThatIsMadeToEnd, MustNever_13_ThatHangsIsCanceledAndThenGivenUp) {
    Definition definition = job("a", "0 * * * *");
    definition.timeout = 10min;
    definition.retries = 0;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.run_for(10min - 1s);
    EXPECT_TRUE(bench.cancels.empty());
    bench.run_for(1s);
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels[0].reason, Reason::none);
    EXPECT_EQ(row().state, RunState::running) << "it has a while to end";
    bench.run_for(10s);
    EXPECT_EQ(row().state, RunState::closed);
    EXPECT_EQ(row().outcome, Outcome::timed_out);
    EXPECT_NE(row().error.find("600 s"), std::string::npos) << row().error;
    bench.complete(run, Result::succeeded, "late");
    EXPECT_EQ(row().outcome, Outcome::timed_out);
    EXPECT_EQ(row().output, "");
    bench.run_for(50min);
    EXPECT_EQ(bench.take_start().due_at, at("2026-03-23T11:00:00")) << "the series goes on";
}

TEST_F(ARunThatIsMadeToEnd, ThatEndsWithinItsGraceIsTimedOutAllTheSame) {
    Definition definition = job("a", "0 * * * *");
    definition.timeout = 10min;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.run_for(10min + 1s);
    bench.complete(run, Result::succeeded, "nearly");
    EXPECT_EQ(row().outcome, Outcome::timed_out);
    EXPECT_EQ(row().output, "nearly");
    EXPECT_EQ(row().reason, Reason::none);
}

TEST_F(ARunThatIsMadeToEnd, ATimeoutIsRepeatedOnlyWhenTheJobWantsAnyFailureRepeated) {
    Definition definition = job("a", "0 * * * *");
    definition.timeout = 10min;
    definition.retry_on = RetryOn::any;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.run_for(10min);
    bench.complete(run, Result::canceled);
    EXPECT_EQ(row().state, RunState::waiting);
    bench.run_for(5s);
    EXPECT_EQ(bench.accept_start().attempt, 2);
}

TEST_F(ARunThatIsMadeToEnd, MustNever_25_OneThatWasGivenUpIsNotSentAgain) {
    Definition definition = job("a", "0 * * * *");
    definition.timeout = 10min;
    definition.retry_on = RetryOn::any;
    bench.put(definition);
    bench.run_for(1h);
    bench.accept_start();
    bench.run_for(11min); // it never says anything: it may still be going
    EXPECT_EQ(row().outcome, Outcome::timed_out);
    EXPECT_TRUE(bench.starts.empty());
}

TEST_F(ARunThatIsMadeToEnd, WithoutASignOfLifeIsStalled) {
    Definition definition = job("a", "0 * * * *");
    definition.stall_timeout = 1min;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    for (int i = 0; i < 5; ++i) {
        bench.run_for(50s);
        bench.engine->progressed(run.run_id, run.attempt, bench.moment());
    }
    bench.run_for(59s);
    EXPECT_TRUE(bench.cancels.empty());
    bench.run_for(1s);
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels[0].reason, Reason::stalled);
    bench.complete(run, Result::canceled);
    EXPECT_EQ(row().outcome, Outcome::timed_out);
    EXPECT_EQ(row().reason, Reason::stalled);
}

TEST_F(ARunThatIsMadeToEnd, ProgressOfAnotherAttemptIsNoSignOfLife) {
    Definition definition = job("a", "0 * * * *");
    definition.stall_timeout = 1min;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.run_for(50s);
    bench.engine->progressed(run.run_id, 2, bench.moment());
    bench.run_for(10s);
    EXPECT_EQ(bench.cancels.size(), 1U);
}

TEST_F(ARunThatIsMadeToEnd, TimeLimitsHoldWhileTheStorageIsAway) {
    bench.config.store_exclusive = true; // no fence
    bench.start();
    Definition definition = job("a", "0 * * * *");
    definition.timeout = 10min;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.take_start();
    bench.writes = bench.reads = Weather::lost_before;
    bench.answer_start(run); // that it runs cannot be written
    bench.run_for(10min);
    EXPECT_EQ(bench.cancels.size(), 1U);
    bench.complete(run, Result::canceled);
    bench.writes = bench.reads = Weather::fine;
    bench.run_for(31s);
    EXPECT_EQ(row().outcome, Outcome::timed_out);
}

TEST_F(ARunThatIsMadeToEnd, ThatSomebodyCancelsEnds) {
    const StartRun run = due();
    bench.answer_start(run);
    const auto reply = bench.reply(bench.send(CancelRunCommand{run.run_id}));
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, CommandStatus::ok);
    ASSERT_EQ(bench.cancels.size(), 1U);
    EXPECT_EQ(bench.cancels[0].reason, Reason::requested);
    bench.complete(run, Result::canceled);
    EXPECT_EQ(row().outcome, Outcome::canceled);
    EXPECT_EQ(row().reason, Reason::requested);
    EXPECT_EQ(failures(), 0);
}

TEST_F(ARunThatIsMadeToEnd, ThatIsCanceledAndSucceedsFirstHasSucceeded) {
    const StartRun run = due();
    bench.answer_start(run);
    bench.send(CancelRunCommand{run.run_id});
    bench.complete(run);
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].run->reason, row().reason) << "a notice never contradicts the record";
}

TEST_F(ARunThatIsMadeToEnd, ThatIsCanceledIsNotRepeated) {
    const StartRun run = due();
    bench.answer_start(run);
    bench.send(CancelRunCommand{run.run_id});
    bench.complete(run, Result::failed_temporarily);
    EXPECT_EQ(row().outcome, Outcome::canceled);
    bench.run_for(30s);
    EXPECT_TRUE(bench.starts.empty());
}

TEST_F(ARunThatIsMadeToEnd, ThatDoesNotEndWhenCanceledIsGivenUp) {
    const StartRun run = due();
    bench.answer_start(run);
    bench.send(CancelRunCommand{run.run_id});
    bench.run_for(10s);
    EXPECT_EQ(row().outcome, Outcome::canceled);
    EXPECT_EQ(row().reason, Reason::requested);
}

TEST_F(ARunThatIsMadeToEnd, ThatWaitsAndIsCanceledIsToldOfSoon) {
    Definition definition = job("a", "0 * * * *");
    definition.retry_delay = definition.retry_max_delay = 1h;
    definition.notify_on = 63;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.complete(run, Result::failed_temporarily);
    bench.send(CancelRunCommand{run.run_id});
    EXPECT_EQ(row().outcome, Outcome::canceled);
    bench.run_for(10s); // not an hour
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].event, NoticeEvent::canceled);
    EXPECT_EQ(bench.notices[0].run->reason, Reason::requested);
    EXPECT_TRUE(row().announced);
}

TEST_F(ARunThatIsMadeToEnd, ThatWaitsWhenItsJobIsPausedIsToldOfSoon) {
    Definition definition = job("a", "0 * * * *");
    definition.retry_delay = definition.retry_max_delay = 1h;
    definition.notify_on = 63;
    bench.put(definition);
    bench.run_for(1h);
    bench.complete(bench.accept_start(), Result::failed_temporarily);
    bench.send(PauseCommand{"a", ""});
    EXPECT_EQ(row().outcome, Outcome::canceled);
    bench.run_for(10s);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].run->reason, Reason::gate);
    EXPECT_TRUE(row().announced);
}

} // namespace
} // namespace engine_test
