// delete_when_finished: a job that can fire no more is removed, once nothing of it is open; its history stays.
#include "policy_fixture.h"

#include <functional>

namespace engine_test {
namespace {

Definition passing(const std::string &schedule) {
    Definition definition = job("a", schedule);
    definition.delete_when_finished = true;
    return definition;
}

class AFinishedJob : public APolicy {
  protected:
    bool gone() const { return bench.store.find_job("a") == nullptr; }
};

struct Ending {
    const char *name;
    std::function<Definition()> definition;
    std::size_t runs;
};

void PrintTo(const Ending &ending, std::ostream *out) {
    *out << ending.name;
}

class AJobThatEnds : public AFinishedJob, public testing::WithParamInterface<Ending> {};

TEST_P(AJobThatEnds, IsRemovedAndOnRecord) {
    bench.put(GetParam().definition());
    serve(1h, 10s);
    EXPECT_TRUE(gone());
    const auto runs = bench.runs_of("a");
    ASSERT_EQ(runs.size(), GetParam().runs);
    for (const RunRow &run : runs) {
        EXPECT_EQ(run.outcome, Outcome::succeeded);
        EXPECT_TRUE(run.announced);
    }
    EXPECT_EQ(bench.notices.size(), GetParam().runs) << "the notice of the last run goes out, too";
    ASSERT_EQ(bench.records_of("a").size(), 1U);
    EXPECT_EQ(told(bench.records_of("a")[0]), "event/finished");
    EXPECT_EQ(bench.engine->health().jobs, 0U);
    EXPECT_EQ(bench.engine->health().runs, 0U);
}

std::string name_of(const testing::TestParamInfo<Ending> &ending) {
    return ending.param.name;
}

INSTANTIATE_TEST_SUITE_P(Ways, AJobThatEnds,
                         testing::Values(Ending{"OneShot", [] { return passing("@at 2026-03-23T09:10:00"); }, 1},
                                         Ending{"EndAt",
                                                [] {
                                                    Definition definition = passing("*/10 * * * *");
                                                    definition.end_at = at("2026-03-23T09:30:00");
                                                    return definition;
                                                },
                                                2},
                                         Ending{"EndAtBetweenTwoInstants",
                                                [] {
                                                    Definition definition = passing("*/10 * * * *");
                                                    definition.end_at = at("2026-03-23T09:35:00");
                                                    return definition;
                                                },
                                                3},
                                         Ending{"MaxRuns",
                                                [] {
                                                    Definition definition = passing("*/10 * * * *");
                                                    definition.max_runs = 2;
                                                    return definition;
                                                },
                                                2},
                                         Ending{"MaxRunsFromCompletion",
                                                [] {
                                                    Definition definition = passing("@every 10m from completion");
                                                    definition.max_runs = 3;
                                                    return definition;
                                                },
                                                3},
                                         Ending{"APatternWithAYear", [] { return passing("0 10 9 23 3 * 2026"); }, 1}),
                         name_of);

TEST_F(AFinishedJob, StaysWhenItDoesNotAskForThat) {
    bench.put(job("a", "@at 2026-03-23T09:10:00"));
    serve(1h);
    ASSERT_FALSE(gone());
    EXPECT_EQ(bench.row("a").next_fire, std::nullopt);
    EXPECT_TRUE(bench.records_of("a").empty());
}

TEST_F(AFinishedJob, StaysWhileItsRunIsGoing) {
    bench.put(passing("@at 2026-03-23T09:10:00"));
    bench.run_for(10min);
    const StartRun run = bench.accept_start();
    bench.run_for(20min);
    EXPECT_FALSE(gone());
    bench.complete(run);
    bench.run_for(5s);
    EXPECT_TRUE(gone());
}

TEST_F(AFinishedJob, StaysWhileItsRunWaitsForARetry) {
    Definition definition = passing("@at 2026-03-23T09:10:00");
    definition.retry_delay = 10min;
    bench.put(definition);
    bench.run_for(10min);
    bench.complete(bench.accept_start(), Result::failed_temporarily);
    bench.run_for(9min);
    EXPECT_FALSE(gone());
    bench.run_for(5min);
    const StartRun retry = bench.accept_start();
    EXPECT_EQ(retry.attempt, 2);
    EXPECT_EQ(retry.payload, "the prompt");
    bench.complete(retry);
    bench.run_for(5s);
    EXPECT_TRUE(gone());
    EXPECT_EQ(history(), (Lines{"09:10 succeeded", "event/finished"}));
}

TEST_F(AFinishedJob, MustNever_22_WhoseLastRunFailedIsToldOfBeforeItIsForgotten) {
    bench.put(passing("@at 2026-03-23T09:10:00"));
    bench.notify_at_once = false;
    bench.run_for(10min);
    const StartRun run = bench.accept_start();
    bench.complete(run, Result::failed);
    bench.run_for(10s);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].event, NoticeEvent::failed);
    EXPECT_EQ(bench.notices[0].job_id, "a");
    bench.answer_notice(bench.notices[0], NoticeStatus::later);
    bench.run_for(10s);
    ASSERT_EQ(bench.notices.size(), 2U) << "told again, whether the job is gone by now or not";
    bench.answer_notice(bench.notices[1]);
    bench.run_for(10s);
    EXPECT_TRUE(row(run).announced);
    EXPECT_TRUE(gone());
}

