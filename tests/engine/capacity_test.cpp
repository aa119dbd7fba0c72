// The host's capacity: what finds none waits without being claimed, the larger priority goes first, nothing starves.
#include "neighbour.h"
#include "policy_fixture.h"

#include <date/date.h>

#include <array>
#include <optional>

namespace engine_test {
namespace {

Definition sized(const std::string &id, const std::string &schedule, std::int32_t units = 1,
                 std::int32_t priority = 0) {
    Definition definition = job(id, schedule);
    definition.units = units;
    definition.priority = priority;
    definition.timeout = 24h;
    return definition;
}

class Capacities : public APolicy {
  protected:
    void have(std::int32_t units) {
        bench.config.capacity = units;
        bench.start();
    }
    StartRun occupy(std::int32_t units) {
        bench.put(sized("occupier", "@manual", units));
        bench.send(RunNowCommand{"occupier"});
        return bench.accept_start();
    }
    std::vector<std::string> started() {
        std::vector<std::string> ids;
        for (const StartRun &run : bench.starts) ids.push_back(run.definition->id);
        return ids;
    }
};

TEST_F(Capacities, AFireWithoutCapacityWritesNothing) {
    have(4);
    occupy(4);
    bench.put(sized("a", "1 9 * * *"));
    const JobRow before = bench.row("a");
    bench.run_for(10min);
    const JobRow after = bench.row("a");
    EXPECT_EQ(after.version, before.version);
    EXPECT_EQ(after.look_at, before.look_at);
    EXPECT_EQ(bench.store.runs().size(), 1U);
    EXPECT_TRUE(bench.records_of("a").empty());
    EXPECT_EQ(bench.engine->health().backlog, 1U);
    EXPECT_EQ(bench.engine->health().overdue, 9min);
}

TEST_F(Capacities, WhatTheHostDoesNotCarryOutTakesNone) {
    have(1);
    bench.put(sized("system/any", "1 9 * * *"));
    bench.put(sized("a", "1 9 * * *"));
    occupy(4); // larger than the whole: it starts alone
    bench.run_for(2min);
    ASSERT_EQ(started(), std::vector<std::string>{"system/any"});
    EXPECT_EQ(bench.engine->health().units_in_use, 4);
    bench.send(RunNowCommand{"system/any"});
    EXPECT_EQ(bench.store.runs().size(), 2U) << "its own key still holds";
}

TEST_F(Capacities, WhatAnotherReplicaHasTakenMeanwhileIsNotWaitedForAnyLonger) {
    have(4);
    const StartRun occupier = occupy(4);
    Neighbour other(bench, "other", 1);
    other.join();
    constexpr int kJobs = 50;
    for (int i = 0; i < kJobs; ++i) bench.put(sized("job-" + std::to_string(i), "1 9 * * *"));
    bench.run_for(1min + 1s);
    EXPECT_EQ(bench.engine->health().backlog, std::size_t{kJobs});
    for (int i = 0; i < kJobs - 1; ++i) other.claim("job-" + std::to_string(i));
    bench.run_for(10s);
    EXPECT_EQ(bench.engine->health().backlog, 1U);
    const int calls = bench.storage_calls;
    bench.complete(occupier);
    EXPECT_EQ(started(), (std::vector<std::string>{"job-49"}));
    EXPECT_LT(bench.storage_calls - calls, 10) << "none of the others was tried";
}

TEST_F(Capacities, WhatWaitsForCapacityIsDurable) {
    have(4);
    occupy(4);
    bench.put(sized("a", "1 9 * * *"));
    bench.run_for(10min);
    bench.start(); // what was going is lost
    bench.run_for(1s);
    EXPECT_EQ(started(), (std::vector<std::string>{"a"}));
}

std::string one_shot(Instant instant) {
    return "@at 2026-03-23T" + clock_text(instant) +
           (instant == date::floor<std::chrono::minutes>(instant) ? ":00" : "");
}

struct Rivals {
    Duration later; // the second falls due so much later
    std::int32_t first_priority;
    std::int32_t second_priority;
    const char *winner;
};

class TwoRivals : public Capacities, public testing::WithParamInterface<Rivals> {};

TEST_P(TwoRivals, EachPointOfPriorityCountsAsTenSecondsOfWaiting) {
    have(1);
    const StartRun occupier = occupy(1);
    const Instant first = at("2026-03-23T09:10:00");
    bench.put(sized("first", one_shot(first), 1, GetParam().first_priority));
    bench.put(sized("second", one_shot(first + GetParam().later), 1, GetParam().second_priority));
    bench.run_for(20min);
    bench.complete(occupier);
    EXPECT_EQ(started(), (std::vector<std::string>{GetParam().winner}));
}

INSTANTIATE_TEST_SUITE_P(Pairs, TwoRivals,
                         testing::Values(Rivals{1s, 0, 0, "first"}, Rivals{5s, 0, 1, "second"},
                                         Rivals{9s, 0, 1, "second"}, Rivals{11s, 0, 1, "first"},
                                         Rivals{59s, 0, 6, "second"}, Rivals{61s, 0, 6, "first"},
                                         Rivals{61s, -1, 6, "second"}, Rivals{1s, 1, 0, "first"},
                                         Rivals{1s, -1, 0, "second"}, Rivals{1s, 1000, 1000, "first"},
                                         Rivals{5min, -1000, 1000, "second"}));

TEST_F(Capacities, PriorityDoesNotMatterWhileThereIsEnough) {
    have(4);
    for (const std::int32_t priority : {-10, 0, 10}) {
        bench.put(sized("priority" + std::to_string(priority), "1 9 * * *", 1, priority));
    }
    bench.run_for(1min);
    EXPECT_EQ(starts(), 3U);
}

TEST_F(Capacities, PriorityDoesNotInterruptWhatIsGoing) {
    have(1);
    bench.put(sized("low", "1 9 * * *", 1, -1000));
    bench.run_for(1min);
    bench.accept_start();
    bench.put(sized("high", "2 9 * * *", 1, 1000));
    bench.run_for(1min);
    EXPECT_EQ(starts(), 0U);
    EXPECT_TRUE(bench.cancels.empty());
}

TEST_F(Capacities, ALowPriorityDoesNotStarve) {
    have(1);
    bench.put(sized("low", "@at 2026-03-23T09:05:00", 1, 0));
    for (int i = 0; i < 3; ++i) bench.put(sized("high" + std::to_string(i), "* * * * *", 1, 10));
    serve(15min, 20s); // the three alone fill the host
    EXPECT_EQ(history("low"), (Lines{"09:05 succeeded"}));
}

TEST_F(Capacities, WhatIsLargerThanTheCapacityStartsAlone) {
    have(2);
    bench.put(sized("large", "1 9 * * *", 4));
    bench.put(sized("small", "2 9 * * *", 1));
    bench.run_for(1min);
    EXPECT_EQ(started(), (std::vector<std::string>{"large"}));
    const StartRun large = bench.accept_start();
    bench.run_for(5min);
    EXPECT_EQ(starts(), 0U) << "nothing starts beside it";
    bench.complete(large);
    EXPECT_EQ(started(), (std::vector<std::string>{"small"}));
}

TEST_F(Capacities, WhatIsLargerThanTheCapacityWaitsUntilNothingElseIsGoing) {
    have(2);
    const StartRun occupier = occupy(1);
    bench.put(sized("large", "1 9 * * *", 4));
    bench.run_for(5min);
    EXPECT_EQ(starts(), 0U);
    bench.complete(occupier);
    EXPECT_EQ(started(), (std::vector<std::string>{"large"}));
}

TEST_F(Capacities, WhatIsLargerThanTheCapacityIsNotOvertakenForEver) {
    have(2);
    bench.put(sized("large", "@at 2026-03-23T09:05:00", 4));
    Definition even = sized("even", "@every 1m");
    Definition odd = sized("odd", "@every 1m/30s");
    bench.put(even);
    bench.put(odd);
    serve(15min, 45s); // the two overlap: without care there is never nothing going
    EXPECT_EQ(history("large"), (Lines{"09:05 succeeded"}));
}

TEST_F(Capacities, ARetryNeedsCapacityToo) {
    have(1);
    Definition definition = sized("a", "1 9 * * *");
    definition.retry_delay = 10s;
    bench.put(definition);
    bench.run_for(1min);
    bench.complete(bench.accept_start(), Result::failed_temporarily);
    const StartRun occupier = occupy(1);
    bench.run_for(5min);
    EXPECT_EQ(starts(), 0U);
    EXPECT_EQ(bench.engine->health().units_in_use, 1);
    bench.complete(occupier);
    bench.run_for(1s);
    ASSERT_EQ(started(), (std::vector<std::string>{"a"}));
    EXPECT_EQ(bench.starts[0].attempt, 2);
}

TEST_F(Capacities, AnAdoptedRunTakesItsPlaceAlsoWhenThereIsNone) {
    have(2);
    bench.config.executor_answers = true;
    bench.start();
    const StartRun occupier = occupy(2);
    bench.config.capacity = 1; // the new process has less
    bench.executor_says = AttemptState::going;
    bench.start();
    EXPECT_EQ(bench.engine->health().units_in_use, 2);
    bench.put(sized("a", "1 9 * * *"));
    bench.run_for(5min);
    EXPECT_EQ(starts(), 0U);
    bench.complete(occupier);
    EXPECT_EQ(started(), (std::vector<std::string>{"a"}));
}

struct EndOfARun {
    const char *name;
    StartStatus start;
    std::optional<Result> result; // none: it never says anything
};

class TheEndOfARun : public Capacities, public testing::WithParamInterface<EndOfARun> {};

TEST_P(TheEndOfARun, GivesItsCapacityBack) {
    have(4);
    Definition definition = sized("a", "1 9 * * *", 2);
    definition.timeout = 1min;
    definition.retry_delay = definition.retry_max_delay = 1h;
    bench.put(definition);
    bench.run_for(1min);
    const StartRun run = bench.take_start();
    EXPECT_EQ(bench.engine->health().units_in_use, 2);
    bench.answer_start(run, GetParam().start);
    if (GetParam().start == StartStatus::accepted && GetParam().result) bench.complete(run, *GetParam().result);
    bench.run_for(2min);
    EXPECT_EQ(bench.engine->health().units_in_use, 0);
}

std::string name_of(const testing::TestParamInfo<EndOfARun> &end) {
    return end.param.name;
}

INSTANTIATE_TEST_SUITE_P(HoweverItComes, TheEndOfARun,
                         testing::Values(EndOfARun{"Succeeded", StartStatus::accepted, Result::succeeded},
                                         EndOfARun{"Failed", StartStatus::accepted, Result::failed},
                                         EndOfARun{"WaitsForARetry", StartStatus::accepted, Result::failed_temporarily},
                                         EndOfARun{"Canceled", StartStatus::accepted, Result::canceled},
                                         EndOfARun{"Busy", StartStatus::accepted, Result::busy},
                                         EndOfARun{"Rejected", StartStatus::accepted, Result::rejected},
                                         EndOfARun{"GivenUp", StartStatus::accepted, std::nullopt},
                                         EndOfARun{"RefusedAsBusy", StartStatus::busy, std::nullopt},
                                         EndOfARun{"RefusedForGood", StartStatus::rejected, std::nullopt},
                                         EndOfARun{"RefusedForNow", StartStatus::unavailable, std::nullopt},
                                         EndOfARun{"FailedToStart", StartStatus::failed, std::nullopt}),
                         name_of);

// Two dozen jobs of all sizes and priorities, each run of another length.
TEST_F(Capacities, IsNeverExceededAndNothingIsForgotten) {
    have(5);
    const std::array<std::int32_t, 3> sizes{1, 2, 4};
    for (std::size_t i = 0; i < 24; ++i) {
        bench.put(sized("job-" + std::to_string(i), "*/10 * * * *", sizes[i % 3], static_cast<std::int32_t>(i % 5)));
    }
    std::uint32_t lengths = 1;
    for (int second = 0; second < 3600; ++second) {
        bench.run_for(1s);
        while (!bench.starts.empty()) {
            lengths = lengths * 1664525U + 1013904223U;
            const StartRun run = bench.accept_start();
            going.emplace_back(bench.moment() + std::chrono::seconds(5 + lengths % 40), run);
        }
        std::int32_t units = 0;
        for (const auto &[end, run] : going) units += run.definition->units;
        ASSERT_LE(units, 5) << second;
        EXPECT_EQ(bench.engine->health().units_in_use, units);
        for (auto run = going.begin(); run != going.end();) {
            if (run->first > bench.moment()) {
                ++run;
                continue;
            }
            const StartRun ended = run->second;
            run = going.erase(run);
            bench.complete(ended);
        }
    }
    for (int i = 0; i < 24; ++i) EXPECT_GE(bench.runs_of("job-" + std::to_string(i)).size(), 4U) << i;
}

} // namespace
} // namespace engine_test
