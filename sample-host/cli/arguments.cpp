// The commands and their options in CLI11's terms. Everything before "--" is ours; what follows it on `add` and
// `validate` is the job's command, cut off before CLI11 sees it, so that no option of that command is taken for one of
// ours.
#include "cli/arguments.h"

#include "cli/errors.h"
#include "cli/job_options_parser.h"
#include "json/duration.h"
#include "json/invalid_input.h"
#include "json/time.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace sample_host::cli {
namespace {

constexpr const char *about =
    "A small gateway around the scheduler gateway_scheduler.so: it runs commands on schedules.\n"
    "Durations are written as 90s, 30m, 1h30m or 2d, times as RFC 3339 (2026-03-08T07:00:00Z).";
constexpr const char *exit_codes = "Exit codes: 0 done, 1 refused or failed, 2 usage, 3 no host is running.";

// Builds the parser and holds what it fills in.
class Parser {
  public:
    Parser() : app_(about, "sample-host") {
        app_.footer(exit_codes);
        app_.set_version_flag("--version", "sample-host " SAMPLE_HOST_VERSION, "Print the version and exit");
        app_.require_subcommand(1);
        app_.get_formatter()->column_width(34);
        add_serve();
        add_add();
        add_lists();
        add_changes();
        add_health();
        add_next();
        add_validate();
    }
    Parser(const Parser &) = delete;
    Parser &operator=(const Parser &) = delete;

    std::variant<Arguments, Answered> parse(std::span<const std::string> words, std::ostream &out, std::ostream &err) {
        try {
            // CLI11 takes the words from the end.
            std::vector<std::string> reversed(split_command(words));
            std::reverse(reversed.begin(), reversed.end());
            app_.parse(std::move(reversed));
            finish();
            return arguments_;
        } catch (const CLI::Success &answered) {
            return Answered{app_.exit(answered, out, err)};
        } catch (const std::exception &error) {
            // ParseError of CLI11 or our own UsageError
            err << "sample-host: " << error.what() << "\nsample-host --help tells how it is used.\n";
            return Answered{exit_usage};
        }
    }

  private:
    // The words before "--"; those after it become the job's command.
    std::vector<std::string> split_command(std::span<const std::string> words) {
        const bool takes_command = !words.empty() && (words.front() == "add" || words.front() == "validate");
        const auto marker = takes_command ? std::find(words.begin(), words.end(), "--") : words.end();
        if (marker != words.end()) arguments_.job.command.assign(marker + 1, words.end());
        return {words.begin(), marker};
    }

    CLI::App *command(const char *name, const char *help, Command which) {
        CLI::App *command = app_.add_subcommand(name, help);
        command->callback([this, which] { arguments_.command = which; });
        return command;
    }

    void add_data_dir(CLI::App *command) {
        command
            ->add_option("--data-dir", arguments_.data_dir,
                         "The host's directory [$XDG_STATE_HOME/gateway-scheduler or ~/.local/state/gateway-scheduler]")
            ->type_name("DIR");
    }

    void add_json(CLI::App *command) {
        command->add_flag("--json", arguments_.json, "Print one JSON object per line, times in UTC");
    }

    void add_utc(CLI::App *command) {
        command->add_flag("--utc", arguments_.utc, "Print times in UTC, not in local time");
    }

    void add_plugin(CLI::App *command) {
        command
            ->add_option("--plugin", arguments_.plugin,
                         "The scheduler's shared object [that of this build or installation]")
            ->type_name("PATH");
    }

    // A command about one job, which the host carries out.
    CLI::App *job_command(const char *name, const char *help, Command which, const char *what = "ID") {
        CLI::App *made = command(name, help, which);
        made->add_option(what, arguments_.id, "Which one")->required()->type_name("");
        add_json(made);
        add_data_dir(made);
        return made;
    }

