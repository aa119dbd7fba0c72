// "Why did it not run at nine?": what became of one instant of a job, asked of a running engine.
#include "bench.h"

#include <gmock/gmock.h>

namespace engine_test {
namespace {

using testing::HasSubstr;

class Asking : public testing::Test {
  protected:
    Asking() {
        bench.config.executor_answers = true;
        bench.start();
    }
    JobAnswer ask(const std::string &at, const std::string &job_id = "a") {
        const auto reply = bench.reply(bench.send(ExplainCommand{job_id, at}));
        EXPECT_TRUE(reply.has_value()) << "no reply";
        if (!reply || !reply->answer) {
            ADD_FAILURE() << (reply ? reply->text : "");
            return {};
        }
        return *reply->answer;
    }
    Reply refused(const std::string &at, const std::string &job_id = "a") {
        const auto reply = bench.reply(bench.send(ExplainCommand{job_id, at}));
        EXPECT_TRUE(reply.has_value() && reply->status != CommandStatus::ok);
        return reply.value_or(Reply{});
    }
    void expect(const JobAnswer &answer, AnswerKind kind, const std::string &words) {
        EXPECT_EQ(answer.kind, kind) << answer.text;
        EXPECT_THAT(answer.text, HasSubstr(words));
    }

    Bench bench;
};

Definition at_nine() {
    Definition definition = job("a", "0 9 * * *");
    definition.zone = "UTC";
    return definition;
}

// From 09:00 on the 23rd; the job fires each minute.
TEST_F(Asking, AnInstantThatRan) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    const StartRun run = bench.accept_start();
    bench.run_for(5s);
    bench.complete(run);
    const JobAnswer answer = ask("2026-03-23T09:01:00Z");
    expect(answer, AnswerKind::ran, "It succeeded; started at 2026-03-23 09:01 UTC, after 5 seconds.");
    ASSERT_TRUE(answer.run);
    EXPECT_EQ(answer.run->id, run.run_id);
    EXPECT_EQ(answer.previous_fire, at("2026-03-23T09:00:00"));
    EXPECT_EQ(answer.next_fire, at("2026-03-23T09:02:00"));
    EXPECT_FALSE(answer.down_from);
}

TEST_F(Asking, AnInstantThatFailedSaysWhatItSaid) {
    Definition definition = job("a", "* * * * *");
    definition.retries = 0;
    bench.put(definition);
    bench.run_for(1min);
    bench.complete(bench.accept_start(), Result::failed);
    expect(ask("2026-03-23T09:01:00Z"), AnswerKind::ran, "It failed");
    EXPECT_THAT(ask("2026-03-23T09:01:00Z").text, HasSubstr("It said: it went wrong."));
}

TEST_F(Asking, AnInstantThatIsRunning) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    bench.accept_start();
    bench.run_for(1s);
    expect(ask("2026-03-23T09:01:00Z"), AnswerKind::going,
           "It is running since 2026-03-23 09:01 UTC, on bench, attempt 1.");
}

TEST_F(Asking, AnInstantThatWaitsForItsRetry) {
    Definition definition = job("a", "* * * * *");
    definition.retry_delay = definition.retry_max_delay = 30min;
    bench.put(definition);
    bench.run_for(1min);
    bench.complete(bench.accept_start(), Result::failed_temporarily);
    expect(ask("2026-03-23T09:01:00Z"), AnswerKind::going, "Attempt 1 has ended; it waits for the next one at");
}

TEST_F(Asking, AnInstantSkippedBesideARun) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    const StartRun run = bench.accept_start();
    bench.run_for(1min);
    const JobAnswer answer = ask("2026-03-23T09:02:00Z");
    expect(answer, AnswerKind::skipped,
           "It was skipped: its run that was due at 2026-03-23 09:01 UTC was still active.");
    ASSERT_TRUE(answer.record);
    ASSERT_TRUE(answer.run);
    EXPECT_EQ(answer.run->id, run.run_id);
}

