// The POSIX TZ string of a zone file: what it says, and what is refused.
#include <gtest/gtest.h>

#include "schedule/posix_footer.h"
#include "support.h"
#include "tzif_builder.h"

namespace schedule_test {
namespace {

using schedule::parse_posix_footer;
using std::chrono::seconds;

// A zone that has nothing but the footer.
std::shared_ptr<const schedule::Zone> footer_zone(const std::string &footer) {
    TzifBuilder tzif;
    tzif.footer = footer;
    auto parsed = schedule::Zone::parse("Test/Footer", tzif.build());
    if (!parsed) throw std::runtime_error(parsed.error().text);
    return std::move(parsed).value();
}

struct Change {
    std::string footer;
    int year;
    std::vector<std::string> expected; // the year's changes, each as the local time right after it
};

TEST(PosixFooter, gives_the_changes_of_each_year) {
    const std::vector<Change> changes{
        {"EST5EDT,M3.2.0,M11.1.0", 2026, {"2026-03-08T03:00:00-04:00", "2026-11-01T01:00:00-05:00"}},
        {"EST5EDT,M3.2.0/2:00:00,M11.1.0/02", 2100, {"2100-03-14T03:00:00-04:00", "2100-11-07T01:00:00-05:00"}},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 2026, {"2026-03-29T03:00:00+02:00", "2026-10-25T02:00:00+01:00"}},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2026, {"2026-04-05T01:30:00+10:30", "2026-10-04T02:30:00+11:00"}},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 2026, {"2026-03-29T02:00:00+01:00", "2026-10-25T01:00:00+00:00"}},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026, {"2026-03-29T00:00:00-01:00", "2026-10-24T23:00:00-02:00"}},
        {"IST-2IDT,M3.4.4/26,M10.5.0", 2026, {"2026-03-27T03:00:00+03:00", "2026-10-25T01:00:00+02:00"}},
        {"<-04>4<-03>,M9.1.6/24,M4.1.6/24", 2026, {"2026-04-04T23:00:00-04:00", "2026-09-06T01:00:00-03:00"}},
        {"AAA0BBB,J59/0,J60/0", 2028, {"2028-02-28T01:00:00+01:00", "2028-02-29T23:00:00+00:00"}},
        {"AAA0BBB,58/0,59/0", 2028, {"2028-02-28T01:00:00+01:00", "2028-02-28T23:00:00+00:00"}},
        {"AAA0BBB,J1/167,J365/-167", 2026, {"2026-01-08T00:00:00+01:00", "2026-12-24T00:00:00+00:00"}},
        {"AAA-12:30:30BBB-13:30:30,M3.1.1/1:02:03,M9.1.1/1",
         2026,
         {"2026-03-02T02:02:03+13:30", "2026-09-07T00:00:00+12:30"}},
    };
    for (const auto &[footer, year, expected] : changes) {
        SCOPED_TRACE(footer);
        const auto zone = footer_zone(footer);
        std::vector<std::string> found;
        for (std::size_t i = 1; i < zone->segment_count(); ++i) {
            const auto local = zone->to_local(zone->segment(i).begin);
            const date::year_month_day day{date::floor<date::days>(local)};
            if (int{day.year()} == year) found.push_back(show(zone->segment(i).begin, *zone));
        }
        EXPECT_EQ(found, expected);
    }
}