TEST_F(AFinishedJob, StaysUntilAllOfItsRunsHaveEnded) {
    Definition definition = with(passing("1,2 9 23 3 *"), Overlap::parallel);
    definition.max_active = 2;
    definition.end_at = at("2026-03-23T10:00:00");
    bench.put(definition);
    bench.run_for(1min);
    const StartRun first = bench.accept_start();
    bench.run_for(1min);
    const StartRun second = bench.accept_start();
    bench.complete(second);
    bench.run_for(1min);
    EXPECT_FALSE(gone());
    bench.complete(first);
    bench.run_for(5s);
    EXPECT_TRUE(gone());
}

TEST_F(AFinishedJob, StaysWhileAManualRunOfItIsGoing) {
    bench.put(passing("@at 2026-03-23T09:10:00"));
    Definition parallel = with(passing("@at 2026-03-23T09:10:00"), Overlap::parallel);
    parallel.max_active = 2;
    bench.put(parallel);
    bench.send(RunNowCommand{"a"});
    const StartRun manual = bench.accept_start();
    bench.run_for(10min);
    bench.complete(bench.accept_start());
    bench.run_for(1min);
    EXPECT_FALSE(gone());
    bench.complete(manual);
    bench.run_for(5s);
    EXPECT_TRUE(gone());
}

TEST_F(AFinishedJob, IsRemovedWhenItsLastInstantWasSkipped) {
    Definition other = job("other", "@manual");
    other.timeout = 24h;
    Definition definition = passing("@at 2026-03-23T09:10:00");
    other.concurrency_key = definition.concurrency_key = "both";
    bench.put(other);
    bench.put(definition);
    bench.send(RunNowCommand{"other"});
    bench.accept_start();
    bench.run_for(11min);
    EXPECT_TRUE(gone());
    EXPECT_EQ(history(), (Lines{"09:10 x1 skipped/overlap", "event/finished"}));
}

TEST_F(AFinishedJob, IsRemovedWhenItsLastInstantWasMissed) {
    bench.put(with(passing("@at 2026-03-23T09:10:00"), CatchUp::skip));
    down_for(1h);
    bench.run_for(10s);
    EXPECT_TRUE(gone());
    EXPECT_EQ(history(), (Lines{"09:10 x1 missed/catch_up", "event/finished"}));
}

TEST_F(AFinishedJob, IsRemovedWhenItsLastInstantHasExpired) {
    Definition definition = passing("@at 2026-03-23T09:10:00");
    definition.start_deadline = 10min;
    bench.put(definition);
    down_for(1h);
    bench.run_for(10s);
    EXPECT_TRUE(gone());
    EXPECT_EQ(history(), (Lines{"09:10 x1 expired/start_deadline", "event/finished"}));
}

TEST_F(AFinishedJob, ByHandOnlyIsNeverFinished) {
    bench.put(passing("@manual"));
    bench.send(RunNowCommand{"a"});
    bench.complete(bench.accept_start());
    bench.run_for(1h);
    EXPECT_FALSE(gone());
}

