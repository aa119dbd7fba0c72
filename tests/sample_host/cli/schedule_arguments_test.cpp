// The command line of the commands that ask about a schedule.
#include "cli/errors.h"
#include "parsed.h"

#include <gmock/gmock.h>

namespace sample_host::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(ScheduleArguments, NextReadsItsQuestion) {
    const Arguments arguments =
        parsed({"next", "*/5 * * * *", "--zone", "UTC", "--after", "2026-03-07T12:00:00Z", "--count", "3", "--dst-gap",
                "skip", "--dst-overlap", "both", "--job-id", "x", "--plugin", "/p.so", "--zones", "/z", "--json"});
    EXPECT_EQ(arguments.command, Command::next);
    EXPECT_EQ(arguments.question.schedule, "*/5 * * * *");
    EXPECT_EQ(arguments.question.after, 1'772'884'800'000'000);
    EXPECT_EQ(arguments.question.count, 3U);
    EXPECT_EQ(arguments.question.dst_gap, GS_DST_GAP_SKIP);
    EXPECT_EQ(arguments.question.dst_overlap, GS_DST_OVERLAP_BOTH);
    EXPECT_EQ(arguments.question.job_id, "x");
    EXPECT_EQ(arguments.plugin, "/p.so");
    EXPECT_EQ(arguments.zones, "/z");
    EXPECT_EQ(parsed({"next", "--batch", "--zones", "/z"}).command, Command::next_batch);
    EXPECT_EQ(parsed({"next", ""}).question.schedule, "");
}

TEST(ScheduleArguments, ExclusionsAreGathered) {
    const Arguments arguments = parsed({"next", "@daily", "--exclude", "2026-12-25", "--exclude",
                                        "holidays=2026-12-28..2026-12-31", "--exclude", "2026-12-26"});
    ASSERT_EQ(arguments.question.exclude.size(), 2U);
    EXPECT_EQ(arguments.question.exclude[0].days.size(), 2U);
    EXPECT_EQ(arguments.question.exclude[1].name, "holidays");
    EXPECT_EQ(arguments.question.exclude[1].days.at(0).last_day, 20'818);
    EXPECT_EQ(parsed({"next", "--exclude", "2026-12-25", "@daily"}).question.schedule, "@daily");
}

TEST(ScheduleArguments, WhyNotReadsItsQuestion) {
    const Arguments arguments = parsed({"why-not",       "0 9 * * *",
                                        "--at",          "2026-12-25T09:00:00",
                                        "--zone",        "Europe/Lisbon",
                                        "--dst-gap",     "skip",
                                        "--dst-overlap", "last",
                                        "--job-id",      "x",
                                        "--start-at",    "1970-01-01T00:00:01Z",
                                        "--end-at",      "1970-01-01T00:00:02Z",
                                        "--exclude",     "2026-12-25",
                                        "--plugin",      "/p.so",
                                        "--zones",       "/z",
                                        "--json"});
    EXPECT_EQ(arguments.command, Command::why_not);
    EXPECT_EQ(arguments.at, "2026-12-25T09:00:00");
    EXPECT_EQ(arguments.question.schedule, "0 9 * * *");
    EXPECT_EQ(arguments.question.zone, "Europe/Lisbon");
    EXPECT_EQ(arguments.question.dst_gap, GS_DST_GAP_SKIP);
    EXPECT_EQ(arguments.question.dst_overlap, GS_DST_OVERLAP_LAST);
    EXPECT_EQ(arguments.question.job_id, "x");
    EXPECT_EQ(arguments.question.start_at, 1'000'000);
    EXPECT_EQ(arguments.question.end_at, 2'000'000);
    EXPECT_EQ(arguments.question.exclude.size(), 1U);
    EXPECT_TRUE(arguments.json);
}

TEST(ScheduleArguments, DescribeReadsItsQuestion) {
    const Arguments arguments = parsed(
        {"describe", "H 9 * * *", "--zone", "Europe/Lisbon", "--job-id", "x", "--start-at", "1970-01-01T00:00:01Z"});
    EXPECT_EQ(arguments.command, Command::describe);
    EXPECT_EQ(arguments.question.schedule, "H 9 * * *");
    EXPECT_EQ(arguments.question.start_at, 1'000'000);
    EXPECT_EQ(arguments.question.zone, "Europe/Lisbon");
    EXPECT_EQ(arguments.question.job_id, "x");
}

TEST(ScheduleArguments, UsageErrorsNameWhatIsWrong) {
    const std::vector<std::pair<std::vector<std::string>, const char *>> table = {
        {{"next"}, "next: SCHEDULE is required"},
        {{"next", "@daily", "--count", "0"}, "--count"},
        {{"next", "@daily", "--after", "soon"}, "--after: \"soon\" is not a time"},
        {{"next", "@daily", "--dst-gap", "both"}, "--dst-gap: \"both\" is not one of run_after or skip"},
        {{"next", "@daily", "--dst-overlap", "skip"}, "--dst-overlap: \"skip\" is not one of first, last or both"},
        {{"next", "@daily", "--start-at", "soon"}, "--start-at: \"soon\" is not a time"},
        {{"next", "@daily", "--exclude", "2026-02-30"},
         "--exclude: \"2026-02-30\" is not a day: there is none of that month and number"},
        {{"next", "@daily", "--exclude", "x=2026-12-31..2026-12-28"},
         "--exclude: \"2026-12-31..2026-12-28\" ends before it begins"},
        {{"next", "@daily", "--exclude", "soon"}, "--exclude: \"soon\" is not a day; expected YYYY-MM-DD"},
        {{"next", "@daily", "--exclude", "=2026-12-25"}, "has no name before the ="},
        {{"next", "@daily", "--exclude", "2026-12-25", "2026-12-26"}, "2026-12-26"},
        {{"next", "@daily", "--batch"}, "the questions come from standard input"},
        {{"next", "--batch", "--count", "3"}, "the questions come from standard input"},
        {{"next", "--batch", "--exclude", "2026-12-25"}, "the questions come from standard input"},
        {{"why-not", "@daily"}, "--at is required"},
        {{"why-not", "--at", "2026-12-25T09:00:00"}, "SCHEDULE is required"},
        {{"why-not", "@daily", "--at", "2026-12-25T09:00:00", "--count", "3"}, "--count"},
        {{"describe"}, "SCHEDULE is required"},
        {{"describe", "@daily", "--at", "x"}, "--at"},
        {{"describe", "@daily", "--zones", ""}, "--zones: the directory's name is empty"},
    };
    for (const auto &[words, sentence] : table) {
        const Told result = told(words);
        EXPECT_EQ(result.exit_code, exit_usage) << sentence;
        EXPECT_THAT(result.err, StartsWith("sample-host: "));
        EXPECT_THAT(result.err, HasSubstr(sentence));
        EXPECT_THAT(result.out, IsEmpty());
    }
}

} // namespace
} // namespace sample_host::cli
