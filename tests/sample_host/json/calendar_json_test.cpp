// Calendars as JSON, and as exclusions of a question.
#include "json/calendar_json.h"

#include "loader/contract.h"
#include "loader/day_ranges.h"
#include "refusal.h"

#include <gmock/gmock.h>

namespace sample_host::json {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::pair<int64_t, int64_t>> pairs(const std::vector<gs_day_range> &days) {
    std::vector<std::pair<int64_t, int64_t>> pairs;
    for (const gs_day_range &range : days) pairs.emplace_back(range.first_day, range.last_day);
    return pairs;
}

TEST(CalendarJson, WritesWhatItReads) {
    const std::string text = R"({"name":"holi\"days","days":["2026-12-25","2026-12-28..2026-12-31"]})";
    const Calendar calendar = parse_calendar(text);
    EXPECT_EQ(calendar.name, "holi\"days");
    EXPECT_THAT(pairs(calendar.days), ElementsAre(std::pair(20'812, 20'812), std::pair(20'815, 20'818)));
    EXPECT_EQ(calendar_to_json(calendar), text);
}

TEST(CalendarJson, WritesTheContractsCalendar) {
    const gs_day_range day{20'812, 20'812};
    EXPECT_EQ(calendar_to_json(gs_calendar{sizeof(gs_calendar), 1, lend("x"), 7, &day}),
              R"({"name":"x","days":["2026-12-25"]})");
    EXPECT_EQ(calendar_to_json(gs_calendar{sizeof(gs_calendar), 0, lend("x"), 7, nullptr}),
              R"({"name":"x","days":[]})");
}

TEST(CalendarJson, TheNameMayBeLeftOut) {
    EXPECT_EQ(parse_calendar(R"({"days":[]})").name, "");
}

TEST(CalendarJson, RefusesNamingTheKey) {
    struct Row {
        const char *text;
        const char *sentence;
        const char *field;
    };
    const std::vector<Row> table = {
        {"", "it is empty; expected JSON", ""},
        {"[]", "a calendar is a JSON object, found an array", ""},
        {R"({"name":"x"})", "the key \"days\" is missing", "days"},
        {R"({"days":"2026-12-25"})", "days: expected an array, found text", "days"},
        {R"({"days":null})", "days: expected an array, found null", "days"},
        {R"({"days":[20812]})", "days: expected text, found a whole number", "days"},
        {R"({"days":["2026-02-30"]})", "days: \"2026-02-30\" is not a day", "days"},
        {R"({"days":["2026-12-31..2026-12-28"]})", "days: \"2026-12-31..2026-12-28\" ends before it begins", "days"},
        {R"({"days":[],"name":7})", "name: expected text, found a whole number", "name"},
        {R"({"days":[],"version":1})", "unknown key \"version\" in the calendar", "version"},
        {R"({"days":[],"days":[]})", "the key \"days\" is there twice", "days"},
    };
    for (const Row &row : table) {
        const Refusal refusal = refusal_of([&row] { parse_calendar(row.text); });
        EXPECT_THAT(refusal.sentence, HasSubstr(row.sentence)) << row.text;
        EXPECT_EQ(refusal.field, row.field) << row.text;
    }
}

TEST(Exclusions, ThoseOfOneNameMakeOneCalendar) {
    std::vector<Calendar> calendars;
    for (const char *text : {"2026-12-25", "holidays=2026-12-31", "holidays=2026-12-26..2026-12-28", "2026-12-24",
                             "a=b=2026-01-01", "holidays=2026-12-27..2026-12-30"}) {
        add_exclusion(calendars, text);
    }
    ASSERT_EQ(calendars.size(), 3U);
    EXPECT_EQ(calendars[0].name, unnamed_exclusions);
    EXPECT_EQ(calendars[1].name, "holidays");
    EXPECT_EQ(calendars[2].name, "a=b") << "the name may have what separates it from the day";
    const LentCalendars lent(calendars);
    ASSERT_EQ(lent.size(), 3);
    EXPECT_EQ(lent.data()[0].day_range_count, 1) << "two days that touch";
    EXPECT_EQ(lent.data()[0].day_ranges[0].first_day, 20'811);
    EXPECT_EQ(view(lent.data()[1].name), "holidays");
    ASSERT_EQ(lent.data()[1].day_range_count, 1);
    EXPECT_EQ(lent.data()[1].day_ranges[0].first_day, 20'813);
    EXPECT_EQ(lent.data()[1].day_ranges[0].last_day, 20'818);
}

TEST(Exclusions, ThatAreNoneAreRefused) {
    std::vector<Calendar> calendars;
    const auto refused = [&](const char *text) { return refusal_of([&] { add_exclusion(calendars, text); }).sentence; };
    EXPECT_THAT(refused("2026-02-30"), HasSubstr("\"2026-02-30\" is not a day"));
    EXPECT_THAT(refused("holidays="), HasSubstr("\"\" is not a day"));
    EXPECT_EQ(refused("=2026-12-25"), "\"=2026-12-25\" has no name before the =");
    EXPECT_TRUE(calendars.empty());
}

TEST(MergedDays, AreInOrderAndApart) {
    EXPECT_THAT(pairs(merged_days({})), ElementsAre());
    EXPECT_THAT(pairs(merged_days({{7, 9}, {1, 2}})), ElementsAre(std::pair(1, 2), std::pair(7, 9)));
    EXPECT_THAT(pairs(merged_days({{1, 2}, {3, 4}})), ElementsAre(std::pair(1, 4))) << "they touch";
    EXPECT_THAT(pairs(merged_days({{1, 2}, {4, 4}})), ElementsAre(std::pair(1, 2), std::pair(4, 4)));
    EXPECT_THAT(pairs(merged_days({{5, 6}, {1, 9}, {2, 3}})), ElementsAre(std::pair(1, 9))) << "one holds the others";
    EXPECT_THAT(pairs(merged_days({{1, 1}, {1, 1}, {1, 3}})), ElementsAre(std::pair(1, 3)));
}

} // namespace
} // namespace sample_host::json
