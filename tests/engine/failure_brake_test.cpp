// disable_after_failures: after so many failed runs in a row the job is switched off, and somebody is told.
#include "policy_fixture.h"

namespace engine_test {
namespace {

Definition braked(std::int32_t limit, const std::string &schedule = "* * * * *") {
    Definition definition = job("a", schedule);
    definition.disable_after_failures = limit;
    definition.retries = 0;
    definition.timeout = 10s;
    return definition;
}

class TheBrake : public APolicy {
  protected:
    // One run after the other, each a minute after the last.
    void run_as(const std::string &ends) {
        for (const char end : ends) {
            bench.run_for(1min);
            if (starts() == 0) return; // switched off
            end_as(bench.take_start(), end);
        }
    }
    // Succeeded, Failed, Timed out, Rejected, Busy, Canceled, Expired.
    void end_as(const StartRun &run, char end) {
        if (end == 'E') {
            bench.run_for(6s);
            return bench.answer_start(run, StartStatus::too_late);
        }
        bench.answer_start(run);
        if (end == 'C') bench.send(CancelRunCommand{run.run_id});
        if (end == 'T') bench.run_for(10s);
        bench.complete(run, result_of(end));
    }
    static Result result_of(char end) {
        switch (end) {
        case 'F':
            return Result::failed;
        case 'R':
            return Result::rejected;
        case 'B':
            return Result::busy;
        case 'C':
        case 'T':
            return Result::canceled;
        default:
            return Result::succeeded;
        }
    }
    bool disabled() const { return bench.row("a").disabled; }
    Lines events() const {
        Lines lines;
        for (const RecordRow &record : bench.records_of("a")) {
            if (record.kind == RecordKind::event) lines.push_back(told(record));
        }
        return lines;
    }
};

struct Series {
    std::int32_t limit;
    const char *ends;
    bool disabled;
};

class ASeries : public TheBrake, public testing::WithParamInterface<Series> {};

TEST_P(ASeries, IsSwitchedOffOnlyByFailuresInARow) {
    Definition definition = braked(GetParam().limit);
    definition.start_deadline = 5s;
    bench.put(definition);
    run_as(GetParam().ends);
    EXPECT_EQ(bench.runs_of("a").size(), std::string(GetParam().ends).size());
    EXPECT_EQ(disabled(), GetParam().disabled);
}

INSTANTIATE_TEST_SUITE_P(Ends, ASeries,
                         testing::Values(Series{3, "FF", false}, Series{3, "FFF", true}, Series{1, "F", true},
                                         Series{0, "FFFFFF", false}, Series{2, "TT", true}, Series{2, "RR", true},
                                         Series{3, "FTR", true}, Series{2, "FSF", false}, Series{2, "FSFF", true},
                                         Series{1, "B", false}, Series{1, "C", false}, Series{1, "E", false},
                                         Series{1, "S", false}, Series{2, "BBCCEE", false}, Series{2, "FBF", true},
                                         Series{2, "FCF", true}, Series{2, "FEF", true}));

TEST_F(TheBrake, MustNever_15_SaysThatItSwitchedTheJobOffAndWhy) {
    bench.put(braked(2));
    run_as("FF");
    EXPECT_TRUE(bench.row("a").definition->paused);
    EXPECT_NE(bench.row("a").definition->pause_reason, "");
    EXPECT_EQ(events(), (Lines{"event/failures"}));
    ASSERT_EQ(bench.notices.size(), 3U);
    EXPECT_EQ(bench.notices[0].event, NoticeEvent::failed);
    EXPECT_EQ(bench.notices[1].event, NoticeEvent::failed) << "the last failure is told of as well";
    EXPECT_EQ(bench.notices[2].event, NoticeEvent::disabled);
    ASSERT_TRUE(bench.notices[2].record);
    EXPECT_EQ(bench.notices[2].record->reason, Reason::failures);
    bench.run_for(1h);
    EXPECT_EQ(bench.notices.size(), 3U) << "once";
    EXPECT_EQ(bench.runs_of("a").size(), 2U);
    for (const RecordRow &record : bench.records_of("a")) EXPECT_TRUE(record.announced);
}

TEST_F(TheBrake, IsOnRecordAlsoWhenNobodyWantsToBeTold) {
    Definition definition = braked(1);
    definition.notify_on = 0;
    bench.put(definition);
    run_as("F");
    bench.run_for(10s);
    EXPECT_TRUE(disabled());
    EXPECT_EQ(events(), (Lines{"event/failures"}));
    EXPECT_TRUE(bench.notices.empty());
}

TEST_F(TheBrake, MustNever_02_TheNextInstantDoesNotFireAnyMore) {
    bench.put(braked(1, "@every 1s"));
    bench.run_for(1s);
    const StartRun run = bench.accept_start();
    bench.run_for(10ms);
    bench.complete(run, Result::failed);
    bench.run_for(10s);
    EXPECT_EQ(starts(), 0U);
    EXPECT_EQ(bench.runs_of("a").size(), 1U);
}

TEST_F(TheBrake, DoesNotWaitForTheNextFire) {
    bench.put(braked(1, "0 10 23 3 *"));
    bench.run_for(1h);
    bench.complete(bench.accept_start(), Result::failed);
    bench.run_for(5s);
    EXPECT_TRUE(disabled()) << "the next fire is a year away";
    EXPECT_EQ(events(), (Lines{"event/failures"}));
}

TEST_F(TheBrake, HoldsForManualRunsToo) {
    bench.put(braked(2, "@manual"));
    for (int i = 0; i < 2; ++i) {
        bench.send(RunNowCommand{"a"});
        bench.complete(bench.accept_start(), Result::failed);
        bench.run_for(1s);
    }
    EXPECT_TRUE(disabled());
    const auto reply = bench.reply(bench.send(RunNowCommand{"a"}));
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, CommandStatus::refused);
}

TEST_F(TheBrake, HoldsForAnIntervalFromCompletion) {
    bench.put(braked(2, "@every 10m from completion"));
    for (int i = 0; i < 2; ++i) {
        bench.run_for(10min);
        bench.complete(bench.accept_start(), Result::failed);
    }
    bench.run_for(1h);
    EXPECT_TRUE(disabled());
    EXPECT_EQ(bench.runs_of("a").size(), 2U);
}

TEST_F(TheBrake, TheAttemptsOfOneRunAreOneFailure) {
    Definition definition = braked(2);
    definition.retries = 3;
    bench.put(definition);
    bench.run_for(1min);
    for (int attempt = 1; attempt <= 4; ++attempt) {
        bench.complete(bench.accept_start(), Result::failed_temporarily);
        bench.run_for(11s);
    }
    EXPECT_EQ(bench.row("a").failures_in_row, 1);
    EXPECT_FALSE(disabled());
}

TEST_F(TheBrake, ARunOfUnknownOutcomeIsAFailure) {
    bench.put(braked(1));
    bench.run_for(1min);
    bench.accept_start();
    bench.start();
    bench.run_for(5s);
    EXPECT_EQ(history(), (Lines{"09:01 lost", "event/failures"}));
    EXPECT_TRUE(disabled());
}

TEST_F(TheBrake, ResumeResetsTheCount) {
    bench.put(braked(2));
    run_as("FF");
    ASSERT_TRUE(disabled());
    bench.send(ResumeCommand{"a"});
    EXPECT_FALSE(disabled());
    EXPECT_EQ(bench.row("a").failures_in_row, 0);
    run_as("F");
    EXPECT_FALSE(disabled());
    run_as("F");
    EXPECT_TRUE(disabled());
    EXPECT_EQ(events(), (Lines{"event/failures", "event/failures"}));
}

TEST_F(TheBrake, ResumedItFiresAtTheNextInstantAndNotBefore) {
    bench.put(braked(1));
    run_as("F");
    bench.run_for(10min + 30s);
    bench.send(ResumeCommand{"a"});
    bench.run_for(20s);
    EXPECT_EQ(starts(), 0U) << "what fell into the time when it was off is not caught up";
    bench.run_for(10s);
    ASSERT_EQ(starts(), 1U);
    EXPECT_EQ(bench.starts[0].due_at, at("2026-03-23T09:12:00"));
}

TEST_F(TheBrake, ALowerLimitIsJudgedAtTheNextLook) {
    bench.put(braked(0));
    run_as("FFF");
    bench.put(braked(3));
    bench.run_for(1min + 1s);
    EXPECT_TRUE(disabled());
    EXPECT_EQ(bench.runs_of("a").size(), 3U);
}

TEST_F(TheBrake, WhatASchedulerDidNotGetToIsDoneByTheNext) {
    bench.put(braked(1));
    bench.run_for(1min);
    const StartRun run = bench.accept_start();
    // The outcome is durable, and then the process dies.
    bench.engine->completed(run.run_id, 1, Completion{Result::failed, "", false, "it went wrong"}, bench.moment());
    const auto close = bench.engine->take_write(bench.moment());
    ASSERT_TRUE(close);
    const simulation::Caller caller{"bench", bench.engine->incarnation(), {}, {}};
    bench.store.set_now(bench.now());
    bench.store.write(caller, *close);
    ASSERT_EQ(bench.row("a").failures_in_row, 1);
    bench.start();
    bench.run_for(1min + 5s);
    EXPECT_TRUE(disabled());
    EXPECT_EQ(bench.runs_of("a").size(), 1U);
    EXPECT_EQ(events(), (Lines{"event/failures"}));
}

TEST_F(TheBrake, SwitchesOffOnceAlsoWhenTheAnswerIsLost) {
    bench.put(braked(1));
    bench.run_for(1min);
    const StartRun run = bench.accept_start();
    bench.run_for(1s);
    bench.writes = Weather::lost_after;
    bench.complete(run, Result::failed);
    bench.run_for(5s);
    bench.writes = Weather::fine;
    bench.run_for(30s);
    EXPECT_TRUE(disabled());
    EXPECT_EQ(events(), (Lines{"event/failures"}));
}

TEST_F(TheBrake, WhatIsStillGoingGoesOnAndWhatWaitsIsClosed) {
    Definition definition = with(braked(1), Overlap::parallel);
    definition.max_active = 3;
    definition.retries = 1;
    definition.retry_delay = definition.retry_max_delay = 1h;
    definition.timeout = 1h;
    bench.put(definition);
    std::vector<StartRun> runs;
    for (int i = 0; i < 3; ++i) {
        bench.run_for(1min);
        runs.push_back(bench.accept_start());
    }
    bench.complete(runs[0], Result::failed_temporarily);
    bench.complete(runs[2], Result::failed);
    bench.run_for(5s);
    EXPECT_EQ(history(), (Lines{"09:01 canceled/gate", "09:02 running", "09:03 failed", "event/failures"}));
    bench.complete(runs[1]);
    EXPECT_EQ(row(runs[1]).outcome, Outcome::succeeded);
    EXPECT_TRUE(disabled()) << "a success does not switch it on again";
}

TEST_F(TheBrake, OfOneJobLeavesAnotherAlone) {
    bench.put(braked(1));
    bench.put(job("b", "* * * * *"));
    bench.run_for(1min);
    while (!bench.starts.empty()) {
        const StartRun run = bench.accept_start();
        bench.complete(run, run.definition->id == "a" ? Result::failed : Result::succeeded);
    }
    serve(2min);
    EXPECT_EQ(history("b"), (Lines{"09:01 succeeded", "09:02 succeeded", "09:03 succeeded"}));
}

} // namespace
} // namespace engine_test
