// What a zone answers: offsets, local times, and what a local time means.
#include <gtest/gtest.h>

#include "support.h"

namespace schedule_test {
namespace {

using schedule::LocalTime;
using schedule::Resolved;
using schedule::Zone;

LocalTime local(const std::string &text) {
    return LocalTime{instant(text + "Z").time_since_epoch()};
}

TEST(Zone, utc_has_one_offset_of_nothing) {
    const auto utc = Zone::utc();
    EXPECT_EQ(utc->name(), "UTC");
    EXPECT_EQ(utc->segment_count(), 1U);
    EXPECT_EQ(show(instant("2026-07-01T12:00:00Z"), *utc), "2026-07-01T12:00:00+00:00");
}

TEST(Zone, of_a_schedule_without_one_is_utc) {
    EXPECT_EQ(parse("* * * * *").zone().name(), "UTC");
}

TEST(Zone, keeps_the_name_as_it_was_given) {
    EXPECT_EQ(zone("Asia/Calcutta")->name(), "Asia/Calcutta");
}

TEST(Zone, tells_local_times) {
    const auto lord_howe = zone("Australia/Lord_Howe");
    EXPECT_EQ(lord_howe->to_local(instant("2026-01-01T00:00:00.000001Z")), local("2026-01-01T11:00:00.000001"));
    EXPECT_EQ(lord_howe->to_local(instant("2026-07-01T00:00:00Z")), local("2026-07-01T10:30:00"));
}

struct Meaning {
    std::string zone;
    std::string local;
    Resolved::Kind kind;
    std::string first;
    std::string last;
};

TEST(Zone, tells_what_a_local_time_means) {
    using Kind = Resolved::Kind;
    const std::vector<Meaning> meanings{
        {"America/New_York", "2026-03-08T01:59:59.999999", Kind::unique, "2026-03-08T06:59:59.999999Z", ""},
        {"America/New_York", "2026-03-08T02:00:00", Kind::gap, "2026-03-08T07:00:00Z", ""},
        {"America/New_York", "2026-03-08T02:59:59.999999", Kind::gap, "2026-03-08T07:00:00Z", ""},
        {"America/New_York", "2026-03-08T03:00:00", Kind::unique, "2026-03-08T07:00:00Z", ""},
        {"America/New_York", "2026-11-01T00:59:59.999999", Kind::unique, "2026-11-01T04:59:59.999999Z", ""},
        {"America/New_York", "2026-11-01T01:00:00", Kind::overlap, "2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z"},
        {"America/New_York", "2026-11-01T01:59:59", Kind::overlap, "2026-11-01T05:59:59Z", "2026-11-01T06:59:59Z"},
        {"America/New_York", "2026-11-01T02:00:00", Kind::unique, "2026-11-01T07:00:00Z", ""},
        {"America/New_York", "2150-03-08T02:30:00", Kind::gap, "2150-03-08T07:00:00Z", ""},
        {"Australia/Lord_Howe", "2026-10-04T02:15:00", Kind::gap, "2026-10-03T15:30:00Z", ""},
        {"Australia/Lord_Howe", "2026-04-05T01:45:00", Kind::overlap, "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"},
        {"Pacific/Apia", "2011-12-30T12:00:00", Kind::gap, "2011-12-30T10:00:00Z", ""},
        {"Pacific/Apia", "2011-12-31T00:00:00", Kind::unique, "2011-12-30T10:00:00Z", ""},
        {"Pacific/Apia", "2011-12-29T23:59:59", Kind::unique, "2011-12-30T09:59:59Z", ""},
        {"UTC", "1970-01-01T00:00:00", Kind::unique, "1970-01-01T00:00:00Z", ""},
        {"UTC", "2199-12-31T23:59:59", Kind::unique, "2199-12-31T23:59:59Z", ""},
    };
    for (const auto &[name, time, kind, first, last] : meanings) {
        SCOPED_TRACE(name);
        SCOPED_TRACE(time);
        const auto resolved = zone(name)->from_local(local(time));
        EXPECT_EQ(resolved.kind, kind);
        EXPECT_EQ(resolved.first, instant(first));
        EXPECT_EQ(resolved.last, instant(last.empty() ? first : last));
    }
}

TEST(Zone, finds_the_segment_of_any_instant) {
    const auto new_york = zone("America/New_York");
    for (std::size_t i = 0; i < new_york->segment_count(); ++i) {
        const auto [begin, end, offset] = new_york->segment(i);
        EXPECT_EQ(new_york->segment_at(begin), i);
        EXPECT_EQ(new_york->segment_at(end - std::chrono::seconds{1}), i);
    }
    EXPECT_EQ(new_york->segment_at(schedule::InstantSeconds::min()), 0U);
    EXPECT_EQ(new_york->segment_at(schedule::InstantSeconds::max()), new_york->segment_count() - 1);
}

} // namespace
} // namespace schedule_test
