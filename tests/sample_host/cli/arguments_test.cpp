// The command line, taken apart.
#include "cli/errors.h"
#include "parsed.h"

#include <gmock/gmock.h>

namespace sample_host::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::StartsWith;
using testing::UnorderedElementsAre;

TEST(Arguments, AddKeepsTheCommandApartFromItsOwnOptions) {
    const Arguments arguments = parsed({"add",
                                        "backup",
                                        "--schedule",
                                        "0 3 * * *",
                                        "--zone",
                                        "Europe/Lisbon",
                                        "--timeout",
                                        "30m",
                                        "--retries",
                                        "0",
                                        "--label",
                                        "a=b",
                                        "--label",
                                        "c=d=e",
                                        "--paused",
                                        "--notify-on",
                                        "failed,missed",
                                        "--if-absent",
                                        "--prompt",
                                        "-x",
                                        "--data-dir",
                                        "/d",
                                        "--",
                                        "prog",
                                        "--schedule",
                                        "--",
                                        "--help"});
    EXPECT_EQ(arguments.command, Command::add);
    EXPECT_EQ(arguments.job.id, "backup");
    EXPECT_THAT(arguments.job.values, UnorderedElementsAre(Pair("schedule", "0 3 * * *"), Pair("zone", "Europe/Lisbon"),
                                                           Pair("timeout", "30m"), Pair("retries", "0")));
    EXPECT_THAT(arguments.job.labels, ElementsAre("a=b", "c=d=e"));
    EXPECT_TRUE(arguments.job.paused);
    EXPECT_TRUE(arguments.job.if_absent);
    EXPECT_FALSE(arguments.job.delete_when_finished);
    EXPECT_EQ(arguments.job.notify_on, "failed,missed");
    EXPECT_EQ(arguments.job.prompt, "-x");
    EXPECT_EQ(arguments.data_dir, "/d");
    EXPECT_THAT(arguments.job.command, ElementsAre("prog", "--schedule", "--", "--help"));
}

