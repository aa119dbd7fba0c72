// The life of a run in one engine: start, end, retry, and what is told of it.
#include "run_fixture.h"

namespace engine_test {
namespace {

TEST_F(ARun, FromItsInstantToItsNotice) {
    const StartRun run = due();
    EXPECT_EQ(run.due_at, at("2026-03-23T09:01:00"));
    EXPECT_EQ(run.attempt, 1);
    EXPECT_EQ(run.trigger, Trigger::schedule);
    EXPECT_EQ(run.payload, "the prompt");
    EXPECT_EQ(run.revision, 1);
    EXPECT_EQ(run.permit_until, bench.moment() + 2s);
    EXPECT_EQ(row().state, RunState::claimed);
    bench.answer_start(run);
    EXPECT_EQ(row().state, RunState::running);
    EXPECT_EQ(row().started_at, at("2026-03-23T09:01:00"));
    bench.run_for(20s);
    bench.complete(run);
    EXPECT_EQ(row().state, RunState::closed);
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_EQ(row().output, "done");
    EXPECT_EQ(row().finished_at, at("2026-03-23T09:01:20"));
    EXPECT_TRUE(row().announced);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].notice_id, run.run_id);
    EXPECT_EQ(bench.notices[0].event, NoticeEvent::completed);
    EXPECT_EQ(bench.notices[0].run->output, "done");
    EXPECT_EQ(bench.notices[0].run->concurrency_key, row().concurrency_key);
    EXPECT_EQ(bench.notices[0].run->claimed_at, row().claimed_at);
    EXPECT_EQ(bench.notices[0].run->finished_at, row().finished_at);
    ASSERT_EQ(bench.releases.size(), 1U);
    EXPECT_EQ(bench.engine->health().runs, 0U);
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
}

// That it was going is written only if it still goes when its turn to be written has come.
TEST_F(ARun, ThatIsOverBeforeItIsWrittenThatItGoesIsWrittenOnce) {
    const StartRun run = due();
    const int calls = bench.storage_calls;
    Completion done;
    done.output = "quick";
    bench.engine->start_answered(run.run_id, 1, StartStatus::accepted, {}, bench.moment());
    bench.engine->completed(run.run_id, 1, done, bench.moment());
    bench.settle();
    EXPECT_EQ(row().state, RunState::closed);
    EXPECT_EQ(row().output, "quick");
    EXPECT_EQ(row().started_at, at("2026-03-23T09:01:00"));
    EXPECT_EQ(row().attempt, 1);
    EXPECT_EQ(bench.releases.size(), 1U);
    EXPECT_EQ(bench.storage_calls - calls, 2) << "its close, and that its notice was told";
}

TEST_F(ARun, ThatFailsAtOnceWaitsForItsRetryWithoutHavingBeenWrittenAsGoing) {
    Definition definition = job("a", "* * * * *");
    definition.retry_on = RetryOn::any;
    const StartRun run = due(definition);
    Completion failed;
    failed.result = Result::failed;
    bench.engine->start_answered(run.run_id, 1, StartStatus::accepted, {}, bench.moment());
    bench.engine->completed(run.run_id, 1, failed, bench.moment());
    bench.settle();
    EXPECT_EQ(row().state, RunState::waiting);
    EXPECT_TRUE(row().attempt_spent);
    bench.run_for(3s);
    EXPECT_EQ(bench.take_start().attempt, 2);
}

TEST_F(ARun, MustNever_01_IsStartedOnlyAfterItsClaimIsDurable) {
    bench.put(job("a", "* * * * *"));
    bench.writes = Weather::lost_before;
    bench.run_for(1min);
    EXPECT_TRUE(bench.starts.empty());
    EXPECT_TRUE(bench.store.runs().empty());
}

TEST_F(ARun, MustNever_28_ARetriedClaimKnowsItsOwnEarlierSuccess) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(59s);
    bench.writes = Weather::lost_after;
    bench.run_for(1s);
    bench.writes = Weather::fine;
    bench.run_for(500ms);
    EXPECT_EQ(bench.runs_of("a").size(), 1U);
    ASSERT_EQ(bench.starts.size(), 1U);
    EXPECT_EQ(bench.starts[0].payload, "the prompt");
    EXPECT_EQ(bench.engine->stats().claims_lost, 0);
}

