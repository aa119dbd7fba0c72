// What patterns have done to other schedulers and must never do here: 16, hang or exhaust the parser or the search;
// 17, be taken for something that nobody wrote.
#include <gtest/gtest.h>

#include "refused.h"
#include "support.h"

namespace schedule_test {
namespace {

using schedule::Schedule;

// A pattern with a bad item in one field: {name of the field, what stands before it, what stands after it}.
struct Place {
    std::string field;
    std::string before;
    std::string after;
    std::string value; // a good one
};

const std::vector<Place> places{
    {"second", "", " 0 0 1 1 * 2030", "5"},
    {"minute", "", " 0 1 1 *", "5"},
    {"hour", "0 ", " 1 1 *", "5"},
    {"day of month", "0 0 ", " 1 *", "5"},
    {"month", "0 0 1 ", " *", "5"},
    {"day of week", "0 0 * * ", "", "5"},
    {"day of week", "0 0 1 * +", "", "5"},
    {"minute", "0 ", " 0 1 1 * 2030", "5"},
    {"hour", "0 0 ", " 1 1 * 2030", "5"},
    {"day of month", "0 0 0 ", " 1 * 2030", "5"},
    {"month", "0 0 0 1 ", " * 2030", "5"},
    {"day of week", "0 0 0 * * ", " 2030", "5"},
    {"year", "0 0 0 1 1 * ", "", "2030"},
    {"minute", "7,", " 0 1 1 *", "5"},
    {"day of week", "0 0 * * MON#1,", " ", "5"},
    {"day of month", "0 0 L,1-3/2,", " 1 *", "5"},
};

// The bad text in every field, in every number of fields, in lists and after a plus; it is wrong from byte `from` on.
void check_refused_everywhere(const std::string &bad, int from) {
    for (const auto &[field, before, after, value] : places)
        check_refused({{before + bad + after, field, static_cast<int>(before.size()) + from}});
}

TEST(APattern, is_accepted_in_all_these_places_when_nothing_is_wrong) {
    for (const auto &[field, before, after, value] : places)
        EXPECT_TRUE(Schedule::parse(before + value + after, {}).ok()) << before + value + after;
}

TEST(APattern, MustNever_16_StepByNothing) {
    check_refused_everywhere("*/0", 2);
    check_refused_everywhere("*/00", 2);
    check_refused_everywhere("*/-1", 2);
    check_refused_everywhere("*/", 2);
    check_refused({
        {"0-59/0 * * * *", "minute", 5},
        {"0 0 0 1 1 * 1970-2199/0", "year", 22},
        {"0 0 * * SUN-SAT/0", "day of week", 16},
    });
}

TEST(APattern, MustNever_16_WaitForADayThatNeverComes) {
    check_refused({
        {"0 0 31 2 *", "day of month", 4},
        {"0 0 30,31 2 ?", "day of month", 4},
        {"0 0 31 2,4,6,9,11 *", "day of month", 4},
        {"0 0 31W 4 *", "day of month", 4},
        {"0 0 30W 2 *", "day of month", 4},
        {"0 0 0 31 2 * 2000-2199", "day of month", 6},
        {"0 0 0 29 2 * 2100", "day of month", 6},
        {"0 0 0 29 2 * 1971-2199/2", "day of month", 6},
        {"0 0 0 29W 2 * 2027", "day of month", 6},
        {"0 0 0 * 2 MON#5 2026-2043", "day of week", 10},
        {"0 0 0 ? 2 SUN#5 2030", "day of week", 10},
    });
}

TEST(APattern, MustNever_16_WaitForADateThatIsNeverThatWeekday) {
    for (const auto *text : {"0 0 31 2 +MON", "0 0 1-7 * +MON#2", "0 0 29-31 * +FRI#4", "0 0 L * +TUE#3",
                             "0 0 15W * +SUN", "0 0 LW * +SAT,SUN", "0 0 1-21 * +THU#L", "0 0 0 1 1 +MON 2026",
                             "0 0 */31 * +MON#2", "0 0 0 29 2 +MON 2026-2043"}) {
        SCOPED_TRACE(text);
        const auto parsed = Schedule::parse(text, {});
        if (parsed) {
            ADD_FAILURE() << "was accepted as " << parsed.value().text();
            continue;
        }
        EXPECT_TRUE(parsed.error().field == "day of month" || parsed.error().field == "day of week")
            << parsed.error().field;
        EXPECT_NE(parsed.error().text.find("expected"), std::string::npos) << parsed.error().text;
    }
}

TEST(APattern, that_comes_once_in_a_long_while_is_no_such_case) {
    check({
        {"a leap day that is a Sunday",
         "UTC",
         "0 0 29 2 +SUN",
         "2005-01-01T00:00:00Z",
         {"2032-02-29T00:00:00+00:00", "2060-02-29T00:00:00+00:00"}},
        {"an impossible date or a weekday",
         "UTC",
         "0 0 31 2 FRI#L",
         "2026-01-01T00:00:00Z",
         {"2026-02-27T00:00:00+00:00", "2027-02-26T00:00:00+00:00"}},
        {"one second of 230 years",
         "UTC",
         "59 59 23 31 12 +TUE 2199",
         "1970-01-01T00:00:00Z",
         {"2199-12-31T23:59:59+00:00"}},
        {"a year long gone", "UTC", "0 0 0 1 1 * 1970", "1969-01-01T00:00:00Z", {"1970-01-01T00:00:00+00:00"}},
    });
}

TEST(APattern, MustNever_16_SearchWithoutEnd) {
    for (const auto *text : {"0 0 29 2 +MON", "59 59 23 31 12 +TUE 2199", "0 0 0 1 1 * 1970", "0 0 31W 12 +MON#5"}) {
        const auto schedule = parse(text);
        for (int day = 0; day < 1000; ++day) {
            const auto at = schedule::Instant{std::chrono::hours{24 * 84 * day}};
            const auto next = schedule.next(at);
            const auto previous = schedule.previous(at);
            ASSERT_TRUE(!next || *next > at) << text;
            ASSERT_TRUE(!previous || *previous <= at) << text;
        }
    }
}

std::string list_of(const std::string &items, std::size_t size) {
    std::string list = items;
    while (list.size() + 1 + items.size() <= size) list += "," + items;
    return list;
}

TEST(APattern, MustNever_16_ChokeOnALongList) {
    std::string minutes = "0";
    for (int minute = 1; minute < 60; ++minute) minutes += "," + std::to_string(minute);
    struct Long {
        std::string text;
        std::string same_as;
    };
    for (const auto &[text, same_as] : std::vector<Long>{
             {list_of(minutes, 1016) + " * * * *", "* * * * *"},
             {list_of("0", 1016) + " * * * *", "0 * * * *"},
             {"* " + list_of("*", 1000) + " * * *", "* * * * *"},
             {"0 0 " + list_of("1W,L,LW,15", 1014) + " * *", "0 0 1W,15,LW,L * *"},
             {"0 0 * * " + list_of("MON#1,5#L,SUN", 1016), "0 0 * * SUN,FRI#L,MON#1"},
             {"0 0 0 1 1 * " + list_of("2026,2030-2040/5", 1012), "0 0 0 1 1 * 2026,2030,2035,2040"},
             {list_of("0-59/7,3", 1000) + " 0 0 * * *", "0,3,7,14,21,28,35,42,49,56 0 0 * * *"},
         }) {
        ASSERT_LE(text.size(), 1024U);
        ASSERT_GT(text.size(), 800U);
        SCOPED_TRACE(same_as);
        EXPECT_EQ(fires(parse(text), "2025-12-31T23:59:59Z", 100), fires(parse(same_as), "2025-12-31T23:59:59Z", 100));
    }
}

TEST(APattern, MustNever_16_ReadATextOfAnyLength) {
    const std::string good = "* * * * *";
    EXPECT_TRUE(Schedule::parse(good + std::string(1024 - good.size(), ' '), {}).ok());
    check_refused({
        {good + std::string(1025 - good.size(), ' '), "schedule", 1024},
        {std::string(1025, '*'), "schedule", 1024},
        {"nonsense from the first byte on " + std::string(2000, '\xFF'), "schedule", 1024},
        {"@daily" + std::string(1019, ' '), "schedule", 1024},
        {std::string(16 << 20, ','), "schedule", 1024},
    });
}

TEST(APattern, MustNever_16_CountInNumbersThatWrapAround) {
    for (const std::string huge : {"100", "256", "4294967296", "4294967301", "18446744073709551616",
                                   "18446744073709551621", "-1", "99999999999999999999999999999999999999"}) {
        SCOPED_TRACE(huge);
        if (huge != "-1") check_refused_everywhere(huge, 0);
        check_refused_everywhere("*/" + (huge == "100" ? "231" : huge), 2);
        check_refused({{"0 0 * * 5#" + huge, "day of week", 10}});
    }
    check_refused_everywhere(std::string(900, '9'), 0);
    check_refused_everywhere("*/" + std::string(900, '9'), 2);
    check_refused({{"0 0 4294967297W * *", "day of month", 4}, {"0 0 * * 4294967297L", "day of week", 8}});
}

TEST(APattern, MustNever_17_BeTakenForTheNumberItBeginsWith) {
    for (const auto &[field, before, after, value] : places) {
        for (const std::string junk : {"abc", "x", ".5", "e1", "_", "$", ":", "'", "%", "\\", "(1)", "**"}) {
            const auto end = static_cast<int>((before + value).size());
            check_refused({{before + value + junk + after, field, end}});
        }
    }
}

TEST(APattern, MustNever_17_BeTakenForEveryMinuteBecauseItIsEmpty) {
    check_refused({
        {"", "schedule", 0},
        {" ", "schedule", 0},
        {"\t", "schedule", 0},
        {std::string(1024, ' '), "schedule", 0},
        {", * * * *", "minute", 0},
        {"* , * * *", "hour", 2},
    });
}

TEST(APattern, MustNever_17_HaveItsStepCutToSomethingElse) {
    check_refused({
        {"*/90 * * * *", "minute", 2},
        {"*/61 * * * *", "minute", 2},
        {"* */25 * * *", "hour", 4},
        {"0 0 */32 * *", "day of month", 6},
        {"0 0 1 */13 *", "month", 8},
        {"0 0 * * */8", "day of week", 10},
        {"*/90 0 0 * * *", "second", 2},
        {"0 0 0 1 1 * */231", "year", 14},
    });
    check_refused_everywhere("*/1000", 2);
    check_refused_everywhere("*/5x", 3);
    check_refused_everywhere("*/5/5", 3);
    check_refused_everywhere("*/x5", 2);
}

TEST(APattern, MustNever_17_GuessWhatAStepAfterOneValueMeans) {
    for (const auto &[field, before, after, value] : places)
        check_refused({{before + value + "/10" + after, field, static_cast<int>((before + value).size())}});
}

TEST(APattern, MustNever_17_TurnARangeRound) {
    for (const auto &[field, before, after, value] : places)
        check_refused(
            {{before + value + (field == "year" ? "-2029" : "-4") + after, field, static_cast<int>(before.size())}});
}

TEST(APattern, MustNever_17_FillHolesInAList) {
    for (const auto &[field, before, after, value] : places) {
        const auto begin = static_cast<int>(before.size());
        const auto end = static_cast<int>((before + value).size());
        check_refused({
            {before + "," + value + after, field, begin},
            {before + value + "," + after, field, end + 1},
            {before + value + ",," + value + after, field, end + 1},
        });
    }
}

TEST(APattern, MustNever_17_LeaveOutWhatFollowsIt) {
    check_refused({
        {"0 0 1 1 * 0 x", "year", 12},
        {"* * * * * /usr/bin/true", "day of week", 10},
        {"* * * * * * * command", "schedule", 14},
        {"0 0 0 1 1 * 2030 UTC", "schedule", 17},
        {"0 0 1 1 *,", "day of week", 10},
        {"0 0 1 1 *\n@daily", "day of week", 9},
        {"@daily # each night", "schedule", 7},
    });
}

TEST(APattern, MustNever_17_TakeLookAlikesForDigitsAndLetters) {
    const std::string arabic_indic_five = "\u0665";
    const std::string full_width_five = "\uFF15";
    const std::string devanagari_five = "\u096B";
    const std::string bold_five = "\U0001D7D3";
    const std::string superscript_two = "\u00B2";
    for (const auto &digit : {arabic_indic_five, full_width_five, devanagari_five, bold_five, superscript_two}) {
        check_refused_everywhere(digit, 0);
        check_refused_everywhere("*/" + digit, 2);
    }
    check_refused({
        {"5" + arabic_indic_five + " * * * *", "minute", 1},
        {"0 0 * * \u041CON", "day of week", 8},  // a Cyrillic M
        {"0 0 * J\u0410N *", "month", 7},        // a Cyrillic A
        {"0 0 * * 5#\uFF12", "day of week", 10}, // a full-width two
        {"0 0 15\uFF37 * *", "day of month", 6}, // a full-width W
        {"0 0 \u216C * *", "day of month", 4},   // the Roman fifty
        {"\u2217 * * * *", "minute", 0},         // an asterisk operator
        {"0 0 1\u20135 * *", "day of month", 5}, // an en dash
        {"0 0\u00A01 * *", "hour", 3},           // a no-break space
        {"\uFEFF0 0 1 * *", "minute", 0},        // a byte order mark
        {"0 0 1 * *\u200B", "day of week", 9},   // a space of no width
        {"0 0 1 * *\u2028", "day of week", 9},   // a line separator
    });
}

TEST(APattern, MustNever_17_OverlookBytesThatDoNotPrint) {
    for (int byte = 0; byte < 256; ++byte) {
        if (byte == ' ' || byte == '\t' || (byte > ' ' && byte < 0x7F)) continue;
        SCOPED_TRACE(byte);
        const std::string hidden(1, static_cast<char>(byte));
        check_refused_everywhere(hidden, 0);
        check_refused({
            {"5" + hidden + " * * * *", "minute", 1},
            {hidden + "* * * * *", "minute", 0},
            {"* * * * *" + hidden, "day of week", 9},
            {"0 0 * * MO" + hidden + "N", "day of week", 10},
        });
    }
    check_refused(
        {{std::string("* * * * *\0", 10), "day of week", 9}, {std::string("* * * * *\0 * *", 14), "month", 9}});
}

} // namespace
} // namespace schedule_test