TEST_F(AFinishedJob, AnIntervalFromCompletionIsNotFinishedWhileItIsUnarmed) {
    bench.put(passing("@every 10m from completion"));
    bench.run_for(10min);
    const StartRun run = bench.accept_start();
    bench.run_for(10min); // it has no next fire now
    EXPECT_FALSE(gone());
    bench.complete(run);
    bench.run_for(5min);
    EXPECT_FALSE(gone());
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T09:30:00"));
}

TEST_F(AFinishedJob, WaitingForAnInstanceToStartIsNotFinished) {
    bench.put(passing("@reboot"));
    bench.run_for(1h);
    EXPECT_FALSE(gone());
}

TEST_F(AFinishedJob, ThatWasEditedMeanwhileStays) {
    bench.put(passing("@at 2026-03-23T09:10:00"));
    bench.run_for(10min);
    const StartRun run = bench.accept_start();
    bench.put(passing("@at 2026-03-23T12:00:00"));
    bench.complete(run);
    bench.run_for(1h);
    ASSERT_FALSE(gone());
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-23T12:00:00"));
    bench.put(job("a", "@at 2026-03-23T12:00:00")); // and it does not ask for it any more
    serve(2h);
    EXPECT_FALSE(gone());
}

TEST_F(AFinishedJob, AskedForItAfterItHadFinishedIsRemoved) {
    bench.put(job("a", "@at 2026-03-23T09:10:00"));
    serve(20min);
    ASSERT_FALSE(gone());
    const auto reply = bench.reply(bench.send(PutCommand{passing("@at 2026-03-23T09:10:00"), -1}));
    bench.run_for(1min);
    const bool refused = reply && reply->status == CommandStatus::invalid;
    EXPECT_TRUE(gone() || refused) << "removed, or refused because it never fires";
}

TEST_F(AFinishedJob, IsRemovedOnceAlsoWhenTheAnswerIsLost) {
    bench.put(passing("@at 2026-03-23T09:10:00"));
    bench.run_for(10min);
    const StartRun run = bench.accept_start();
    bench.run_for(1s);
    bench.writes = Weather::lost_after;
    bench.complete(run);
    bench.run_for(5s);
    bench.writes = Weather::fine;
    bench.run_for(30s);
    EXPECT_TRUE(gone());
    EXPECT_EQ(history(), (Lines{"09:10 succeeded", "event/finished"}));
    EXPECT_TRUE(row(run).announced);
}

TEST_F(AFinishedJob, IsRemovedByTheSuccessorOfASchedulerThatDied) {
    bench.put(passing("@at 2026-03-23T09:10:00"));
    bench.run_for(10min);
    const StartRun run = bench.accept_start();
    // The outcome is durable, and then the process dies.
    bench.engine->completed(run.run_id, 1, Completion{Result::succeeded, "done", false, ""}, bench.moment());
    const auto close = bench.engine->take_write(bench.moment());
    ASSERT_TRUE(close);
    const simulation::Caller caller{"bench", bench.engine->incarnation(), {}, {}};
    bench.store.set_now(bench.now());
    bench.store.write(caller, *close);
    ASSERT_EQ(row(run).outcome, Outcome::succeeded);
    bench.start();
    bench.run_for(1min);
    EXPECT_TRUE(row(run).announced);
    EXPECT_TRUE(gone());
}

TEST_F(AFinishedJob, WhoseIdIsTakenAgainIsANewJob) {
    bench.put(passing("@at 2026-03-23T09:10:00"));
    serve(20min);
    ASSERT_TRUE(gone());
    EXPECT_EQ(bench.put(passing("@at 2026-03-23T09:30:00")).change, ChangeKind::created);
    serve(20min);
    EXPECT_TRUE(gone());
    EXPECT_EQ(history(), (Lines{"09:10 succeeded", "09:30 succeeded", "event/finished", "event/finished"}));
}

TEST_F(AFinishedJob, IsNotToldAsDisabled) {
    bench.put(passing("@at 2026-03-23T09:10:00"));
    serve(20min);
    for (const Announce &notice : bench.notices) EXPECT_EQ(notice.event, NoticeEvent::completed);
}

} // namespace
} // namespace engine_test
