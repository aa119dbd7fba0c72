// Durations, both ways, as tables.
#include "json/duration.h"

#include "refusal.h"

#include <gateway_scheduler/job.h>

#include <gmock/gmock.h>

#include <vector>

namespace sample_host::json {
namespace {

using testing::HasSubstr;

constexpr int64_t second = 1'000'000;

TEST(Duration, PrintsAndReadsTheSameText) {
    const std::vector<std::pair<const char *, int64_t>> table = {
        {"0s", 0},
        {"90d", 90 * 86'400 * second},
        {"1m30s", 90 * second},
        {"1h30m", 5'400 * second},
        {"2d", 172'800 * second},
        {"1d1h1m1s1ms1us", 90'061'001'001},
        {"250ms", 250'000},
        {"366d", GS_MAX_DURATION_US},
    };
    for (const auto &[text, duration] : table) {
        EXPECT_EQ(format_duration(duration), text);
        EXPECT_EQ(parse_duration(text), duration) << text;
    }
}

TEST(Duration, ReadsOtherWaysOfSayingTheSame) {
    EXPECT_EQ(parse_duration("0"), 0);
    EXPECT_EQ(parse_duration("-0s"), 0);
    EXPECT_EQ(parse_duration("90s"), parse_duration("1m30s"));
    EXPECT_EQ(parse_duration("24h"), parse_duration("1d"));
    EXPECT_EQ(parse_duration("007s"), 7 * second);
}

TEST(Duration, PrintsNegativeOnesToo) {
    EXPECT_EQ(format_duration(-90 * second), "-1m30s");
    EXPECT_EQ(format_duration(INT64_MIN), "-106751991d4h54s775ms808us");
}

TEST(Duration, RefusesWhatIsNotADuration) {
    for (const char *text : {"", "-", "s", "5", "5 s", "s5", "5x", "5S", "1.5h", "30m1h", "5s5s", "5s ", " 5s", "+5s",
                             "1h-5m", "5sm", "\xD9\xA5s"}) {
        EXPECT_FALSE(looks_like_duration(text)) << text;
        EXPECT_THAT(refusal_of([text] { parse_duration(text); }).sentence, HasSubstr("is not a duration")) << text;
    }
}

TEST(Duration, RefusesWhatIsOutOfRangeButLooksLikeOne) {
    EXPECT_THAT(refusal_of([] { parse_duration("-5m"); }).sentence, HasSubstr("\"-5m\" is negative"));
    for (const char *text : {"367d", "366d1us", "99999999999999999999999d", "18446744073709551616us"}) {
        EXPECT_TRUE(looks_like_duration(text)) << text;
        EXPECT_THAT(refusal_of([text] { parse_duration(text); }).sentence, HasSubstr("too long")) << text;
    }
    EXPECT_TRUE(looks_like_duration("-5m"));
}

} // namespace
} // namespace sample_host::json
