// The options of the commands that need the plugin only. It belongs to the thread that parses.
#include "cli/command_line.h"

#include "cli/errors.h"
#include "cli/job_options_parser.h"
#include "json/time.h"

#include <CLI/CLI.hpp>

namespace sample_host::cli {
namespace {

// What each question about a schedule may say.
CLI::Option *add_schedule(const CommandLine &line, CLI::App &to) {
    json::FireQuestion &question = line.arguments.question;
    CLI::Option *schedule = to.add_option("SCHEDULE", question.schedule, "As for add --schedule")->type_name("");
    to.add_option("--zone", question.zone, "IANA time zone [UTC]")->type_name("ZONE");
    to.add_option("--job-id", question.job_id, "The id of the job that it is meant for, which H in a pattern hashes")
        ->type_name("ID");
    add_read_option(to, "--start-at", "No fire before it", "RFC3339",
                    [&question](const std::string &value) { question.start_at = json::parse_time(value); });
    add_read_option(to, "--end-at", "No fire at it or after it", "RFC3339",
                    [&question](const std::string &value) { question.end_at = json::parse_time(value); });
    return schedule;
}

// And what moves fires or takes them away.
void add_rules(const CommandLine &line, CLI::App &to) {
    json::FireQuestion &question = line.arguments.question;
    add_read_option(to, "--dst-gap", "A local time that daylight saving leaves out [run_after]", "run_after|skip",
                    [&question](const std::string &value) { question.dst_gap = json::dst_gap_words.parse(value); });
    add_read_option(
        to, "--dst-overlap", "A local time that comes twice [first]", "first|last|both",
        [&question](const std::string &value) { question.dst_overlap = json::dst_overlap_words.parse(value); });
    add_read_options(
        to, "--exclude", "No fire on these days, as if a calendar of that name had them; may be given several times",
        "[NAME=]DAY[..DAY]", [&question](const std::string &value) { json::add_exclusion(question.exclude, value); })
        ->allow_extra_args(false);
}

void add_scheduler(const CommandLine &line, CLI::App &to) {
    line.add_zones(to);
    line.add_plugin(to);
    line.add_json(to);
}

void expect_schedule(const CommandLine &line, const char *command) {
    if (line.app.get_subcommand(command)->count("SCHEDULE") == 0) {
        throw UsageError(std::string(command) + ": SCHEDULE is required");
    }
}

// With --batch, all that is left to the command line is which scheduler to ask.
void finish_next(const CommandLine &line) {
    const CLI::App *next = line.app.get_subcommand("next");
    if (next->count("--batch") == 0) return expect_schedule(line, "next");
    for (const char *option : {"SCHEDULE", "--zone", "--job-id", "--dst-gap", "--dst-overlap", "--start-at", "--end-at",
                               "--exclude", "--after", "--count"}) {
        if (next->count(option) != 0) {
            throw UsageError("next: with --batch, the questions come from standard input alone");
        }
    }
    line.arguments.command = Command::next_batch;
}

void add_next(const CommandLine &line) {
    json::FireQuestion &question = line.arguments.question;
    CLI::App *next = line.command("next", "Print a schedule's next fires; needs no running host", Command::next,
                                  [line] { finish_next(line); });
    add_schedule(line, *next);
    add_read_option(*next, "--after", "Fires after this moment [now]", "RFC3339",
                    [&question](const std::string &value) { question.after = json::parse_time(value); });
    next->add_option("--count", question.count, "How many [5]")
        ->check(CLI::Range(1, 10'000).description(""))
        ->type_name("N");
    add_rules(line, *next);
    next->add_flag("--batch")->description("Read questions from standard input, one JSON object per line");
    next->footer(R"(A question of --batch: {"schedule":"30 2 * * *","zone":"America/New_York","count":3,)"
                 "\n"
                 R"(  "after":"2026-03-07T12:00:00Z","dst_gap":"run_after","dst_overlap":"first","job_id":"x",)"
                 "\n"
                 R"(  "start_at":"2026-03-01T00:00:00Z","end_at":"2027-03-01T00:00:00Z","exclude":["2026-12-25"]})"
                 "\nin one line; all but schedule may be left out.");
    add_scheduler(line, *next);
}

void add_why_not(const CommandLine &line) {
    CLI::App *why_not = line.command("why-not",
                                     "Tell why a schedule does not fire at a moment, or that it does; needs no running "
                                     "host",
                                     Command::why_not);
    why_not->footer("Example: sample-host why-not '0 9 * * MON-FRI' --zone Europe/Lisbon --at 2026-12-25T09:00:00 \\\n"
                    "             --exclude holidays=2026-12-25");
    add_schedule(line, *why_not)->required();
    why_not->add_option("--at", line.arguments.at, "The moment: local in the zone, or with Z or an offset")
        ->required()
        ->type_name("TIME");
    add_rules(line, *why_not);
    add_scheduler(line, *why_not);
}

void add_describe(const CommandLine &line) {
    CLI::App *describe =
        line.command("describe", "Say in words when a schedule fires; needs no running host", Command::describe);
    add_schedule(line, *describe)->required();
    add_scheduler(line, *describe);
}

void add_validate(const CommandLine &line) {
    Arguments &arguments = line.arguments;
    const auto finish = [line] {
        JobOptions &job = line.arguments.job;
        if (job.values.contains("schedule")) {
            job.id = line.arguments.id;
        } else {
            expect_schedule(line, "validate");
            job.values["schedule"] = line.arguments.id;
        }
    };
    CLI::App *validate =
        line.command("validate",
                     "Tell whether add would take it; needs no running host. Takes the options of add.\n"
                     "Without --schedule the one argument is the schedule, otherwise it is the job's id.",
                     Command::validate, finish);
    validate->footer("Example: sample-host validate '0 3 * * *' --zone Europe/Lisbon");
    validate->add_option("SCHEDULE", arguments.id, "The schedule, or the job's id")->type_name("");
    add_job_options(*validate, arguments.job);
    add_scheduler(line, *validate);
}

} // namespace

void add_schedule_commands(const CommandLine &line) {
    add_next(line);
    add_why_not(line);
    add_describe(line);
    add_validate(line);
}

} // namespace sample_host::cli