    void add_serve() {
        CLI::App *serve = command("serve", "Run the gateway until SIGTERM or Ctrl-C", Command::serve);
        ServeOptions &options = arguments_.serve;
        serve->add_option("--storage", options.storage, "sqlite:PATH [sqlite:scheduler.db in the data directory]")
            ->type_name("URL");
        add_plugin(serve);
        serve
            ->add_option("--listen", options.listen,
                         "Loopback address of the API; port 0 is any free one [127.0.0.1:0]")
            ->type_name("ADDRESS:PORT");
        serve->add_option("--instance", options.instance, "Name of this replica, the same after a restart [default]")
            ->type_name("NAME");
        serve->add_option("--max-concurrent", options.max_concurrent, "Units of capacity for runs [4]")
            ->check(CLI::Range(1, 1'000'000).description(""))
            ->type_name("N");
        serve->add_option("--drain-timeout", drain_timeout_, "How long SIGTERM waits for runs to end [30s]")
            ->type_name("DURATION");
        add_data_dir(serve);
    }

    void add_add() {
        CLI::App *add = command("add",
                                "Add a job, or replace its whole definition; prints created, updated or unchanged.\n"
                                "The command and its arguments stand after --, and are run without a shell.",
                                Command::add);
        add->footer(
            "Form: sample-host add ID --schedule S [OPTIONS] -- COMMAND [ARG...]\n"
            "Example: sample-host add backup --schedule '0 3 * * *' --zone Europe/Lisbon -- /usr/bin/backup --all");
        add->add_option("ID", arguments_.job.id, "The job's id, up to 255 bytes of UTF-8")->required()->type_name("");
        add_job_options(*add, arguments_.job);
        add->add_flag("--if-absent", arguments_.job.if_absent, "Leave a job of this id as it is, and print unchanged");
        add_json(add);
        add_data_dir(add);
    }

    void add_lists() {
        CLI::App *list = command("list", "List the jobs", Command::list);
        add_json(list);
        add_utc(list);
        add_data_dir(list);
        add_utc(job_command("show", "Show everything about one job", Command::show));
        CLI::App *runs =
            command("runs", "List runs, and instants that did not run with the reason, newest first", Command::runs);
        runs->add_option("JOB", arguments_.id, "Of this job only")->type_name("");
        runs->add_option("--limit", arguments_.limit, "At most N rows [100, or all with --json]")
            ->check(CLI::Range(uint64_t{1}, UINT64_MAX).description(""))
            ->type_name("N");
        add_json(runs);
        add_utc(runs);
        add_data_dir(runs);
    }

    void add_changes() {
        CLI::App *pause =
            job_command("pause", "Pause a job: it does not fire, and never makes up for it", Command::pause);
        pause->add_option("--reason", arguments_.reason, "Why, for people")->type_name("TEXT");
        job_command("resume", "Let a paused job fire again, from its next instant on", Command::resume);
        job_command("cancel", "Remove a job; its history stays, a running run goes on", Command::cancel);
        job_command("cancel-run", "Ask a run to end", Command::cancel_run, "RUN");
        job_command("run", "Run a job now, beside its schedule; prints the run's id", Command::run);
    }

    void add_health() {
        CLI::App *health = command("health", "Tell how the host is; exit code 0 healthy, 1 not", Command::health);
        add_json(health);
        add_utc(health);
        add_data_dir(health);
    }