TEST(PosixFooter, without_daylight_saving_is_one_offset_for_ever) {
    for (const auto &[footer, offset] : std::vector<std::pair<std::string, int>>{{"UTC0", 0},
                                                                                 {"EST5", -18'000},
                                                                                 {"<+03>-3", 10'800},
                                                                                 {"<-00>0", 0},
                                                                                 {"<+0545>-5:45", 20'700},
                                                                                 {"LMT-0:01:15", 75},
                                                                                 {"XXX+24", -86'400}}) {
        SCOPED_TRACE(footer);
        const auto zone = footer_zone(footer);
        EXPECT_EQ(zone->segment_count(), 1U);
        EXPECT_EQ(zone->offset_at(instant("1970-01-01T00:00:00Z")), seconds{offset});
        EXPECT_EQ(zone->offset_at(instant("2199-12-31T23:59:59Z")), seconds{offset});
    }
}

TEST(PosixFooter, can_mean_daylight_saving_all_year) {
    for (const std::string footer : {"XXX3EDT4,0/0,J365/23", "EST5EDT,0/0,J365/25"}) {
        SCOPED_TRACE(footer);
        const auto zone = footer_zone(footer);
        EXPECT_EQ(zone->segment_count(), 1U);
        EXPECT_EQ(zone->offset_at(instant("2026-01-01T12:00:00Z")), seconds{-4 * 3600});
    }
}

TEST(PosixFooter, counts_only_after_the_last_stored_transition) {
    TzifBuilder tzif;
    tzif.types = {{-18'000}, {-14'400, 1}};
    const auto at = [](const char *text) { return instant(text).time_since_epoch().count() / 1'000'000; };
    tzif.transitions = {{at("2026-06-01T00:00:00Z"), 1}, {at("2030-06-01T00:00:00Z"), 0}};
    tzif.footer = "EST5EDT,M3.2.0,M11.1.0";
    const auto zone = schedule::Zone::parse("Test/Late", tzif.build()).value();
    EXPECT_EQ(zone->offset_at(instant("2025-07-01T00:00:00Z")), seconds{-18'000});
    EXPECT_EQ(zone->offset_at(instant("2028-01-01T00:00:00Z")), seconds{-14'400});
    EXPECT_EQ(zone->offset_at(instant("2030-07-01T00:00:00Z")), seconds{-18'000});
    EXPECT_EQ(zone->offset_at(instant("2030-12-01T00:00:00Z")), seconds{-18'000});
    EXPECT_EQ(zone->offset_at(instant("2031-07-01T00:00:00Z")), seconds{-14'400});
}

TEST(PosixFooter, is_refused_when_it_is_malformed) {
    for (const std::string footer : {"E5",
                                     "EST",
                                     "5",
                                     "<EST5",
                                     "<E>5",
                                     "EST25",
                                     "EST5:60",
                                     "EST5:",
                                     "EST5ED",
                                     "EST5EDT",
                                     "EST5EDT4",
                                     "EST5EDT,",
                                     "EST5EDT25,M3.2.0,M11.1.0",
                                     "EST5EDT,M3.2.0",
                                     "EST5EDT,M3.2.0,",
                                     "EST5EDT,M13.2.0,M11.1.0",
                                     "EST5EDT,M3.6.0,M11.1.0",
                                     "EST5EDT,M3.0.0,M11.1.0",
                                     "EST5EDT,M3.2.7,M11.1.0",
                                     "EST5EDT,M3.2,M11.1.0",
                                     "EST5EDT,M3,M11.1.0",
                                     "EST5EDT,J0,J5",
                                     "EST5EDT,J366,J5",
                                     "EST5EDT,366,5",
                                     "EST5EDT,M3.2.0/168,M11.1.0",
                                     "EST5EDT,M3.2.0/,M11.1.0",
                                     "EST5EDT,M3.2.0,M11.1.0x",
                                     "EST5EDT,M3.2.0,M11.1.0,M4.1.0",
                                     "EST5EDT,M3.2.0/2:60,M11.1.0",
                                     "EST5EDT,M99999999999.2.0,M11.1.0",
                                     "EST5EDT,x,y",
                                     "UTC0 "}) {
        SCOPED_TRACE(footer);
        const auto parsed = parse_posix_footer(footer);
        ASSERT_FALSE(parsed.ok());
        EXPECT_EQ(parsed.error().field, "zone");
        EXPECT_NE(parsed.error().text.find("'" + footer + "'"), std::string::npos) << parsed.error().text;
    }
    TzifBuilder tzif;
    tzif.footer = "EST5EDT";
    EXPECT_FALSE(schedule::Zone::parse("Test/Bad", tzif.build()).ok());
}

} // namespace
} // namespace schedule_test