TEST(Arguments, ServeTakesHowMuchHistoryIsKept) {
    const Arguments arguments = parsed({"serve", "--keep-runs-days", "30", "--keep-runs", "50", "--keep-failures-days",
                                        "forever", "--keep-failures", "36501"});
    EXPECT_EQ(arguments.serve.keep_runs_days, 30);
    EXPECT_EQ(arguments.serve.keep_runs, 50);
    EXPECT_EQ(arguments.serve.keep_failures_days, GS_KEEP_FOR_EVER);
    EXPECT_EQ(arguments.serve.keep_failures, 36'501);
    EXPECT_EQ(parsed({"serve"}).serve.keep_runs, 0) << "the scheduler's own";
}

TEST(Arguments, ServeTakesHowManyConnectionsShareAWrite) {
    EXPECT_EQ(parsed({"serve", "--storage-writers", "4"}).serve.storage_writers, 4);
    EXPECT_EQ(parsed({"serve"}).serve.storage_writers, 0) << "the storage's own";
}

TEST(Arguments, AddHasAnOptionForEveryField) {
    std::vector<std::string> words = {"add", "a"};
    for (const JobOption &option : job_option_table()) {
        words.push_back("--" + std::string(option.name));
        switch (option.kind) {
        case OptionKind::word:
            words.emplace_back(option.words->table().front().text);
            break;
        case OptionKind::duration:
            words.emplace_back("1h");
            break;
        case OptionKind::time:
            words.emplace_back("2026-01-01T00:00:00Z");
            break;
        case OptionKind::integer:
            words.emplace_back("-1");
            break;
        default:
            words.emplace_back("x");
        }
    }
    words.insert(words.end(), {"--", "true"});
    EXPECT_EQ(parsed(words).job.values.size(), job_option_table().size());
}

TEST(Arguments, AnIdMayBeTheNameOfACommand) {
    EXPECT_EQ(parsed({"show", "list"}).id, "list");
    EXPECT_EQ(parsed({"add", "run", "--schedule", "@daily", "--", "x"}).job.id, "run");
    EXPECT_EQ(parsed({"runs", "runs"}).id, "runs");
}

TEST(Arguments, EachCommandIsKnown) {
    EXPECT_EQ(parsed({"list", "--json", "--utc"}).command, Command::list);
    EXPECT_TRUE(parsed({"list", "--json"}).json);
    EXPECT_TRUE(parsed({"list", "--utc"}).utc);
    EXPECT_EQ(parsed({"show", "a"}).command, Command::show);
    EXPECT_EQ(parsed({"runs"}).command, Command::runs);
    EXPECT_EQ(parsed({"runs", "a", "--limit", "7"}).limit, 7U);
    EXPECT_EQ(parsed({"pause", "a", "--reason", "lunch"}).reason, "lunch");
    EXPECT_EQ(parsed({"resume", "a"}).command, Command::resume);
    EXPECT_EQ(parsed({"cancel", "a"}).command, Command::cancel);
    EXPECT_EQ(parsed({"cancel-run", "a"}).command, Command::cancel_run);
    EXPECT_EQ(parsed({"run", "a"}).command, Command::run);
    EXPECT_EQ(parsed({"health", "--data-dir", "/d"}).command, Command::health);
    EXPECT_EQ(parsed({"calendar", "list", "--json"}).command, Command::calendar_list);
    EXPECT_EQ(parsed({"calendar", "remove", "holidays"}).command, Command::calendar_remove);
    EXPECT_EQ(parsed({"calendar", "remove", "holidays"}).id, "holidays");
}

TEST(Arguments, CalendarSetTakesDaysAndRanges) {
    const Arguments arguments =
        parsed({"calendar", "set", "holidays", "2026-12-25", "2026-12-28..2026-12-31", "--data-dir", "/d"});
    EXPECT_EQ(arguments.command, Command::calendar_set);
    EXPECT_EQ(arguments.id, "holidays");
    EXPECT_EQ(arguments.data_dir, "/d");
    ASSERT_EQ(arguments.days.size(), 2U);
    EXPECT_EQ(arguments.days[0].last_day, 20'812);
    EXPECT_EQ(arguments.days[1].first_day, 20'815);
    EXPECT_EQ(arguments.days[1].last_day, 20'818);
}

TEST(Arguments, AddNamesCalendars) {
    const Arguments arguments = parsed({"add", "a", "--calendar", "holidays", "--schedule", "@daily", "--calendar",
                                        "works outing", "--", "x", "--calendar", "none"});
    EXPECT_THAT(arguments.job.calendars, ElementsAre("holidays", "works outing"));
}

TEST(Arguments, ServeFillsItsOptions) {
    const Arguments arguments =
        parsed({"serve",        "--storage",           "sqlite:/x", "--plugin",         "/p.so", "--listen",
                "127.0.0.1:80", "--instance",          "two",       "--max-concurrent", "9",     "--data-dir",
                "/d",           "--drain-timeout",     "1m30s",     "--zones",          "/z",    "--missed-after",
                "5m",           "--catch-up-interval", "250ms"});
    EXPECT_EQ(arguments.command, Command::serve);
    EXPECT_EQ(arguments.serve.storage, "sqlite:/x");
    EXPECT_EQ(arguments.serve.plugin, "/p.so");
    EXPECT_EQ(arguments.serve.listen, "127.0.0.1:80");
    EXPECT_EQ(arguments.serve.instance, "two");
    EXPECT_EQ(arguments.serve.max_concurrent, 9);
    EXPECT_EQ(arguments.serve.data_dir, "/d");
    EXPECT_EQ(arguments.serve.zones, "/z");
    EXPECT_EQ(parsed({"serve", "--zones", "z"}).serve.zones, std::filesystem::current_path() / "z");
    EXPECT_EQ(parsed({"serve"}).serve.zones, "");
    EXPECT_EQ(arguments.serve.drain_timeout, std::chrono::seconds(90));
    EXPECT_EQ(parsed({"serve"}).serve.drain_timeout, std::chrono::seconds(30));
    EXPECT_EQ(arguments.serve.missed_after, std::chrono::minutes(5));
    EXPECT_EQ(arguments.serve.catch_up_interval, std::chrono::milliseconds(250));
    EXPECT_EQ(parsed({"serve"}).serve.missed_after.count(), 0) << "the scheduler's own";
}

TEST(Arguments, ExplainTakesAJobAndAMoment) {
    const Arguments arguments = parsed({"explain", "backup", "--at", "2026-12-25T09:00", "--json"});
    EXPECT_EQ(arguments.command, Command::explain);
    EXPECT_EQ(arguments.id, "backup");
    EXPECT_EQ(arguments.at, "2026-12-25T09:00");
    EXPECT_TRUE(arguments.json);
}

TEST(Arguments, ValidateTakesAScheduleOrAWholeJob) {
    EXPECT_EQ(parsed({"validate", "@daily"}).job.values.at("schedule"), "@daily");
    const Arguments whole = parsed({"validate", "backup", "--schedule", "@daily", "--", "prog"});
    EXPECT_EQ(whole.job.id, "backup");
    EXPECT_EQ(whole.job.values.at("schedule"), "@daily");
    EXPECT_THAT(whole.job.command, ElementsAre("prog"));
}

TEST(Arguments, UsageErrorsNameWhatIsWrong) {
    const std::vector<std::pair<std::vector<std::string>, const char *>> table = {
        {{}, "subcommand is required"},
        {{"frob"}, "sample-host: there is no command \"frob\"\n"},
        {{""}, "there is no command \"\""},
        {{"next-batch", "@daily"}, "there is no command \"next-batch\""},
        {{"calendar", "frob"}, "there is no command \"calendar frob\""},
        {{"calendar"}, "calendar: expected set, list or remove after it"},
        {{"fr\x1B[31mob"}, "there is no command \"fr [31mob\""},
        {{"calendar", "set", "2026-12-25"}, "DAY is required"},
        {{"calendar", "set", "x", "2026-12-25", "2026-02-30"},
         "DAY: \"2026-02-30\" is not a day: there is none of that month and number"},
        {{"calendar", "set", "x", "2026-12-31..2026-12-28"}, "\"2026-12-31..2026-12-28\" ends before it begins"},
        {{"calendar", "set", "x", "soon"}, "\"soon\" is not a day; expected YYYY-MM-DD"},
        {{"calendar", "remove"}, "NAME is required"},
        {{"calendar", "list", "x"}, "x"},
        {{"serve", "--zones", ""}, "the directory's name is empty"},
        {{"list", "--colour"}, "--colour"},
        {{"show"}, "ID is required"},
        {{"explain"}, "JOB is required"},
        {{"explain", "a"}, "--at is required"},
        {{"show", "a", "b"}, "b"},
        {{"add", "a", "--", "x"}, "--schedule is required"},
        {{"add", "a", "--schedule", "@daily"}, "the command is missing"},
        {{"add", "a", "--schedule", "@daily", "--"}, "the command is missing"},
        {{"add", "--schedule", "@daily", "--", "x"}, "ID is required"},
        {{"add", "a", "--schedule", "@daily", "--overlap", "never", "--", "x"},
         "\"never\" is not one of skip, queue, parallel or replace"},
        {{"add", "a", "--schedule", "@daily", "--timeout", "soon", "--", "x"}, "\"soon\" is not a duration"},
        {{"add", "a", "--schedule", "@daily", "--start-at", "soon", "--", "x"}, "\"soon\" is not a time"},
        {{"add", "a", "--schedule", "@daily", "--retries", "many", "--", "x"}, "\"many\" is not a whole number"},
        {{"add", "a", "--schedule", "@daily", "--label", "x", "--", "x"}, "expected KEY=VALUE"},
        {{"add", "a", "--schedule", "@daily", "--notify-on", "failed,all", "--", "x"}, "\"all\" is not one of"},
        {{"runs", "--limit", "0"}, "--limit"},
        {{"runs", "--limit", "-1"}, "--limit"},
        {{"runs", "--limit", "x"}, "--limit"},
        {{"validate"}, "SCHEDULE is required"},
        {{"serve", "--max-concurrent", "0"}, "--max-concurrent"},
        {{"serve", "--drain-timeout", "-5s"}, "\"-5s\" is negative"},
        {{"serve", "--storage-writers", "0"}, "Value 0 not in range"},
        {{"serve", "--storage-writers", "5"}, "Value 5 not in range"},
        {{"serve", "--keep-runs", "0"}, "\"0\" is not a whole number from 1 to 1000000, and not forever"},
        {{"serve", "--keep-runs", "1000001"}, "\"1000001\" is not a whole number from 1 to 1000000"},
        {{"serve", "--keep-runs", "ten"}, "\"ten\" is not a whole number"},
        {{"serve", "--keep-failures", "5x"}, "\"5x\" is not a whole number"},
        {{"serve", "--keep-runs-days", "90d"}, "\"90d\" is not a whole number from 1 to 36500"},
        {{"serve", "--keep-failures-days", "-1"}, "\"-1\" is not a whole number from 1 to 36500"},
        {{"serve", "--missed-after", "soon"}, "\"soon\" is not a duration"},
        {{"serve", "--missed-after", "0"}, "\"0\" is too short"},
        {{"serve", "--catch-up-interval", "0s"}, "\"0s\" is too short"},
    };
    for (const auto &[words, sentence] : table) {
        const Told result = told(words);
        EXPECT_EQ(result.exit_code, exit_usage) << sentence;
        EXPECT_THAT(result.err, StartsWith("sample-host: "));
        EXPECT_THAT(result.err, HasSubstr(sentence));
        EXPECT_THAT(result.out, IsEmpty());
    }
}

TEST(Arguments, ValuesOutOfRangeAreNoUsageErrors) {
    EXPECT_EQ(parsed({"add", "a", "--schedule", "@daily", "--timeout", "-5m", "--", "x"}).job.values.at("timeout"),
              "-5m");
}

TEST(Arguments, HelpAndVersionGoToStandardOutput) {
    const Told help = told({"--help"});
    EXPECT_EQ(help.exit_code, exit_done);
    EXPECT_THAT(help.out, HasSubstr("Exit codes: 0 done"));
    EXPECT_THAT(told({"add", "--help"}).out, HasSubstr("--catch-up-window"));
    EXPECT_THAT(told({"add", "--help"}).out, HasSubstr("skip|queue|parallel|replace"));
    EXPECT_THAT(told({"--version"}).out, StartsWith("sample-host "));
    for (const char *command : {"serve", "list", "show", "runs", "pause", "resume", "cancel", "cancel-run", "run",
                                "health", "next", "why-not", "explain", "describe", "validate", "calendar"}) {
        EXPECT_EQ(told({command, "--help"}).exit_code, exit_done) << command;
    }
    EXPECT_THAT(told({"calendar", "set", "--help"}).out, HasSubstr("2026-12-28..2026-12-31"));
    EXPECT_THAT(told({"calendar", "--help"}).out, HasSubstr("remove"));
}

} // namespace
} // namespace sample_host::cli
