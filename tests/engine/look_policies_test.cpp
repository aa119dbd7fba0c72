// Overlap, catch-up, window, limit and start deadline as tables: a job, how late it is looked at, and what becomes of
// each of its instants when nothing is in the way.
#include "played_looks.h"

#include <functional>

namespace engine_test {
namespace {

struct Situation {
    const char *name;
    const char *schedule;
    std::function<void(Definition &)> policy;
    const char *next_fire;
    const char *now;
    Lines expected;
};

void PrintTo(const Situation &situation, std::ostream *out) {
    *out << situation.schedule << ", next at " << situation.next_fire << ", looked at " << situation.now;
}

class WhatIsDue : public testing::TestWithParam<Situation> {};

TEST_P(WhatIsDue, EndsAsThePolicySays) {
    Definition definition = job("a", GetParam().schedule);
    GetParam().policy(definition);
    EXPECT_EQ(play(definition, GetParam().next_fire, GetParam().now), GetParam().expected);
}

std::string name_of(const testing::TestParamInfo<Situation> &info) {
    return info.param.name;
}

void latest(Definition &) {} // the default
void skip(Definition &d) {
    d.catch_up = CatchUp::skip;
}
void all(Definition &d) {
    d.catch_up = CatchUp::all;
}
void queue(Definition &d) {
    d.overlap = Overlap::queue;
}

constexpr const char *kHourly = "0 * * * *";
constexpr const char *kEveryTen = "@every 10s";

INSTANTIATE_TEST_SUITE_P(
    OnTime, WhatIsDue,
    testing::Values(
        Situation{"Latest", kHourly, latest, "2026-03-23T09:00:00", "2026-03-23T09:00:00", {"run 09:00", "then 10:00"}},
        Situation{"Skip", kHourly, skip, "2026-03-23T09:00:00", "2026-03-23T09:00:00", {"run 09:00", "then 10:00"}},
        Situation{"SkipNearlyAMinuteLate",
                  kHourly,
                  skip,
                  "2026-03-23T09:00:00",
                  "2026-03-23T09:00:59",
                  {"run 09:00", "then 10:00"}},
        Situation{"All", kHourly, all, "2026-03-23T09:00:00", "2026-03-23T09:00:59", {"run 09:00", "then 10:00"}},
        Situation{"Queue", kHourly, queue, "2026-03-23T09:00:00", "2026-03-23T09:00:59", {"run 09:00", "then 10:00"}},
        Situation{"NotYet", kHourly, all, "2026-03-23T09:00:00", "2026-03-23T08:59:59.9", {"then 09:00"}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(Late, WhatIsDue,
                         testing::Values(Situation{"SkipAMinuteAndASecond",
                                                   kHourly,
                                                   skip,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T09:01:01",
                                                   {"09:00 x1 missed/catch_up", "then 10:00"}},
                                         Situation{"LatestAMinuteAndASecond",
                                                   kHourly,
                                                   latest,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T09:01:01",
                                                   {"run 09:00", "then 10:00"}},
                                         Situation{"SkipEightHours",
                                                   kHourly,
                                                   skip,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T16:30:00",
                                                   {"09:00..16:00 x8 missed/catch_up", "then 17:00"}},
                                         Situation{"SkipEightHoursAndTheNewestIsOnTime",
                                                   kHourly,
                                                   skip,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T16:00:30",
                                                   {"09:00..15:00 x7 missed/catch_up", "run 16:00", "then 17:00"}},
                                         Situation{"LatestEightHours",
                                                   kHourly,
                                                   latest,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T16:30:00",
                                                   {"09:00..15:00 x7 merged/catch_up", "run 16:00", "then 17:00"}},
                                         Situation{"AllThreeHours",
                                                   kHourly,
                                                   all,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T11:30:00",
                                                   {"run 09:00", "run 10:00", "run 11:00", "then 12:00"}},
                                         Situation{"QueueThreeHours",
                                                   kHourly,
                                                   queue,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T11:30:00",
                                                   {"run 09:00", "run 10:00", "run 11:00", "then 12:00"}},
                                         Situation{"QueueOwesWhateverCatchUpSays",
                                                   kHourly,
                                                   [](Definition &d) {
                                                       queue(d);
                                                       skip(d);
                                                   },
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T11:30:00",
                                                   {"run 09:00", "run 10:00", "run 11:00", "then 12:00"}}),
                         name_of);

// An instant is missed as well when the job's following one has come.
INSTANTIATE_TEST_SUITE_P(LaterThanTheFollowingInstant, WhatIsDue,
                         testing::Values(Situation{"Skip",
                                                   kEveryTen,
                                                   skip,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T09:00:15",
                                                   {"09:00 x1 missed/catch_up", "run 09:00:10", "then 09:00:20"}},
                                         Situation{"SkipBeforeIt",
                                                   kEveryTen,
                                                   skip,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T09:00:09",
                                                   {"run 09:00", "then 09:00:10"}},
                                         Situation{
                                             "Latest",
                                             kEveryTen,
                                             latest,
                                             "2026-03-23T09:00:00",
                                             "2026-03-23T09:00:25",
                                             {"09:00..09:00:10 x2 merged/catch_up", "run 09:00:20", "then 09:00:30"}},
                                         Situation{"All",
                                                   kEveryTen,
                                                   all,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T09:00:25",
                                                   {"run 09:00", "run 09:00:10", "run 09:00:20", "then 09:00:30"}}),
                         name_of);

template <CatchUp kCatchUp, int kHours>
void within(Definition &d) {
    d.catch_up = kCatchUp;
    d.catch_up_window = std::chrono::hours(kHours);
}

INSTANTIATE_TEST_SUITE_P(
    BeyondTheWindow, WhatIsDue,
    testing::Values(Situation{"Latest",
                              kHourly,
                              within<CatchUp::latest, 2>,
                              "2026-03-23T00:00:00",
                              "2026-03-23T08:30:00",
                              {"00:00..06:00 x7 missed/window", "07:00 x1 merged/catch_up", "run 08:00", "then 09:00"}},
                    Situation{"All",
                              kHourly,
                              within<CatchUp::all, 2>,
                              "2026-03-23T00:00:00",
                              "2026-03-23T08:30:00",
                              {"00:00..06:00 x7 missed/window", "run 07:00", "run 08:00", "then 09:00"}},
                    Situation{"Skip",
                              kHourly,
                              within<CatchUp::skip, 2>,
                              "2026-03-23T00:00:00",
                              "2026-03-23T08:30:00",
                              {"00:00..06:00 x7 missed/window", "07:00..08:00 x2 missed/catch_up", "then 09:00"}},
                    Situation{"Queue",
                              kHourly,
                              [](Definition &d) {
                                  queue(d);
                                  d.catch_up_window = 2h;
                              },
                              "2026-03-23T00:00:00",
                              "2026-03-23T08:30:00",
                              {"00:00..06:00 x7 missed/window", "run 07:00", "run 08:00", "then 09:00"}},
                    Situation{"EverythingUnderAll",
                              "0 0 * * *",
                              within<CatchUp::all, 1>,
                              "2026-03-20T00:00:00",
                              "2026-03-23T09:00:00",
                              {"03-20T00:00..00:00 x4 missed/window", "then 03-24T00:00"}}),
    name_of);

template <CatchUp kCatchUp>
void at_most_three(Definition &d) {
    d.catch_up = kCatchUp;
    d.catch_up_limit = 3;
}

INSTANTIATE_TEST_SUITE_P(
    BeyondTheLimit, WhatIsDue,
    testing::Values(Situation{"All",
                              kHourly,
                              at_most_three<CatchUp::all>,
                              "2026-03-23T00:00:00",
                              "2026-03-23T08:30:00",
                              {"00:00..05:00 x6 missed/limit", "run 06:00", "run 07:00", "run 08:00", "then 09:00"}},
                    Situation{"Queue",
                              kHourly,
                              [](Definition &d) {
                                  queue(d);
                                  d.catch_up_limit = 3;
                              },
                              "2026-03-23T00:00:00",
                              "2026-03-23T08:30:00",
                              {"00:00..05:00 x6 missed/limit", "run 06:00", "run 07:00", "run 08:00", "then 09:00"}},
                    Situation{"LatestOwesOnlyOneAnyway",
                              kHourly,
                              at_most_three<CatchUp::latest>,
                              "2026-03-23T00:00:00",
                              "2026-03-23T08:30:00",
                              {"00:00..07:00 x8 merged/catch_up", "run 08:00", "then 09:00"}},
                    Situation{"ExactlyAsManyAsAreOwed",
                              kHourly,
                              at_most_three<CatchUp::all>,
                              "2026-03-23T06:00:00",
                              "2026-03-23T08:30:00",
                              {"run 06:00", "run 07:00", "run 08:00", "then 09:00"}},
                    Situation{"AllAndTheWindow",
                              kHourly,
                              [](Definition &d) {
                                  at_most_three<CatchUp::all>(d);
                                  d.catch_up_window = 5h;
                              },
                              "2026-03-23T00:00:00",
                              "2026-03-23T08:30:00",
                              {"00:00..03:00 x4 missed/window", "04:00..05:00 x2 missed/limit", "run 06:00",
                               "run 07:00", "run 08:00", "then 09:00"}}),
    name_of);

template <CatchUp kCatchUp, int kMinutes>
void start_within(Definition &d) {
    d.catch_up = kCatchUp;
    d.start_deadline = std::chrono::minutes(kMinutes);
}

INSTANTIATE_TEST_SUITE_P(
    BeyondTheStartDeadline, WhatIsDue,
    testing::Values(Situation{"NotYet",
                              kHourly,
                              start_within<CatchUp::latest, 10>,
                              "2026-03-23T09:00:00",
                              "2026-03-23T09:09:59",
                              {"run 09:00", "then 10:00"}},
                    Situation{"Latest",
                              kHourly,
                              start_within<CatchUp::latest, 10>,
                              "2026-03-23T09:00:00",
                              "2026-03-23T09:10:01",
                              {"09:00 x1 expired/start_deadline", "then 10:00"}},
                    Situation{"LatestOfWhichTheNewestMayStillStart",
                              kHourly,
                              start_within<CatchUp::latest, 10>,
                              "2026-03-23T09:00:00",
                              "2026-03-23T12:05:00",
                              {"09:00..11:00 x3 expired/start_deadline", "run 12:00", "then 13:00"}},
                    Situation{"AllOfWhichTwoMayStillStart",
                              kHourly,
                              start_within<CatchUp::all, 90>,
                              "2026-03-23T09:00:00",
                              "2026-03-23T12:05:00",
                              {"09:00..10:00 x2 expired/start_deadline", "run 11:00", "run 12:00", "then 13:00"}},
                    Situation{"Queue",
                              kHourly,
                              [](Definition &d) {
                                  queue(d);
                                  d.start_deadline = 90min;
                              },
                              "2026-03-23T09:00:00",
                              "2026-03-23T12:05:00",
                              {"09:00..10:00 x2 expired/start_deadline", "run 11:00", "run 12:00", "then 13:00"}},
                    Situation{"OnTimeButTooLateForItsDeadline",
                              kHourly,
                              [](Definition &d) { d.start_deadline = 10s; },
                              "2026-03-23T09:00:00",
                              "2026-03-23T09:00:11",
                              {"09:00 x1 expired/start_deadline", "then 10:00"}}),
    name_of);

void until_eleven(Definition &d) {
    d.end_at = at("2026-03-23T11:00:00");
}

INSTANTIATE_TEST_SUITE_P(AtTheEndOfASeries, WhatIsDue,
                         testing::Values(Situation{"AllUntilTheEnd",
                                                   kHourly,
                                                   [](Definition &d) {
                                                       all(d);
                                                       until_eleven(d);
                                                   },
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T15:00:00",
                                                   {"run 09:00", "run 10:00", "then never"}},
                                         Situation{"SkipUntilTheEnd",
                                                   kHourly,
                                                   [](Definition &d) {
                                                       skip(d);
                                                       until_eleven(d);
                                                   },
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T15:00:00",
                                                   {"09:00..10:00 x2 missed/catch_up", "then never"}},
                                         Situation{"QueueUntilMaxRuns",
                                                   kHourly,
                                                   [](Definition &d) {
                                                       queue(d);
                                                       d.max_runs = 2;
                                                   },
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T15:00:00",
                                                   {"run 09:00", "run 10:00", "then never"}},
                                         Situation{"AMissedOneShotRunsLate",
                                                   "@at 2026-03-23T09:00:00",
                                                   latest,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T15:00:00",
                                                   {"run 09:00", "then never"}},
                                         Situation{"AMissedOneShotIsSkipped",
                                                   "@at 2026-03-23T09:00:00",
                                                   skip,
                                                   "2026-03-23T09:00:00",
                                                   "2026-03-23T15:00:00",
                                                   {"09:00 x1 missed/catch_up", "then never"}}),
                         name_of);

} // namespace
} // namespace engine_test
