// The command line in CLI11's terms: what the parsers of the commands share. Used by arguments.cpp and the files that
// define these functions. It belongs to the thread that parses.
#pragma once

#include "cli/arguments.h"

#include <functional>
#include <string>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace sample_host::cli {

// Both are filled in while CLI11 parses and outlive that.
struct CommandLine {
    CLI::App &app;
    Arguments &arguments;

    // A command below `app`, or below another. `finish` judges what depends on several options; it throws UsageError.
    CLI::App *command(const char *name, const char *help, Command which, std::function<void()> finish = {}) const;
    CLI::App *command(CLI::App &above, const char *name, const char *help, Command which,
                      std::function<void()> finish = {}) const;

    void add_data_dir(CLI::App &to) const;
    void add_json(CLI::App &to) const;
    void add_utc(CLI::App &to) const;
    void add_plugin(CLI::App &to) const;
    void add_zones(CLI::App &to) const;
};

// An option whose value `read` takes in; what it throws as InvalidInput is told with the option's name.
CLI::Option *add_read_option(CLI::App &to, const char *name, const char *help, const char *type,
                             std::function<void(const std::string &)> read);
// The same for one that may be given several times, or for the words at the end of the line.
CLI::Option *add_read_options(CLI::App &to, const char *name, const char *help, const char *type,
                              std::function<void(const std::string &)> read);

// serve, and the commands that a running host carries out.
void add_host_commands(const CommandLine &line);
// The commands that work on a store by themselves.
void add_move_commands(const CommandLine &line);
// The commands that need the plugin only.
void add_schedule_commands(const CommandLine &line);

} // namespace sample_host::cli
