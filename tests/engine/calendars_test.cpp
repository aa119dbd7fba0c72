// Days that a job's calendars exclude: nothing fires, each instant is on record with the calendar's name.
#include "bench.h"

namespace engine_test {
namespace {

namespace schedule = gateway_scheduler::schedule;

CalendarRow calendar(const std::string &name, std::int64_t version, const std::string &first, const std::string &last) {
    const auto day = [](const std::string &text) {
        return date::local_days{date::floor<date::days>(at(text + "T00:00:00")).time_since_epoch()};
    };
    auto days = std::make_shared<schedule::Calendar>();
    days->name = name;
    days->days = {{day(first), day(last)}};
    return {version, days};
}

Definition named(const std::string &schedule) {
    Definition definition = job("a", schedule);
    definition.calendars = {"holidays"};
    return definition;
}

// It is Monday, 23 March 2026, 09:00 UTC.
class WithACalendar : public testing::Test {
  protected:
    WithACalendar() {
        bench.store.set_calendars({calendar("holidays", 1, "2026-03-24", "2026-03-25")});
        bench.start();
    }
    Bench bench;
};

TEST_F(WithACalendar, AJobDoesNotFireOnItsDays) {
    bench.put(named("0 9 * * *"));
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-24T09:00:00")) << "the instant is due all the same";
    EXPECT_EQ(bench.row("a").fire_at, at("2026-03-26T09:00:00"));
    bench.run_for(24h * 3 + 1min);
    const auto runs = bench.runs_of("a");
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].due_at, at("2026-03-26T09:00:00"));
    const auto records = bench.records_of("a");
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].kind, RecordKind::skipped);
    EXPECT_EQ(records[0].reason, Reason::calendar);
    EXPECT_EQ(records[0].first_due, at("2026-03-24T09:00:00"));
    EXPECT_EQ(records[0].last_due, at("2026-03-25T09:00:00"));
    EXPECT_EQ(records[0].count, 2);
    EXPECT_EQ(records[0].detail, "excluded by the calendar holidays");
}

TEST_F(WithACalendar, AMinuteJobLeavesOneRecordForTheWholeHoliday) {
    bench.put(named("* * * * *"));
    bench.run_for(15h); // to midnight
    bench.run_for(48h + 1min);
    const auto records = bench.records_of("a");
    const auto excluded = std::find_if(records.begin(), records.end(),
                                       [](const RecordRow &row) { return row.reason == Reason::calendar; });
    ASSERT_NE(excluded, records.end());
    EXPECT_EQ(excluded->count, 2 * 24 * 60);
}

TEST_F(WithACalendar, AnUnknownNameIsRefusedAndAFreshOneIsKnownAtOnce) {
    Definition definition = named("0 9 * * *");
    definition.calendars = {"vacation"};
    const auto refused = bench.reply(bench.send(PutCommand{definition, -1}));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, CommandStatus::invalid);
    EXPECT_EQ(refused->field, "calendars");
    EXPECT_NE(refused->text.find("vacation"), std::string::npos);
    bench.store.set_calendars({calendar("vacation", 2, "2026-03-24", "2026-03-24")});
    bench.put(definition);
    EXPECT_EQ(bench.row("a").fire_at, at("2026-03-25T09:00:00"));
}

TEST_F(WithACalendar, AScheduleThatTheCalendarsLeaveNothingOfIsRefused) {
    const auto refused = bench.reply(bench.send(PutCommand{named("@at 2026-03-24T12:00:00Z"), -1}));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, CommandStatus::invalid);
    EXPECT_NE(refused->text.find("calendars"), std::string::npos);
}