TEST_F(ARun, APermissionCountsFromBeforeItWasAskedFor) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(59s);
    bench.writes = Weather::lost_after;
    bench.run_for(4s); // the answer that finally comes is older than a start window
    bench.writes = Weather::fine;
    bench.run_for(10s);
    ASSERT_EQ(bench.starts.size(), 1U);
    EXPECT_EQ(row().epoch, 2) << "it was asked again";
    EXPECT_EQ(bench.starts[0].attempt, 1) << "the attempt was not spent";
}

TEST_F(ARun, ThatTheExecutorIsAskedForTooLateIsPermittedAnew) {
    const StartRun run = due();
    bench.run_for(3s);
    bench.answer_start(run, StartStatus::too_late);
    const StartRun again = bench.take_start();
    EXPECT_EQ(again.run_id, run.run_id);
    EXPECT_EQ(again.attempt, 1);
    EXPECT_EQ(again.payload, "the prompt");
    EXPECT_EQ(again.permit_until, bench.moment() + 2s);
    bench.answer_start(again);
    bench.complete(again);
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
}

TEST_F(ARun, MustNever_02_TooLateAndPausedMeanwhileIsClosedAtTheGate) {
    const StartRun run = due();
    bench.run_for(3s);
    bench.send(PauseCommand{"a", "stop it"});
    bench.answer_start(run, StartStatus::too_late);
    bench.run_for(5s);
    EXPECT_TRUE(bench.starts.empty());
    EXPECT_EQ(row().outcome, Outcome::canceled);
    EXPECT_EQ(row().reason, Reason::gate);
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
}

struct RefusedStart {
    StartStatus status;
    Outcome outcome;
    Reason reason;
    std::int64_t failures;
};

class AStart : public ARun, public testing::WithParamInterface<RefusedStart> {};

TEST_P(AStart, ThatIsRefusedIsOnRecordAsWhatItWas) {
    Definition definition = job("a", "* * * * *");
    definition.retries = 0;
    const StartRun run = due(definition);
    bench.answer_start(run, GetParam().status);
    EXPECT_EQ(row().state, RunState::closed);
    EXPECT_EQ(row().outcome, GetParam().outcome);
    EXPECT_EQ(row().reason, GetParam().reason);
    EXPECT_EQ(row().error, "not now");
    EXPECT_EQ(failures(), GetParam().failures);
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
}

INSTANTIATE_TEST_SUITE_P(Ways, AStart,
                         testing::Values(RefusedStart{StartStatus::busy, Outcome::skipped, Reason::executor_busy, 0},
                                         RefusedStart{StartStatus::rejected, Outcome::rejected, Reason::none, 1},
                                         RefusedStart{StartStatus::unavailable, Outcome::failed, Reason::none, 1},
                                         RefusedStart{StartStatus::failed, Outcome::failed, Reason::none, 1}));

TEST_F(ARun, ThatFailsTemporarilyIsRepeatedWithANewAttempt) {
    StartRun run = due();
    bench.answer_start(run);
    bench.complete(run, Result::failed_temporarily);
    EXPECT_EQ(row().state, RunState::waiting);
    ASSERT_TRUE(row().wake_at);
    EXPECT_GE(*row().wake_at, at("2026-03-23T09:01:01"));
    EXPECT_LT(*row().wake_at, at("2026-03-23T09:01:01.25"));
    EXPECT_EQ(bench.engine->health().units_in_use, 0) << "a run that waits takes up nothing";
    bench.run_for(2s);
    run = bench.accept_start();
    EXPECT_EQ(run.attempt, 2);
    EXPECT_EQ(run.payload, "the prompt");
    bench.complete(run);
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_EQ(bench.notices.size(), 1U) << "one notice for the run, not for the attempts";
    EXPECT_EQ(bench.engine->stats().retries, 1);
}

TEST_F(ARun, MustNever_05_ARetryDoesNotRunBesideTheNextOccurrence) {
    Definition definition = job("a", "* * * * *");
    definition.retry_delay = 90s;
    const StartRun run = due(definition);
    bench.answer_start(run);
    bench.complete(run, Result::failed_temporarily);
    bench.run_for(61s); // the next instant comes while the run waits
    EXPECT_TRUE(bench.starts.empty());
    ASSERT_EQ(bench.records_of("a").size(), 1U);
    EXPECT_EQ(bench.records_of("a")[0].reason, Reason::overlap);
    EXPECT_EQ(bench.records_of("a")[0].run, run.run_id);
}

