// The options of serve and of the commands that a running host carries out. It belongs to the thread that parses.
#include "cli/command_line.h"

#include "cli/errors.h"
#include "cli/job_options_parser.h"
#include "json/day.h"
#include "json/duration.h"
#include "json/invalid_input.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <chrono>
#include <system_error>

namespace sample_host::cli {
namespace {

// A command about one job, run or calendar.
CLI::App *add_command_about(const CommandLine &line, CLI::App &above, const char *name, const char *help, Command which,
                            const char *what = "ID") {
    CLI::App *made = line.command(above, name, help, which);
    made->add_option(what, line.arguments.id, "Which one")->required()->type_name("");
    line.add_json(*made);
    line.add_data_dir(*made);
    return made;
}

// 0 would stand for the scheduler's own value, which is not what anybody means by it.
std::chrono::microseconds read_span(const std::string &value) {
    const std::chrono::microseconds span(json::parse_duration(value));
    if (span.count() == 0) throw json::InvalidInput("\"" + value + "\" is too short");
    return span;
}

constexpr std::int64_t most_days = 36'500;
constexpr std::int64_t most_runs = 1'000'000;

// A whole number from 1 on, or forever.
std::int64_t read_kept(const std::string &value, std::int64_t most) {
    if (value == "forever") return GS_KEEP_FOR_EVER;
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool whole = fault == std::errc() && end == value.data() + value.size();
    if (whole && number >= 1 && number <= most) return number;
    throw json::InvalidInput("\"" + value + "\" is not a whole number from 1 to " + std::to_string(most) +
                             ", and not forever");
}

void add_kept(CLI::App &serve, const char *name, const char *help, std::int64_t &kept, std::int64_t most) {
    add_read_option(serve, name, help, most == most_days ? "DAYS" : "N",
                    [&kept, most](const std::string &value) { kept = read_kept(value, most); });
}

void add_retention(CLI::App &serve, ServeOptions &options) {
    add_kept(serve, "--keep-runs-days", "Runs and records go when they are older; or forever [90]",
             options.keep_runs_days, most_days);
    add_kept(serve, "--keep-runs", "Of each job the newest so many runs and records stay; or forever [100]",
             options.keep_runs, most_runs);
    add_kept(serve, "--keep-failures-days", "The same for failed, timed out, lost and rejected runs [365]",
             options.keep_failures_days, most_days);
    add_kept(serve, "--keep-failures", "Older failures stay until a job has so many runs; or forever [1000]",
             options.keep_failures, most_runs);
}

void add_serve(const CommandLine &line) {
    Arguments &arguments = line.arguments;
    CLI::App *serve = line.command("serve", "Run the gateway until SIGTERM or Ctrl-C", Command::serve, [&arguments] {
        arguments.serve.plugin = arguments.plugin;
        arguments.serve.zones = arguments.zones;
        arguments.serve.data_dir = arguments.data_dir;
    });
    ServeOptions &options = arguments.serve;
    serve
        ->add_option("--storage", options.storage,
                     "sqlite:PATH or postgresql://... [sqlite:scheduler.db in the data directory]")
        ->type_name("URL");
    serve
        ->add_option("--storage-writers", options.storage_writers,
                     "PostgreSQL: connections that share a large write [2]")
        ->check(CLI::Range(std::int64_t{1}, static_cast<std::int64_t>(most_storage_writers)).description(""))
        ->type_name("N");
    line.add_plugin(*serve);
    line.add_zones(*serve);
    serve->add_option("--listen", options.listen, "Loopback address of the API; port 0 is any free one [127.0.0.1:0]")
        ->type_name("ADDRESS:PORT");
    serve->add_option("--instance", options.instance, "Name of this replica, the same after a restart [default]")
        ->type_name("NAME");
    serve->add_option("--max-concurrent", options.max_concurrent, "Units of capacity for runs [4]")
        ->check(CLI::Range(1, 1'000'000).description(""))
        ->type_name("N");
    add_read_option(*serve, "--drain-timeout", "How long SIGTERM waits for runs to end [30s]", "DURATION",
                    [&options](const std::string &value) {
                        options.drain_timeout = std::chrono::microseconds(json::parse_duration(value));
                    });
    add_read_option(*serve, "--missed-after", "From how late on a fire is missed, and its job's catch-up decides [1m]",
                    "DURATION", [&options](const std::string &value) { options.missed_after = read_span(value); });
    add_read_option(*serve, "--catch-up-interval", "Between two starts of one job that make up for missed fires [1s]",
                    "DURATION", [&options](const std::string &value) { options.catch_up_interval = read_span(value); });
    add_retention(*serve, options);
    line.add_data_dir(*serve);
}

void add_add(const CommandLine &line) {
    JobOptions &job = line.arguments.job;
    const auto finish = [&job] {
        if (!job.values.contains("schedule")) throw UsageError("add: --schedule is required");
        if (job.command.empty()) throw UsageError("add: the command is missing; it stands at the end, after --");
    };
    CLI::App *add = line.command("add",
                                 "Add a job, or replace its whole definition; prints created, updated or unchanged.\n"
                                 "The command and its arguments stand after --, and are run without a shell.",
                                 Command::add, finish);
    add->footer("Form: sample-host add ID --schedule S [OPTIONS] -- COMMAND [ARG...]\n"
                "Example: sample-host add backup --schedule '0 3 * * *' --zone Europe/Lisbon -- /usr/bin/backup --all");
    add->add_option("ID", job.id, "The job's id, up to 255 bytes of UTF-8")->required()->type_name("");
    add_job_options(*add, job);
    add->add_flag("--if-absent", job.if_absent, "Leave a job of this id as it is, and print unchanged");
    line.add_json(*add);
    line.add_data_dir(*add);
}

void add_lists(const CommandLine &line) {
    CLI::App *list = line.command("list", "List the jobs", Command::list);
    line.add_json(*list);
    line.add_utc(*list);
    line.add_data_dir(*list);
    line.add_utc(*add_command_about(line, line.app, "show", "Show everything about one job", Command::show));
    CLI::App *runs =
        line.command("runs", "List runs, and instants that did not run with the reason, newest first", Command::runs);
    runs->add_option("JOB", line.arguments.id, "Of this job only")->type_name("");
    runs->add_option("--limit", line.arguments.limit, "At most N rows [100, or all with --json]")
        ->check(CLI::Range(int64_t{1}, int64_t{1'000'000'000}).description(""))
        ->type_name("N");
    line.add_json(*runs);
    line.add_utc(*runs);
    line.add_data_dir(*runs);
}

void add_explain(const CommandLine &line) {
    CLI::App *explain = add_command_about(line, line.app, "explain",
                                          "Tell what became of an instant of a job: did it run, and if not, why not",
                                          Command::explain, "JOB");
    explain->footer("Example: sample-host explain backup --at 2026-12-25T03:00");
    explain->add_option("--at", line.arguments.at, "The moment: local in the job's zone, or with Z or an offset")
        ->required()
        ->type_name("TIME");
}

void add_changes(const CommandLine &line) {
    CLI::App *pause = add_command_about(line, line.app, "pause",
                                        "Pause a job: it does not fire, and never makes up for it", Command::pause);
    pause->add_option("--reason", line.arguments.reason, "Why, for people")->type_name("TEXT");
    add_command_about(line, line.app, "resume", "Let a paused job fire again, from its next instant on",
                      Command::resume);
    add_command_about(line, line.app, "cancel", "Remove a job; its history stays, a running run goes on",
                      Command::cancel);
    add_command_about(line, line.app, "cancel-run", "Ask a run to end", Command::cancel_run, "RUN");
    add_command_about(line, line.app, "run", "Run a job now, beside its schedule; prints the run's id", Command::run);
}

void add_calendar(const CommandLine &line) {
    CLI::App *calendar = line.app.add_subcommand(
        "calendar", "Keep the calendars of days, such as holidays, on which jobs that name them do not fire");
    calendar->require_subcommand(1);
    CLI::App *set = add_command_about(line, *calendar, "set",
                                      "Make a calendar, or replace all of its days; prints created, updated or "
                                      "unchanged.\nA running scheduler takes it in within half a minute.",
                                      Command::calendar_set, "NAME");
    set->footer("Example: sample-host calendar set holidays 2026-12-25 2026-12-28..2026-12-31\n"
                "A job names it with: sample-host add ID --schedule S --calendar holidays -- COMMAND");
    add_read_options(
        *set, "DAY", "A day, or a range FIRST..LAST, both included, from 1970-01-01 to 2199-12-31", "",
        [&days = line.arguments.days](const std::string &value) { days.push_back(json::parse_days(value)); })
        ->required();
    CLI::App *list = line.command(*calendar, "list", "List the calendars", Command::calendar_list);
    line.add_json(*list);
    line.add_data_dir(*list);
    add_command_about(line, *calendar, "remove", "Remove a calendar that no job names", Command::calendar_remove,
                      "NAME");
}

void add_health(const CommandLine &line) {
    CLI::App *health = line.command("health", "Tell how the host is; exit code 0 healthy, 1 not", Command::health);
    line.add_json(*health);
    line.add_utc(*health);
    line.add_data_dir(*health);
}

} // namespace

void add_host_commands(const CommandLine &line) {
    add_serve(line);
    add_add(line);
    add_lists(line);
    add_explain(line);
    add_changes(line);
    add_calendar(line);
    add_health(line);
}

} // namespace sample_host::cli