TEST_F(Asking, AnInstantMergedAfterADowntime) {
    bench.put(job("a", "* * * * *"));
    bench.stop(StopMode::drain); // at 09:00
    bench.monotonic += 10min + 30s;
    bench.start();
    bench.complete(bench.accept_start());
    const JobAnswer answer = ask("2026-03-23T09:04:00Z");
    expect(answer, AnswerKind::merged,
           "It was merged, one of 9 instants into the run that was due at 2026-03-23 09:10 UTC, which succeeded.");
    EXPECT_THAT(answer.text,
                HasSubstr("No scheduler was heard of from 2026-03-23 09:00 UTC until 2026-03-23 09:10:30 UTC."));
    EXPECT_EQ(answer.down_from, at("2026-03-23T09:00:00"));
    EXPECT_EQ(answer.down_until, at("2026-03-23T09:10:30"));
    expect(ask("2026-03-23T09:10:00Z"), AnswerKind::ran, "30 seconds late");
    EXPECT_THAT(ask("2026-03-23T09:10:00Z").text, HasSubstr("It stood in for 9 older instants as well."));
}

TEST_F(Asking, AnInstantMissedBeyondTheWindow) {
    Definition definition = job("a", "* * * * *");
    definition.catch_up_window = 5min;
    bench.put(definition);
    bench.stop(StopMode::drain);
    bench.monotonic += 1h;
    bench.start();
    expect(ask("2026-03-23T09:04:00Z"), AnswerKind::missed, "beyond the job's catch-up window");
}

TEST_F(Asking, AnInstantMissedByAJobThatDoesNotCatchUp) {
    Definition definition = job("a", "30 9 * * *");
    definition.catch_up = CatchUp::skip;
    bench.put(definition);
    bench.stop(StopMode::drain);
    bench.monotonic += 1h;
    bench.start();
    expect(ask("2026-03-23T09:30:00Z"), AnswerKind::missed,
           "It was missed: noticed too late, and the job does not catch up.");
}

TEST_F(Asking, AnInstantThatExpired) {
    Definition definition = job("a", "30 9 * * *");
    definition.start_deadline = 5min;
    bench.put(definition);
    bench.stop(StopMode::drain);
    bench.monotonic += 1h;
    bench.start();
    expect(ask("2026-03-23T09:30:00Z"), AnswerKind::expired, "could not start within the job's start deadline");
}

TEST_F(Asking, AnInstantInAPauseThatHasEnded) {
    bench.put(job("a", "* * * * *"));
    bench.send(PauseCommand{"a", "moving house"});
    bench.run_for(10min);
    bench.send(ResumeCommand{"a"});
    expect(ask("2026-03-23T09:05:00Z"), AnswerKind::paused,
           "It did not run: the job was paused at 2026-03-23 09:00 UTC through bench (moving house). "
           "The pause ended at 2026-03-23 09:10 UTC.");
}

TEST_F(Asking, AnInstantInAPauseThatGoesOn) {
    bench.put(job("a", "* * * * *"));
    bench.send(PauseCommand{"a", "moving house"});
    bench.run_for(10min);
    expect(ask("2026-03-23T09:05:00Z"), AnswerKind::paused,
           "paused at 2026-03-23 09:00 UTC through bench (moving house).");
    expect(ask("2026-03-23T09:50:00Z"), AnswerKind::paused, "It is not going to run: the job is paused");
}

TEST_F(Asking, AnInstantAfterTheJobWasDisabled) {
    Definition definition = job("a", "* * * * *");
    definition.disable_after_failures = 1;
    definition.retries = 0;
    bench.put(definition);
    bench.run_for(1min);
    bench.complete(bench.accept_start(), Result::failed);
    bench.run_for(5min);
    expect(ask("2026-03-23T09:04:00Z"), AnswerKind::paused, "the job was disabled at 2026-03-23 09:01 UTC");
    EXPECT_THAT(ask("2026-03-23T09:04:00Z").text, HasSubstr("(its last run failed)"));
}

TEST_F(Asking, AMomentThatTheScheduleDoesNotName) {
    bench.put(at_nine());
    bench.run_for(24h);
    expect(ask("2026-03-23T09:30:00Z"), AnswerKind::no_match, "minute is 30 and not 0");
}

TEST_F(Asking, ADayThatACalendarExcludes) {
    const auto holidays = std::make_shared<gateway_scheduler::schedule::Calendar>();
    holidays->name = "holidays";
    const gateway_scheduler::schedule::LocalTime noon{at("2026-03-24T12:00:00").time_since_epoch()};
    const auto day = date::floor<date::days>(noon);
    holidays->days = {{day, day}};
    bench.store.set_calendars({CalendarRow{1, holidays}});
    Definition definition = at_nine();
    definition.calendars = {"holidays"};
    bench.put(definition);
    bench.run_for(25h);
    expect(ask("2026-03-24T09:00:00Z"), AnswerKind::excluded, "holidays");
}

