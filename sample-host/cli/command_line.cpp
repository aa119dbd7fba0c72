// It belongs to the thread that parses.
#include "cli/command_line.h"

#include "json/invalid_input.h"

#include <CLI/CLI.hpp>

#include <utility>

namespace sample_host::cli {

CLI::App *CommandLine::command(const char *name, const char *help, Command which, std::function<void()> finish) const {
    return command(app, name, help, which, std::move(finish));
}

CLI::App *CommandLine::command(CLI::App &above, const char *name, const char *help, Command which,
                               std::function<void()> finish) const {
    CLI::App *made = above.add_subcommand(name, help);
    made->callback([&chosen = arguments.command, which, finish = std::move(finish)] {
        chosen = which;
        if (finish) finish();
    });
    return made;
}

void CommandLine::add_data_dir(CLI::App &to) const {
    to.add_option("--data-dir", arguments.data_dir,
                  "The host's directory [$XDG_STATE_HOME/gateway-scheduler or ~/.local/state/gateway-scheduler]")
        ->type_name("DIR");
}

void CommandLine::add_json(CLI::App &to) const {
    to.add_flag("--json", arguments.json, "Print one JSON object per line, times in UTC");
}

void CommandLine::add_utc(CLI::App &to) const {
    to.add_flag("--utc", arguments.utc, "Print times in UTC, not in local time");
}

void CommandLine::add_plugin(CLI::App &to) const {
    to.add_option("--plugin", arguments.plugin, "The scheduler's shared object [that of this build or installation]")
        ->type_name("PATH");
}

void CommandLine::add_zones(CLI::App &to) const {
    add_read_option(to, "--zones", "Directory of compiled time zones [/usr/share/zoneinfo]", "DIR",
                    [&zones = arguments.zones](const std::string &value) {
                        if (value.empty()) throw json::InvalidInput("the directory's name is empty");
                        zones = std::filesystem::absolute(value);
                    });
}

CLI::Option *add_read_option(CLI::App &to, const char *name, const char *help, const char *type,
                             std::function<void(const std::string &)> read) {
    const auto take = [name, read = std::move(read)](const std::string &value) {
        try {
            read(value);
        } catch (const json::InvalidInput &error) {
            throw CLI::ValidationError(name, error.what());
        }
    };
    return to.add_option_function<std::string>(name, take, help)->type_name(type);
}

CLI::Option *add_read_options(CLI::App &to, const char *name, const char *help, const char *type,
                              std::function<void(const std::string &)> read) {
    const auto take = [name, read = std::move(read)](const std::vector<std::string> &values) {
        try {
            for (const std::string &value : values) read(value);
        } catch (const json::InvalidInput &error) {
            throw CLI::ValidationError(name, error.what());
        }
    };
    return to.add_option_function<std::vector<std::string>>(name, take, help)->type_name(type);
}

} // namespace sample_host::cli
