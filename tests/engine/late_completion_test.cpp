// The end of an attempt that comes after its run has ended without it: noted on the run's row, and nothing else.
#include "policy_fixture.h"

namespace engine_test {
namespace {

class ALateCompletion : public APolicy {
  protected:
    Definition limited(const std::string &schedule = "0 * * * *") {
        Definition definition = job("a", schedule);
        definition.timeout = 10min;
        definition.notify_on = 63;
        return definition;
    }
    // A run that was canceled for its timeout, and that was given up.
    StartRun given_up(Definition definition) {
        bench.put(std::move(definition));
        bench.run_for(1h);
        const StartRun run = bench.accept_start();
        bench.run_for(11min);
        EXPECT_EQ(row(run).outcome, Outcome::timed_out);
        EXPECT_EQ(row(run).late_result, 0);
        return run;
    }
};

class AnyLateCompletion : public ALateCompletion, public testing::WithParamInterface<Result> {};

TEST_P(AnyLateCompletion, MustNever_24_IsNotedAndChangesNothing) {
    const StartRun run = given_up(limited());
    const RunRow before = row(run);
    const JobRow job_before = bench.row("a");
    const std::size_t told_before = bench.notices.size();
    bench.complete(run, GetParam(), "too late");
    bench.run_for(10s);
    const RunRow after = row(run);
    EXPECT_EQ(after.late_result, static_cast<std::int32_t>(GetParam()));
    EXPECT_EQ(after.state, RunState::closed);
    EXPECT_EQ(after.outcome, Outcome::timed_out);
    EXPECT_EQ(after.reason, before.reason);
    EXPECT_EQ(after.output, "") << "what it said is not taken";
    EXPECT_EQ(after.error, before.error);
    EXPECT_EQ(after.finished_at, before.finished_at);
    EXPECT_EQ(after.wake_at, before.wake_at);
    EXPECT_TRUE(after.announced);
    EXPECT_EQ(bench.notices.size(), told_before) << "nobody is told twice";
    EXPECT_EQ(bench.row("a").failures_in_row, job_before.failures_in_row);
    EXPECT_EQ(bench.row("a").next_fire, job_before.next_fire);
    EXPECT_EQ(bench.store.find_job("a")->succeeded, 0);
    EXPECT_EQ(bench.store.find_job("a")->failed, 1);
    EXPECT_EQ(starts(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Results, AnyLateCompletion,
                         testing::Values(Result::succeeded, Result::failed, Result::failed_temporarily,
                                         Result::canceled, Result::busy, Result::rejected));

TEST_F(ALateCompletion, OfARunThatSomebodyCanceledIsNoted) {
    bench.put(limited());
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.send(CancelRunCommand{run.run_id});
    bench.run_for(11s); // it does not end
    ASSERT_EQ(row(run).outcome, Outcome::canceled);
    bench.complete(run);
    EXPECT_EQ(row(run).late_result, static_cast<std::int32_t>(Result::succeeded));
    EXPECT_EQ(row(run).outcome, Outcome::canceled);
    EXPECT_EQ(row(run).reason, Reason::requested);
}

TEST_F(ALateCompletion, OfARunThatWasReplacedIsNoted) {
    Definition definition = with(limited("* * * * *"), Overlap::replace);
    bench.put(definition);
    bench.run_for(1min);
    const StartRun run = bench.accept_start();
    bench.run_for(1min + 11s);
    ASSERT_EQ(row(run).outcome, Outcome::canceled);
    const StartRun next = bench.accept_start();
    bench.complete(run);
    EXPECT_EQ(row(run).late_result, static_cast<std::int32_t>(Result::succeeded));
    EXPECT_EQ(row(run).reason, Reason::replaced);
    EXPECT_EQ(row(next).state, RunState::running) << "and it does not end the one that took its place";
    EXPECT_EQ(bench.engine->health().units_in_use, 1);
}

TEST_F(ALateCompletion, OfAStalledRunIsNoted) {
    Definition definition = limited();
    definition.stall_timeout = 1min;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.run_for(2min);
    ASSERT_EQ(row(run).reason, Reason::stalled);
    bench.complete(run, Result::failed);
    EXPECT_EQ(row(run).late_result, static_cast<std::int32_t>(Result::failed));
    EXPECT_EQ(row(run).outcome, Outcome::timed_out);
}

TEST_F(ALateCompletion, MustNever_12_OnlyTheFirstIsNoted) {
    const StartRun run = given_up(limited());
    bench.complete(run, Result::failed);
    bench.complete(run, Result::succeeded);
    EXPECT_EQ(row(run).late_result, static_cast<std::int32_t>(Result::failed));
}

TEST_F(ALateCompletion, OfAnotherAttemptIsNotNoted) {
    StartRun run = given_up(limited());
    run.attempt = 2;
    bench.complete(run);
    EXPECT_EQ(row(run).late_result, 0);
}

TEST_F(ALateCompletion, OfARunThatHadSpokenIsNotNoted) {
    bench.put(limited());
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.complete(run, Result::failed);
    bench.complete(run, Result::succeeded);
    EXPECT_EQ(row(run).outcome, Outcome::failed);
    EXPECT_EQ(row(run).late_result, 0);
    EXPECT_EQ(bench.engine->stats().stale_completions, 1);
}

TEST_F(ALateCompletion, WhileTheCloseIsOnItsWayChangesNoOutcome) {
    bench.config.store_exclusive = true; // else it would fence itself
    bench.start();
    bench.put(limited());
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.run_for(10min + 5s);
    bench.writes = Weather::lost_before;
    bench.run_for(10s); // given up, and that cannot be written
    bench.complete(run, Result::succeeded, "late");
    bench.writes = Weather::fine;
    bench.run_for(31s);
    EXPECT_EQ(row(run).outcome, Outcome::timed_out);
    EXPECT_EQ(row(run).output, "");
    EXPECT_EQ(bench.store.find_job("a")->failed, 1);
    EXPECT_EQ(bench.store.find_job("a")->succeeded, 0);
}

TEST_F(ALateCompletion, OfARemovedJobsRunIsNotedAllTheSame) {
    const StartRun run = given_up(limited());
    bench.send(RemoveCommand{"a"});
    bench.complete(run);
    EXPECT_EQ(row(run).late_result, static_cast<std::int32_t>(Result::succeeded));
}

TEST_F(ALateCompletion, IsNotedAlsoWhenTheFirstWriteIsLost) {
    const StartRun run = given_up(limited());
    bench.writes = Weather::lost_before;
    bench.complete(run);
    EXPECT_EQ(row(run).late_result, 0);
    bench.writes = Weather::fine;
    bench.run_for(10s);
    EXPECT_EQ(row(run).late_result, static_cast<std::int32_t>(Result::succeeded));
}

TEST_F(ALateCompletion, WhoseRunIsNotToldOfYetLosesNoNotice) {
    bench.notify_at_once = false;
    const StartRun run = given_up(limited());
    ASSERT_EQ(bench.notices.size(), 1U);
    bench.complete(run);
    EXPECT_FALSE(row(run).announced) << "its notice is still owed";
    bench.answer_notice(bench.notices[0], NoticeStatus::later);
    bench.run_for(5s);
    ASSERT_EQ(bench.notices.size(), 2U);
    bench.answer_notice(bench.notices[1]);
    bench.run_for(5s);
    EXPECT_TRUE(row(run).announced);
    EXPECT_EQ(row(run).late_result, static_cast<std::int32_t>(Result::succeeded));
}

TEST_F(ALateCompletion, LetsTheExecutorForgetTheAttempt) {
    const StartRun run = given_up(limited());
    bench.complete(run);
    bench.run_for(10s);
    ASSERT_GE(bench.releases.size(), 1U) << "when it was given up, or now";
    EXPECT_EQ(bench.releases[0].run_id, run.run_id);
    EXPECT_EQ(bench.releases[0].attempt, run.attempt);
}

TEST_F(ALateCompletion, OfALostRunChangesNothing) {
    bench.put(limited());
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.start(); // whether it goes on, nobody knows
    bench.run_for(5s);
    ASSERT_EQ(row(run).outcome, Outcome::lost);
    bench.complete(run);
    EXPECT_EQ(row(run).outcome, Outcome::lost);
    EXPECT_EQ(row(run).output, "");
    EXPECT_EQ(bench.store.find_job("a")->succeeded, 0);
    EXPECT_EQ(row(run).late_result, static_cast<std::int32_t>(Result::succeeded)) << "but it is on record";
}

TEST_F(ALateCompletion, HeardByALaterSchedulerChangesNothing) {
    const StartRun run = given_up(limited());
    bench.start();
    bench.complete(run);
    bench.run_for(5s);
    EXPECT_EQ(row(run).outcome, Outcome::timed_out);
    EXPECT_EQ(row(run).output, "");
    EXPECT_TRUE(row(run).announced);
}

TEST_F(ALateCompletion, MustNever_12_DoesNotForkASeriesFromCompletion) {
    const StartRun run = [&] {
        bench.put(limited("@every 10m from completion"));
        bench.run_for(10min);
        StartRun started = bench.accept_start();
        bench.run_for(11min); // given up at 09:20:10
        return started;
    }();
    ASSERT_EQ(row(run).outcome, Outcome::timed_out);
    const auto armed = bench.row("a").next_fire;
    ASSERT_TRUE(armed);
    bench.complete(run);
    bench.run_for(5s);
    EXPECT_EQ(bench.row("a").next_fire, armed);
    bench.run_for(10min);
    EXPECT_EQ(bench.runs_of("a").size(), 2U);
}

TEST_F(ALateCompletion, MustNever_25_DoesNotBringBackARunThatIsToBeRepeated) {
    Definition definition = limited();
    definition.retry_on = RetryOn::any;
    const StartRun run = given_up(definition);
    bench.complete(run, Result::failed_temporarily);
    bench.run_for(30s);
    EXPECT_EQ(starts(), 0U);
    EXPECT_EQ(row(run).outcome, Outcome::timed_out);
}

} // namespace
} // namespace engine_test