TEST_F(Asking, AnInstantThatIsToCome) {
    bench.put(at_nine());
    expect(ask("2026-03-24T09:00:00Z"), AnswerKind::to_come, "It is due in 24 hours, at 2026-03-24 09:00 UTC.");
}

TEST_F(Asking, AnInstantFromBeforeTheJob) {
    bench.put(at_nine());
    bench.run_for(1h);
    expect(ask("2026-03-20T09:00:00Z"), AnswerKind::forgotten, "The job was added later, at 2026-03-23 09:00 UTC.");
}

TEST_F(Asking, ADueInstantWithoutCapacity) {
    Definition heavy = job("heavy", "* * * * *");
    heavy.units = 4;
    bench.put(heavy);
    bench.run_for(30s);
    bench.put(job("a", "1 9 * * *"));
    bench.run_for(30s);
    bench.accept_start();
    bench.run_for(30s);
    expect(ask("2026-03-23T09:01:00Z"), AnswerKind::waits,
           "It has been due for 30 seconds and is not claimed yet: all capacity of this scheduler is in use.");
}

TEST_F(Asking, ADueInstantBehindARunOfItsKey) {
    Definition definition = job("a", "* * * * *");
    definition.overlap = Overlap::queue;
    bench.put(definition);
    bench.run_for(1min);
    bench.accept_start();
    bench.run_for(1min + 10s);
    expect(ask("2026-03-23T09:02:00Z"), AnswerKind::waits, "it waits for runs of its concurrency key");
}

TEST_F(Asking, ADueInstantWhileTheStorageDoesNotWrite) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(30s);
    bench.writes = Weather::lost_before;
    bench.run_for(45s);
    expect(ask("2026-03-23T09:01:00Z"), AnswerKind::waits, "the storage has not answered since 2026-03-23 09:0");
}

TEST_F(Asking, InTheJobsZone) {
    Definition definition = job("a", "0 9 * * *");
    definition.zone = bench.zones.real_zone(); // Lisbon's clocks are UTC until the 29th, then an hour ahead
    bench.put(definition);
    const JobAnswer answer = ask("2026-03-30T09:00:00");
    expect(answer, AnswerKind::to_come, "at 2026-03-30 09:00 +01:00");
    EXPECT_EQ(answer.at, at("2026-03-30T08:00:00"));
}

TEST_F(Asking, AboutARemovedJobIsAnsweredFromItsHistory) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    bench.complete(bench.accept_start());
    bench.send(RemoveCommand{"a"});
    expect(ask("2026-03-23T09:01:00Z"), AnswerKind::ran, "It succeeded");
}

TEST_F(Asking, ChangesNothing) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    const std::int64_t version = bench.row("a").version;
    ask("2026-03-23T09:01:00Z");
    ask("2026-03-23T10:01:00Z");
    EXPECT_EQ(bench.row("a").version, version);
}

TEST_F(Asking, AboutNobody) {
    const Reply reply = refused("2026-03-23T09:00:00Z", "nobody");
    EXPECT_EQ(reply.status, CommandStatus::not_found);
    EXPECT_EQ(reply.text, "there is no such job, and nothing of it is on record then");
}

TEST_F(Asking, AboutAMomentThatIsNone) {
    bench.put(at_nine());
    const Reply reply = refused("yesterday");
    EXPECT_EQ(reply.status, CommandStatus::invalid);
    EXPECT_EQ(reply.field, "at");
    EXPECT_FALSE(reply.text.empty());
}

TEST_F(Asking, OfAStorageThatIsAwayIsRefusedInTime) {
    bench.put(at_nine());
    bench.reads = Weather::lost_before;
    const CommandId id = bench.send(ExplainCommand{"a", "2026-03-23T09:00:00Z"}, 5s);
    EXPECT_FALSE(bench.reply(id));
    bench.run_for(6s);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->status, CommandStatus::unavailable);
}

TEST_F(Asking, OneThatIsStoppingIsRefused) {
    bench.put(at_nine());
    bench.reads = Weather::lost_before;
    const CommandId id = bench.send(ExplainCommand{"a", "2026-03-23T09:00:00Z"});
    bench.stop(StopMode::cancel);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->text, "the scheduler is stopping");
}

} // namespace
} // namespace engine_test
