// Late looks in their hard cases: jitter, bounds of work, completion-anchored jobs, what a full key means.
#include "played_looks.h"

namespace engine_test {
namespace {

Definition late(const std::string &schedule, CatchUp catch_up) {
    Definition definition = job("a", schedule);
    definition.catch_up = catch_up;
    return definition;
}

Look one_look(const Definition &definition, const std::string &next_fire, Instant now) {
    simulation::Zones zones;
    const Timetable times = make_timetable(definition, zones).value();
    JobRow row;
    row.definition = std::make_shared<const Definition>(definition);
    row.next_fire = at(next_fire);
    row.fire_at = row.look_at = times->fire_at(row.next_fire, 0);
    return look(row, *times, now, 1min);
}

TEST(ALateLook, CountsFromTheFireAndNotFromTheInstant) {
    Definition definition = late("0 * * * *", CatchUp::skip);
    definition.jitter = 30min;
    simulation::Zones zones;
    const Instant fire = make_timetable(definition, zones).value()->with_jitter(at("2026-03-23T09:00:00"));
    ASSERT_GT(fire, at("2026-03-23T09:01:00")) << "the job's hash gives it no jitter: choose another id";
    EXPECT_TRUE(std::holds_alternative<LookClaim>(one_look(definition, "2026-03-23T09:00:00", fire + 59s)));
    EXPECT_TRUE(std::holds_alternative<LookPass>(one_look(definition, "2026-03-23T09:00:00", fire + 61s)));
}

TEST(ALateLook, CountsTheStartDeadlineFromTheFireToo) {
    Definition definition = late("0 * * * *", CatchUp::latest);
    definition.jitter = 30min;
    definition.start_deadline = 30s;
    simulation::Zones zones;
    const Instant fire = make_timetable(definition, zones).value()->with_jitter(at("2026-03-23T09:00:00"));
    ASSERT_GT(fire, at("2026-03-23T09:01:00"));
    EXPECT_TRUE(std::holds_alternative<LookClaim>(one_look(definition, "2026-03-23T09:00:00", fire + 29s)));
    const Look look = one_look(definition, "2026-03-23T09:00:00", fire + 31s);
    ASSERT_TRUE(std::holds_alternative<LookPass>(look));
    EXPECT_EQ(told(std::get<LookPass>(look).disposed), "09:00 x1 expired/start_deadline");
}

TEST(ALateLook, SaysWhetherItMakesUpForSomething) {
    const auto missed = [](CatchUp catch_up, const std::string &now) {
        const Look look = one_look(late("0 * * * *", catch_up), "2026-03-23T09:00:00", at(now));
        return std::holds_alternative<LookClaim>(look) && std::get<LookClaim>(look).missed;
    };
    EXPECT_FALSE(missed(CatchUp::latest, "2026-03-23T09:00:59"));
    EXPECT_TRUE(missed(CatchUp::latest, "2026-03-23T09:30:00"));
    EXPECT_FALSE(missed(CatchUp::all, "2026-03-23T09:00:59"));
    EXPECT_TRUE(missed(CatchUp::all, "2026-03-23T09:30:00"));
}

// Every second for three weeks: 1.9 million instants.
TEST(ALateLook, AtHundredsOfThousandsOfInstantsIsBounded) {
    const Definition definition = late("@every 1s", CatchUp::all);
    const Lines lines = play(definition, "2026-03-01T00:00:00", "2026-03-23T00:00:00");
    ASSERT_GT(lines.size(), 100U);
    const Lines newest(lines.end() - 101, lines.end());
    EXPECT_EQ(newest.front(), "run 03-22T23:58:21") << "the newest hundred are owed";
    EXPECT_EQ(newest[99], "run 00:00");
    EXPECT_EQ(newest.back(), "then 00:00:01");
    for (std::size_t i = 0; i + newest.size() < lines.size(); ++i) {
        EXPECT_NE(lines[i].find(" missed/"), std::string::npos) << lines[i];
    }
    EXPECT_LE(lines.size(), 110U) << "a few records, not one for each instant";
}

TEST(ALateLook, AtACompletionAnchoredJobOwesItOnce) {
    for (const CatchUp catch_up : {CatchUp::latest, CatchUp::all}) {
        const Lines lines =
            play(late("@every 10m from completion", catch_up), "2026-03-23T09:00:00", "2026-03-23T12:00:00");
        EXPECT_EQ(lines, (Lines{"run 09:00", "then never"})) << "its completion arms it";
    }
}

TEST(ALateLook, MustNever_15_ACompletionAnchoredJobThatSkipsWhatItMissedIsArmedAgain) {
    const Lines lines =
        play(late("@every 10m from completion", CatchUp::skip), "2026-03-23T09:00:00", "2026-03-23T12:00:00");
    EXPECT_EQ(lines, (Lines{"09:00 x1 missed/catch_up", "then 12:10"}));
}

TEST(ALateLook, MustNever_15_ACompletionAnchoredJobThatIsExpiredIsArmedAgain) {
    Definition definition = late("@every 10m from completion", CatchUp::latest);
    definition.start_deadline = 1min;
    const Lines lines = play(definition, "2026-03-23T09:00:00", "2026-03-23T12:00:00");
    EXPECT_EQ(lines, (Lines{"09:00 x1 expired/start_deadline", "then 12:10"}));
}

struct FullKey {
    Overlap overlap;
    CatchUp catch_up;
    bool missed;
    AtOverlap expected;
};

class AFullKey : public testing::TestWithParam<FullKey> {};

TEST_P(AFullKey, IsMetAsThePolicySays) {
    Definition definition = job("a", "* * * * *");
    definition.overlap = GetParam().overlap;
    definition.catch_up = GetParam().catch_up;
    definition.max_active = GetParam().overlap == Overlap::parallel ? 2 : 1;
    EXPECT_EQ(at_overlap(definition, GetParam().missed), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Policies, AFullKey,
                         testing::Values(FullKey{Overlap::skip, CatchUp::latest, false, AtOverlap::pass},
                                         FullKey{Overlap::skip, CatchUp::latest, true, AtOverlap::pass},
                                         FullKey{Overlap::skip, CatchUp::skip, false, AtOverlap::pass},
                                         FullKey{Overlap::skip, CatchUp::all, false, AtOverlap::pass},
                                         FullKey{Overlap::skip, CatchUp::all, true, AtOverlap::wait},
                                         FullKey{Overlap::queue, CatchUp::latest, false, AtOverlap::wait},
                                         FullKey{Overlap::queue, CatchUp::skip, true, AtOverlap::wait},
                                         FullKey{Overlap::queue, CatchUp::all, true, AtOverlap::wait},
                                         FullKey{Overlap::parallel, CatchUp::latest, false, AtOverlap::pass},
                                         FullKey{Overlap::parallel, CatchUp::latest, true, AtOverlap::pass},
                                         FullKey{Overlap::replace, CatchUp::latest, false, AtOverlap::replace},
                                         FullKey{Overlap::replace, CatchUp::latest, true, AtOverlap::replace},
                                         FullKey{Overlap::replace, CatchUp::skip, false, AtOverlap::replace}));

} // namespace
} // namespace engine_test
