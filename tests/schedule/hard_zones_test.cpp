// The zones that break calendars. Political dates are of past years, which zone data do not change any more.
#include <gtest/gtest.h>

#include "support.h"

namespace schedule_test {
namespace {

using schedule::DstGap;
using schedule::DstOverlap;

TEST(HardZones, Lord_Howe_changes_by_half_an_hour) {
    check({
        {"in the gap from 02:00 to 02:30",
         "Australia/Lord_Howe",
         "15 2 * * *",
         "2024-10-05T00:00:00Z",
         {"2024-10-06T02:30:00+11:00", "2024-10-07T02:15:00+11:00"}},
        {"right after the gap",
         "Australia/Lord_Howe",
         "30 2 * * *",
         "2024-10-05T00:00:00Z",
         {"2024-10-06T02:30:00+11:00", "2024-10-07T02:30:00+11:00"}},
        {"repeated from 01:30 to 02:00",
         "Australia/Lord_Howe",
         "45 1 * * *",
         "2024-04-06T00:00:00Z",
         {"2024-04-07T01:45:00+11:00", "2024-04-08T01:45:00+10:30"}},
        {"the last of the two",
         "Australia/Lord_Howe",
         "45 1 * * *",
         "2024-04-06T00:00:00Z",
         {"2024-04-07T01:45:00+10:30", "2024-04-08T01:45:00+10:30"},
         DstGap::run_after,
         DstOverlap::last},
        {"not repeated before 01:30",
         "Australia/Lord_Howe",
         "15 1 * * *",
         "2024-04-06T00:00:00Z",
         {"2024-04-07T01:15:00+11:00", "2024-04-08T01:15:00+10:30"},
         DstGap::run_after,
         DstOverlap::both},
        {"elapsed time through the repeated half hour",
         "Australia/Lord_Howe",
         "*/15 * * * *",
         "2024-04-06T14:29:00Z",
         {"2024-04-07T01:30:00+11:00", "2024-04-07T01:45:00+11:00", "2024-04-07T01:30:00+10:30",
          "2024-04-07T01:45:00+10:30", "2024-04-07T02:00:00+10:30"}},
    });
}

TEST(HardZones, Cairo_Santiago_and_Beirut_have_no_midnight_in_spring) {
    check({
        {"Cairo",
         "Africa/Cairo",
         "0 0 * * *",
         "2024-04-25T00:00:00Z",
         {"2024-04-26T01:00:00+03:00", "2024-04-27T00:00:00+03:00"}},
        {"Cairo, skipped",
         "Africa/Cairo",
         "0 0 * * *",
         "2024-04-25T00:00:00Z",
         {"2024-04-27T00:00:00+03:00"},
         DstGap::skip},
        {"Cairo, on that weekday only",
         "Africa/Cairo",
         "0 0 * * FRI",
         "2024-04-20T00:00:00Z",
         {"2024-04-26T01:00:00+03:00", "2024-05-03T00:00:00+03:00"}},
        {"Cairo in autumn",
         "Africa/Cairo",
         "30 23 * * *",
         "2024-10-31T00:00:00Z",
         {"2024-10-31T23:30:00+03:00", "2024-11-01T23:30:00+02:00"}},
        {"Cairo's midnight of autumn comes once",
         "Africa/Cairo",
         "0 0 * * *",
         "2024-10-31T12:00:00Z",
         {"2024-11-01T00:00:00+02:00", "2024-11-02T00:00:00+02:00"},
         DstGap::run_after,
         DstOverlap::both},
        {"Santiago",
         "America/Santiago",
         "15 0 * * *",
         "2024-09-07T12:00:00Z",
         {"2024-09-08T01:00:00-03:00", "2024-09-09T00:15:00-03:00"}},
        {"Santiago in autumn",
         "America/Santiago",
         "30 23 * * *",
         "2024-04-06T12:00:00Z",
         {"2024-04-06T23:30:00-03:00", "2024-04-06T23:30:00-04:00", "2024-04-07T23:30:00-04:00"},
         DstGap::run_after,
         DstOverlap::both},
        {"Beirut",
         "Asia/Beirut",
         "0 0 31 3 *",
         "2024-01-01T00:00:00Z",
         {"2024-03-31T01:00:00+03:00", "2025-03-31T00:00:00+03:00"}},
        {"Beirut, every hour",
         "Asia/Beirut",
         "0 * * * *",
         "2024-03-30T20:00:00Z",
         {"2024-03-30T23:00:00+02:00", "2024-03-31T01:00:00+03:00", "2024-03-31T02:00:00+03:00"}},
    });
}

TEST(HardZones, Apia_has_no_30th_of_December_2011) {
    check({
        {"runs after the missing day",
         "Pacific/Apia",
         "0 9 * * *",
         "2011-12-29T18:00:00Z",
         {"2011-12-29T09:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-31T09:00:00+14:00"}},
        {"skips the missing day",
         "Pacific/Apia",
         "0 9 * * *",
         "2011-12-29T18:00:00Z",
         {"2011-12-29T09:00:00-10:00", "2011-12-31T09:00:00+14:00"},
         DstGap::skip},
        {"every hour",
         "Pacific/Apia",
         "0 * * * *",
         "2011-12-30T08:30:00Z",
         {"2011-12-29T23:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-31T01:00:00+14:00"}},
        {"on that date only",
         "Pacific/Apia",
         "0 9 30 12 *",
         "2011-01-01T00:00:00Z",
         {"2011-12-31T00:00:00+14:00", "2012-12-30T09:00:00+14:00"}},
        {"a whole day of fixed times is one fire",
         "Pacific/Apia",
         "0 1,2,3,4,5 30 12 *",
         "2011-01-01T00:00:00Z",
         {"2011-12-31T00:00:00+14:00", "2012-12-30T01:00:00+14:00"}},
    });
}

TEST(HardZones, Dublin_has_its_daylight_saving_in_winter_by_name) {
    check({
        {"the gap in spring",
         "Europe/Dublin",
         "30 1 * * *",
         "2024-03-30T12:00:00Z",
         {"2024-03-31T02:00:00+01:00", "2024-04-01T01:30:00+01:00"}},
        {"the repeated hour in autumn",
         "Europe/Dublin",
         "30 1 * * *",
         "2024-10-26T12:00:00Z",
         {"2024-10-27T01:30:00+01:00", "2024-10-28T01:30:00+00:00"}},
        {"by the footer",
         "Europe/Dublin",
         "30 1 * * *",
         "2150-03-28T12:00:00Z",
         {"2150-03-29T02:00:00+01:00", "2150-03-30T01:30:00+01:00"}},
    });
}

TEST(HardZones, Casablanca_changes_twice_within_a_month) {
    check({
        {"back on 20 July 2012, forth on 20 August",
         "Africa/Casablanca",
         "30 2 20 7,8 *",
         "2012-01-01T00:00:00Z",
         {"2012-07-20T02:30:00+01:00", "2012-08-20T03:00:00+01:00", "2013-07-20T02:30:00+00:00",
          "2013-08-20T02:30:00+01:00"}},
    });
}

TEST(HardZones, standard_offsets_change_too) {
    check({
        {"Pyongyang goes back half an hour",
         "Asia/Pyongyang",
         "45 23 * * *",
         "2015-08-14T00:00:00Z",
         {"2015-08-14T23:45:00+09:00", "2015-08-15T23:45:00+08:30"}},
        {"Pyongyang goes forth again",
         "Asia/Pyongyang",
         "45 23 * * *",
         "2018-05-04T00:00:00Z",
         {"2018-05-05T00:00:00+09:00", "2018-05-05T23:45:00+09:00"}},
        {"Almaty moves west",
         "Asia/Almaty",
         "30 23 29 2 *",
         "2024-02-01T00:00:00Z",
         {"2024-02-29T23:30:00+06:00", "2028-02-29T23:30:00+05:00"}},
        {"Kathmandu gains a quarter of an hour",
         "Asia/Kathmandu",
         "10 0 1 1 *",
         "1985-06-01T00:00:00Z",
         {"1986-01-01T00:15:00+05:45", "1987-01-01T00:10:00+05:45"}},
        {"Kiritimati loses a day",
         "Pacific/Kiritimati",
         "0 12 31 12 *",
         "1994-06-01T00:00:00Z",
         {"1995-01-01T00:00:00+14:00", "1995-12-31T12:00:00+14:00"}},
    });
}

TEST(HardZones, rules_go_on_after_2037) {
    check({
        {"New York in 2038",
         "America/New_York",
         "30 2 14 3 *",
         "2038-01-20T00:00:00Z",
         {"2038-03-14T03:00:00-04:00", "2039-03-14T02:30:00-04:00"}},
        {"New York in 2150", "America/New_York", "30 2 8 3 *", "2150-01-01T00:00:00Z", {"2150-03-08T03:00:00-04:00"}},
        {"Nuuk, whose change falls on the day before",
         "America/Nuuk",
         "30 23 28 3 *",
         "2150-01-01T00:00:00Z",
         {"2150-03-29T00:00:00-01:00"}},
        {"Lord Howe in the last year",
         "Australia/Lord_Howe",
         "15 2 6 10 *",
         "2199-01-01T00:00:00Z",
         {"2199-10-06T02:30:00+11:00"}},
        {"every minute into the last hour",
         "America/New_York",
         "59 18 31 12 *",
         "2199-01-01T00:00:00Z",
         {"2199-12-31T18:59:00-05:00"}},
    });
}

} // namespace
} // namespace schedule_test
