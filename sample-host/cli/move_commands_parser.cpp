// The options of export and import. It belongs to the thread that parses.
#include "cli/command_line.h"

#include "cli/errors.h"

#include <CLI/CLI.hpp>

namespace sample_host::cli {
namespace {

void add_storage(const CommandLine &line, CLI::App &to) {
    to.add_option("--storage", line.arguments.move.storage,
                  "sqlite:PATH or postgresql://... [sqlite:scheduler.db in the data directory]")
        ->type_name("URL");
    line.add_data_dir(to);
}

void add_export(const CommandLine &line) {
    MoveOptions &options = line.arguments.move;
    CLI::App *out = line.command("export",
                                 "Write all calendars and jobs of a store as JSON, one object a line; a host may be "
                                 "running on it meanwhile",
                                 Command::export_store);
    out->footer("Example: sample-host export --history --output backup.jsonl\n"
                "Before a move, stop the host: what both stores know is run from both.");
    out->add_flag("--history", options.history, "With what the jobs have counted, their runs and records");
    out->add_option("--output", options.output, "A file, which is replaced once all is written [standard output]")
        ->type_name("FILE");
    add_storage(line, *out);
}

// A crontab is asked for in other words than an export.
void finish_import(const CommandLine &line) {
    const CLI::App *in = line.app.get_subcommand("import");
    const bool crontab = in->count("--crontab") != 0;
    const auto refuse = [in](const char *option, const char *why) {
        if (in->count(option) != 0) throw UsageError(std::string("import: ") + option + why);
    };
    for (const char *option : {"--prefix", "--zone", "--system"}) {
        if (!crontab) refuse(option, " belongs to --crontab");
    }
    for (const char *option : {"FILE", "--storage", "--replace"}) {
        if (crontab) refuse(option, " does not go with --crontab, whose jobs the running host takes in");
    }
    if (crontab) line.arguments.command = Command::import_crontab;
}

void add_crontab(const CommandLine &line, CLI::App &to) {
    MoveOptions &options = line.arguments.move;
    to.add_option("--crontab", options.crontab, "A user's crontab, - for standard input: make its lines jobs")
        ->type_name("FILE")
        ->group("Crontab");
    add_read_option(to, "--prefix", "What the ids of its jobs begin with [cron/]", "TEXT",
                    [&options](const std::string &value) { options.prefix = value; })
        ->group("Crontab");
    add_read_option(to, "--zone", "Time zone of lines without CRON_TZ [that of this machine]", "ZONE",
                    [&options](const std::string &value) { options.zone = value; })
        ->group("Crontab");
    to.add_flag("--system", options.system, "A user stands before each command, as in /etc/crontab")->group("Crontab");
}

void add_import(const CommandLine &line) {
    MoveOptions &options = line.arguments.move;
    CLI::App *in = line.command("import",
                                "Take what export has written into a store; what is there already stays as it is.\n"
                                "The whole file is judged before anything is changed.",
                                Command::import_store, [line] { finish_import(line); });
    in->footer(
        "Example: sample-host import backup.jsonl --storage postgresql://scheduler@db.example/agents\n"
        "         crontab -l | sample-host import --crontab - --dry-run\n"
        "No host may run on a SQLite database meanwhile; hosts on PostgreSQL may go on. A crontab is taken in by\n"
        "the running host: each line becomes a job, a line whose schedule was edited changes its job.");
    in->add_option("FILE", options.input, "The file; - or none is standard input")->type_name("");
    in->add_flag("--replace", options.replace,
                 "Give jobs and calendars that are there and differ the file's definition; otherwise they are refused");
    in->add_flag("--dry-run", options.dry_run, "Only tell what would be done");
    add_storage(line, *in);
    line.add_zones(*in);
    line.add_plugin(*in);
    add_crontab(line, *in);
}

} // namespace

void add_move_commands(const CommandLine &line) {
    add_export(line);
    add_import(line);
}

} // namespace sample_host::cli
