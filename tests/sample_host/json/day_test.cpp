// Days and ranges of days, both ways, as tables.
#include "json/day.h"

#include "refusal.h"

#include <gmock/gmock.h>

#include <vector>

namespace sample_host::json {
namespace {

struct Row {
    const char *text;
    int64_t first_day;
    int64_t last_day;
};

TEST(Day, PrintsAndReadsTheSameText) {
    const std::vector<Row> table = {
        {"1970-01-01", 0, 0},
        {"2000-02-29", 11'016, 11'016},
        {"2026-12-25", 20'812, 20'812},
        {"2199-12-31", 84'005, 84'005},
        {"2026-12-28..2026-12-31", 20'815, 20'818},
        {"2026-12-31..2027-01-01", 20'818, 20'819},
        {"1970-01-01..2199-12-31", 0, 84'005},
    };
    for (const Row &row : table) {
        EXPECT_EQ(format_days({row.first_day, row.last_day}), row.text);
        const gs_day_range days = parse_days(row.text);
        EXPECT_EQ(days.first_day, row.first_day) << row.text;
        EXPECT_EQ(days.last_day, row.last_day) << row.text;
    }
}

TEST(Day, ARangeOfOneDayIsThatDay) {
    const gs_day_range days = parse_days("2026-12-25..2026-12-25");
    EXPECT_EQ(format_days(days), "2026-12-25");
}

TEST(Day, EachDayComesBack) {
    for (int64_t day = 0; day <= 84'005; ++day) {
        ASSERT_EQ(parse_days(format_day(day)).first_day, day) << format_day(day);
    }
}

TEST(Day, RefusesWithWhatWasWrongAndWhatWasExpected) {
    const char *const no_day = " is not a day; expected YYYY-MM-DD such as 2026-12-25";
    const char *const no_such = " is not a day: there is none of that month and number";
    const char *const beyond = " is out of range; expected a day from 1970-01-01 to 2199-12-31";
    const std::vector<std::pair<std::string, const char *>> table = {
        {"", no_day},
        {"soon", no_day},
        {"2026-12-2", no_day},
        {"2026-12-250", no_day},
        {" 2026-12-25", no_day},
        {"2026/12/25", no_day},
        {"20261225", no_day},
        {"2026-1a-25", no_day},
        {"-026-12-25", no_day},
        {"2026-12-25T00:00:00Z", no_day},
        {"\xD9\xA2\xD9\xA0\xD9\xA2-12-25", no_day},
        {"2026-02-30", no_such},
        {"2026-02-29", no_such},
        {"2026-13-01", no_such},
        {"2026-00-01", no_such},
        {"2026-01-00", no_such},
        {"1969-12-31", beyond},
        {"0000-01-01", beyond},
        {"2200-01-01", beyond},
        {"9999-12-31", beyond},
    };
    for (const auto &[text, why] : table) {
        EXPECT_EQ(refusal_of([&text = text] { parse_days(text); }).sentence, "\"" + text + "\"" + why);
    }
}

TEST(Day, RefusesRangesNamingTheirWrongEnd) {
    const std::vector<std::pair<const char *, const char *>> table = {
        {"2026-12-31..2026-12-28",
         "\"2026-12-31..2026-12-28\" ends before it begins; expected FIRST..LAST such as 2026-12-28..2026-12-31"},
        {"2026-12-28..", "\"\" is not a day; expected YYYY-MM-DD such as 2026-12-25"},
        {"..2026-12-28", "\"\" is not a day; expected YYYY-MM-DD such as 2026-12-25"},
        {"2026-12-28...2026-12-31", "\".2026-12-31\" is not a day; expected YYYY-MM-DD such as 2026-12-25"},
        {"2026-12-28..2026-02-30", "\"2026-02-30\" is not a day: there is none of that month and number"},
        {"2026-12-28..2026-12-29..2026-12-30",
         "\"2026-12-29..2026-12-30\" is not a day; expected YYYY-MM-DD such as 2026-12-25"},
    };
    for (const auto &[text, sentence] : table) {
        EXPECT_EQ(refusal_of([&text = text] { parse_days(text); }).sentence, sentence);
    }
}

TEST(Day, TheSentenceQuotesNoControlCharacterAndNotMoreThanAPerson) {
    EXPECT_EQ(refusal_of([] { parse_days(std::string("2026-12-25\0\x1B", 12)); }).sentence,
              "\"2026-12-25\?\?\" is not a day; expected YYYY-MM-DD such as 2026-12-25");
    std::string long_text = "x";
    while (long_text.size() < 5'000) long_text += "\xC3\xA9";
    EXPECT_EQ(refusal_of([&] { parse_days(long_text); }).sentence,
              "\"" + long_text.substr(0, 63) + "\" is not a day; expected YYYY-MM-DD such as 2026-12-25");
}

} // namespace
} // namespace sample_host::json