TEST_F(ARun, MustNever_14_OneFailedRunDoesNotEndTheSeries) {
    Definition definition = job("a", "* * * * *");
    StartRun run = due(definition);
    bench.answer_start(run);
    bench.complete(run, Result::failed);
    EXPECT_EQ(row().outcome, Outcome::failed);
    EXPECT_EQ(row().error, "it went wrong");
    EXPECT_EQ(failures(), 1);
    bench.run_for(1min);
    run = bench.accept_start();
    EXPECT_EQ(run.due_at, at("2026-03-23T09:02:00"));
}

TEST_F(ARun, RetriesEnd) {
    Definition definition = job("a", "0 * * * *");
    definition.retries = 2;
    bench.put(definition);
    bench.run_for(1h);
    for (int attempt = 1; attempt <= 3; ++attempt) {
        const StartRun run = bench.accept_start();
        EXPECT_EQ(run.attempt, attempt);
        bench.complete(run, Result::failed_temporarily);
        bench.run_for(10s);
    }
    EXPECT_EQ(row().outcome, Outcome::failed);
    EXPECT_TRUE(bench.starts.empty());
}

TEST_F(ARun, ARetryUsesTheJobAsItIsThen) {
    Definition definition = job("a", "0 * * * *");
    bench.put(definition);
    bench.run_for(1h);
    StartRun run = bench.accept_start();
    bench.complete(run, Result::failed_temporarily);
    definition.payload = "another prompt";
    bench.put(definition);
    bench.run_for(5s);
    run = bench.accept_start();
    EXPECT_EQ(run.payload, "another prompt");
    EXPECT_EQ(run.revision, 2);
    EXPECT_EQ(row().revision, 2);
}

struct EndedAttempt {
    Result result;
    Outcome outcome;
    Reason reason;
    NoticeEvent event;
};

class AnAttempt : public ARun, public testing::WithParamInterface<EndedAttempt> {};

TEST_P(AnAttempt, MustNever_24_IsOnRecordAsItEnded) {
    Definition definition = job("a", "* * * * *");
    definition.notify_on = 63;
    definition.retries = 0;
    const StartRun run = due(definition);
    bench.answer_start(run);
    bench.complete(run, GetParam().result);
    EXPECT_EQ(row().outcome, GetParam().outcome);
    EXPECT_EQ(row().reason, GetParam().reason);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].event, GetParam().event);
    EXPECT_EQ(bench.notices[0].run->outcome, GetParam().outcome);
}

INSTANTIATE_TEST_SUITE_P(
    Ends, AnAttempt,
    testing::Values(EndedAttempt{Result::succeeded, Outcome::succeeded, Reason::none, NoticeEvent::completed},
                    EndedAttempt{Result::failed, Outcome::failed, Reason::none, NoticeEvent::failed},
                    EndedAttempt{Result::failed_temporarily, Outcome::failed, Reason::none, NoticeEvent::failed},
                    EndedAttempt{Result::canceled, Outcome::canceled, Reason::none, NoticeEvent::canceled},
                    EndedAttempt{Result::busy, Outcome::skipped, Reason::executor_busy, NoticeEvent::skipped},
                    EndedAttempt{Result::rejected, Outcome::rejected, Reason::none, NoticeEvent::failed}));

TEST_F(ARun, MustNever_12_ACompletionReportedTwiceCountsOnce) {
    const StartRun run = due();
    bench.answer_start(run);
    bench.complete(run, Result::succeeded, "first");
    bench.complete(run, Result::failed, "second");
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_EQ(row().output, "first");
    EXPECT_EQ(bench.store.find_job("a")->succeeded, 1);
    EXPECT_EQ(bench.store.find_job("a")->failed, 0);
    EXPECT_EQ(bench.engine->stats().stale_completions, 1);
}

TEST_F(ARun, ACompletionOfAnEarlierAttemptIsStale) {
    const StartRun first = due();
    bench.answer_start(first);
    bench.complete(first, Result::failed_temporarily);
    bench.complete(first, Result::succeeded); // while it waits
    EXPECT_EQ(row().state, RunState::waiting);
    bench.run_for(2s);
    bench.accept_start();
    bench.complete(first, Result::succeeded); // while the second one goes
    EXPECT_EQ(row().state, RunState::running);
    EXPECT_EQ(bench.engine->stats().stale_completions, 2);
}

