// The command line as a whole. Everything before "--" is ours; what follows it on `add` and `validate` is the job's
// command, cut off before CLI11 sees it, so that no option of that command is taken for one of ours.
#include "cli/arguments.h"

#include "cli/command_line.h"
#include "cli/display_text.h"
#include "cli/errors.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace sample_host::cli {
namespace {

constexpr const char *about =
    "A small gateway around the scheduler gateway_scheduler.so: it runs commands on schedules.\n"
    "Durations are written as 90s, 30m, 1h30m or 2d, times as RFC 3339 (2026-03-08T07:00:00Z).";
constexpr const char *exit_codes = "Exit codes: 0 done, 1 refused or failed, 2 usage, 3 no host is running.";

// The words before "--"; those after it go to `command`.
std::vector<std::string> split_command(std::span<const std::string> words, std::vector<std::string> &command) {
    const bool takes_command = !words.empty() && (words.front() == "add" || words.front() == "validate");
    const auto marker = takes_command ? std::find(words.begin(), words.end(), "--") : words.end();
    if (marker != words.end()) command.assign(marker + 1, words.end());
    return {words.begin(), marker};
}

// "set, list or remove"
std::string names_of(const std::vector<const CLI::App *> &commands) {
    std::string names;
    for (std::size_t index = 0; index < commands.size(); ++index) {
        if (index > 0) names += index + 1 == commands.size() ? " or " : ", ";
        names += commands[index]->get_name();
    }
    return names;
}

// CLI11 would only say that a command is missing, not which word is none.
void expect_known_command(const CLI::App &app, std::span<const std::string> words) {
    const CLI::App *above = &app;
    std::string name;
    for (const std::string &word : words) {
        const auto below = above->get_subcommands({});
        if (below.empty() || word.starts_with('-')) return;
        name += (name.empty() ? "" : " ") + word;
        const auto found = std::find_if(below.begin(), below.end(),
                                        [&word](const CLI::App *command) { return command->get_name() == word; });
        if (found == below.end()) throw UsageError("there is no command \"" + harmless(name) + "\"");
        above = *found;
    }
    const auto below = above->get_subcommands({});
    if (above != &app && !below.empty()) throw UsageError(name + ": expected " + names_of(below) + " after it");
}

} // namespace

std::variant<Arguments, Answered> parse_arguments(std::span<const std::string> words, std::ostream &out,
                                                  std::ostream &err) {
    Arguments arguments;
    CLI::App app(about, "sample-host");
    app.footer(exit_codes);
    app.set_version_flag("--version", "sample-host " SAMPLE_HOST_VERSION, "Print the version and exit");
    app.require_subcommand(1);
    app.get_formatter()->column_width(34);
    const CommandLine line{app, arguments};
    add_host_commands(line);
    add_move_commands(line);
    add_schedule_commands(line);
    try {
        expect_known_command(app, words);
        // CLI11 takes the words from the end.
        std::vector<std::string> reversed(split_command(words, arguments.job.command));
        std::reverse(reversed.begin(), reversed.end());
        app.parse(std::move(reversed));
        return arguments;
    } catch (const CLI::Success &answered) {
        return Answered{app.exit(answered, out, err)};
    } catch (const std::exception &error) {
        // ParseError of CLI11 or our own UsageError
        err << "sample-host: " << error.what() << "\nsample-host --help tells how it is used.\n";
        return Answered{exit_usage};
    }
}

} // namespace sample_host::cli