TEST_F(WithACalendar, ADayThatIsTakenOutFiresAgainAndOneThatIsPutInDoesNot) {
    bench.put(named("0 9 * * *"));
    bench.store.set_calendars({calendar("holidays", 2, "2026-03-25", "2026-03-26")});
    bench.run_for(1min);
    EXPECT_EQ(bench.row("a").fire_at, at("2026-03-24T09:00:00"));
    bench.run_for(24h * 4 + 1min);
    const auto runs = bench.runs_of("a");
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].due_at, at("2026-03-24T09:00:00"));
    EXPECT_EQ(runs[1].due_at, at("2026-03-27T09:00:00"));
    const auto records = bench.records_of("a");
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].first_due, at("2026-03-25T09:00:00"));
    EXPECT_EQ(records[0].last_due, at("2026-03-26T09:00:00"));
}

TEST_F(WithACalendar, ADayThatIsGivenBackWhileItLastsFiresFromThenOn) {
    bench.store.set_calendars({calendar("holidays", 2, "2026-03-23", "2026-03-23")});
    bench.put(named("* * * * *"));
    bench.run_for(30min);
    EXPECT_TRUE(bench.runs_of("a").empty());
    bench.store.set_calendars({calendar("holidays", 3, "2027-01-01", "2027-01-01")});
    bench.run_for(2min);
    EXPECT_FALSE(bench.runs_of("a").empty());
    const auto records = bench.records_of("a");
    ASSERT_FALSE(records.empty());
    EXPECT_EQ(records[0].reason, Reason::calendar);
    EXPECT_EQ(records[0].first_due, at("2026-03-23T09:01:00"));
    EXPECT_GE(records[0].count, 30) << "what was excluded until then stays so";
}

TEST_F(WithACalendar, CatchingUpAfterDowntimeGoesAroundTheExcludedDays) {
    Definition definition = named("0 12 * * *");
    definition.catch_up_window = 24h * 30;
    bench.put(definition);
    bench.engine.reset();
    bench.monotonic += 24h * 4; // Friday, 27 March, 09:00
    bench.start();
    bench.run_for(1min);
    const auto runs = bench.runs_of("a");
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].due_at, at("2026-03-26T12:00:00"));
    const auto records = bench.records_of("a");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].reason, Reason::catch_up);
    EXPECT_EQ(records[0].first_due, at("2026-03-23T12:00:00"));
    EXPECT_EQ(records[0].count, 1);
    EXPECT_EQ(records[1].reason, Reason::calendar);
    EXPECT_EQ(records[1].count, 2);
}

TEST_F(WithACalendar, AfterARestartTheyAreKnownBeforeAnythingFires) {
    bench.put(named("0 9 * * *"));
    bench.put(job("plain", "@at 2026-03-24T09:00:00Z"));
    bench.engine.reset();
    bench.monotonic += 24h; // the 24th, 09:00: both are due
    bench.start();
    bench.run_for(1min);
    EXPECT_EQ(bench.runs_of("plain").size(), 1U);
    EXPECT_TRUE(bench.runs_of("a").empty());
}

TEST_F(WithACalendar, ACompletionAnchoredJobWaitsForTheEndOfTheHoliday) {
    bench.put(named("@every 20h from completion"));
    EXPECT_EQ(bench.row("a").next_fire, at("2026-03-26T00:00:00"));
    bench.run_for(24h * 3);
    EXPECT_EQ(bench.runs_of("a").size(), 1U);
    EXPECT_TRUE(bench.records_of("a").empty()) << "no instant was left out";
}

TEST_F(WithACalendar, WhatTheLastInstantsExcludeEndsTheJobOnRecord) {
    Definition definition = named("0 9 * * *");
    definition.end_at = at("2026-03-25T10:00:00");
    definition.calendars.clear();
    bench.put(definition);
    bench.run_for(1min);
    definition.calendars = {"holidays"};
    bench.store.set_calendars({calendar("holidays", 2, "2026-03-24", "2026-03-25")});
    const auto refused = bench.reply(bench.send(PutCommand{definition, -1}));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, CommandStatus::invalid);
}

} // namespace
} // namespace engine_test