TEST_F(ARun, MayBeCompletedBeforeItsStartHasReturned) {
    const StartRun run = due();
    bench.complete(run);
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_TRUE(row().started_at);
    bench.answer_start(run);
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_EQ(bench.engine->stats().starts, 1);
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
}

TEST_F(ARun, ACloseInDoubtThatSomebodyElseHasWrittenIsTheirs) {
    const StartRun run = due();
    bench.answer_start(run);
    bench.writes = Weather::lost_before;
    bench.complete(run);
    RunRow other = row(); // another process has closed it meanwhile
    const simulation::Caller caller{"bench", bench.engine->incarnation(), {}, {}};
    Update close;
    close.run_id = run.run_id;
    close.epoch = other.epoch;
    close.from_states = static_cast<std::int32_t>(RunState::running);
    close.outcome = Outcome::failed;
    close.wake_at = bench.now();
    bench.store.set_now(bench.now());
    bench.store.write(caller, std::vector<WriteItem>{close});
    bench.writes = Weather::fine;
    bench.run_for(10s);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].run->outcome, Outcome::failed);
}

TEST_F(ARun, MustNever_26_WhoseResultCannotBeStoredDoesNotBlockItsJobForEver) {
    const StartRun run = due();
    bench.answer_start(run);
    bench.store.bad = [](const WriteItem &item) {
        const auto *update = std::get_if<Update>(&item);
        return update && !update->output.empty();
    };
    bench.complete(run, Result::succeeded, "poison");
    EXPECT_EQ(row().state, RunState::closed) << "stored without its output";
    EXPECT_EQ(row().outcome, Outcome::succeeded);
    EXPECT_TRUE(row().output_truncated || !row().error.empty()) << "MustNever_30: cut without saying so";
    bench.run_for(1min);
    EXPECT_EQ(bench.starts.size(), 1U) << "the series goes on";
}

TEST_F(ARun, MustNever_36_ThatCannotBeClosedAtAllSwitchesItsJobOff) {
    const StartRun run = due();
    bench.answer_start(run);
    bench.store.bad = [](const WriteItem &item) { return std::holds_alternative<Update>(item); };
    bench.complete(run);
    bench.run_for(10s);
    EXPECT_TRUE(bench.row("a").disabled);
    ASSERT_FALSE(bench.records_of("a").empty());
    EXPECT_EQ(bench.records_of("a").back().kind, RecordKind::event);
    EXPECT_EQ(bench.records_of("a").back().reason, Reason::unreadable);
    const int calls = bench.storage_calls;
    bench.run_for(10min);
    EXPECT_LT(bench.storage_calls - calls, 350) << "it must not loop hot";
}

// The close is on its way, and the next instant comes due before it arrives.
TEST(AnOutageOfWrites, IsNoOverlapWithARunThatHasEnded) {
    Bench bench;
    bench.start();
    bench.put(job("a", "@every 2s"));
    bench.run_for(2s);
    const StartRun run = bench.accept_start();
    bench.run_for(100ms); // it is running, durably
    bench.writes = Weather::lost_before;
    bench.complete(run);
    bench.run_for(20s);
    bench.writes = Weather::fine;
    bench.run_for(40s);
    for (const RecordRow &record : bench.records_of("a")) {
        EXPECT_NE(record.reason == Reason::overlap && record.run == run.run_id, true)
            << "skipped beside a run that had ended before";
    }
}

TEST(AnOutageOfWrites, IsToldInHealthWhileReadsGoOn) {
    Bench bench;
    bench.config.store_exclusive = true; // else it would fence itself
    bench.start();
    bench.put(job("a", "@every 2s"));
    bench.writes = Weather::lost_before;
    bench.run_for(2min);
    const EngineHealth health = bench.engine->health();
    EXPECT_TRUE(health.storage_failing_since);
    EXPECT_GT(health.overdue, 1min) << "the claim that nobody answers is of a job that is due";
    bench.writes = Weather::fine;
    bench.run_for(1min);
    EXPECT_FALSE(bench.engine->health().storage_failing_since);
    EXPECT_LT(bench.engine->health().overdue, 10s);
}

} // namespace
} // namespace engine_test