    void add_next() {
        CLI::App *next = command("next", "Print a schedule's next fires; needs no running host", Command::next);
        json::FireQuestion &question = arguments_.question;
        next->add_option("SCHEDULE", question.schedule, "As for add --schedule")->type_name("");
        next->add_option("--zone", question.zone, "IANA time zone [UTC]")->type_name("ZONE");
        next->add_option("--after", after_, "Fires after this moment [now]")->type_name("RFC3339");
        next->add_option("--count", question.count, "How many [5]")
            ->check(CLI::Range(1, 10'000).description(""))
            ->type_name("N");
        next->add_option("--dst-gap", dst_gap_, "A local time that daylight saving leaves out [run_after]")
            ->type_name("run_after|skip");
        next->add_option("--dst-overlap", dst_overlap_, "A local time that comes twice [first]")
            ->type_name("first|last|both");
        next->add_option("--job-id", question.job_id, "The id of the job that it is meant for")->type_name("ID");
        next->add_flag(
            "--batch", batch_,
            "Read questions from standard input, one JSON object per line, and answer each with one line: "
            R"({"schedule":"30 2 * * *","zone":"America/New_York","after":"2026-03-07T12:00:00Z","count":3,)"
            R"("dst_gap":"run_after","dst_overlap":"first","job_id":"x"}; all but schedule may be left out)");
        add_plugin(next);
        add_json(next);
    }

    void add_validate() {
        CLI::App *validate =
            command("validate",
                    "Tell whether add would take it; needs no running host. Takes the options of add.\n"
                    "Without --schedule the one argument is the schedule, otherwise it is the job's id.",
                    Command::validate);
        validate->footer("Example: sample-host validate '0 3 * * *' --zone Europe/Lisbon");
        validate->add_option("SCHEDULE", arguments_.id, "The schedule, or the job's id")->type_name("");
        add_job_options(*validate, arguments_.job);
        add_plugin(validate);
        add_json(validate);
    }

    // What depends on several options.
    void finish() {
        if (arguments_.command == Command::serve) finish_serve();
        if (arguments_.command == Command::add) finish_add();
        if (arguments_.command == Command::next) finish_next();
        if (arguments_.command == Command::validate) finish_validate();
    }

    void finish_serve() {
        arguments_.serve.plugin = arguments_.plugin;
        arguments_.serve.data_dir = arguments_.data_dir;
        if (!drain_timeout_) return;
        try {
            arguments_.serve.drain_timeout = std::chrono::microseconds(json::parse_duration(*drain_timeout_));
        } catch (const json::InvalidInput &error) {
            throw UsageError(std::string("--drain-timeout: ") + error.what());
        }
    }

    void finish_add() const {
        if (!arguments_.job.values.contains("schedule")) throw UsageError("add: --schedule is required");
        if (arguments_.job.command.empty())
            throw UsageError("add: the command is missing; it stands at the end, after --");
    }

    void finish_next() {
        json::FireQuestion &question = arguments_.question;
        if (batch_) {
            if (!question.schedule.empty() || after_ || dst_gap_ || dst_overlap_ || !question.zone.empty()) {
                throw UsageError("next: with --batch, the questions come from standard input alone");
            }
            arguments_.command = Command::next_batch;
            return;
        }
        if (question.schedule.empty() && app_.get_subcommand("next")->count("SCHEDULE") == 0) {
            throw UsageError("next: SCHEDULE is required");
        }
        try {
            if (after_) question.after = json::parse_time(*after_);
            if (dst_gap_) question.dst_gap = json::dst_gap_words.parse(*dst_gap_);
            if (dst_overlap_) question.dst_overlap = json::dst_overlap_words.parse(*dst_overlap_);
        } catch (const json::InvalidInput &error) {
            throw UsageError(std::string("next: ") + error.what());
        }
    }

    void finish_validate() {
        JobOptions &job = arguments_.job;
        const bool given = app_.get_subcommand("validate")->count("SCHEDULE") > 0;
        if (job.values.contains("schedule")) {
            job.id = arguments_.id;
        } else if (given) {
            job.values["schedule"] = arguments_.id;
        } else {
            throw UsageError("validate: SCHEDULE is required");
        }
    }

    CLI::App app_;
    Arguments arguments_;
    std::optional<std::string> drain_timeout_;
    std::optional<std::string> after_;
    std::optional<std::string> dst_gap_;
    std::optional<std::string> dst_overlap_;
    bool batch_ = false;
};

} // namespace

std::variant<Arguments, Answered> parse_arguments(std::span<const std::string> words, std::ostream &out,
                                                  std::ostream &err) {
    return Parser().parse(words, out, err);
}

} // namespace sample_host::cli
