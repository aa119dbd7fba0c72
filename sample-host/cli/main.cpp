// Chooses the command, gives it what it needs, and turns whatever went wrong into one sentence and an exit code. It
// belongs to the main thread.
#include "cli/main.h"

#include "cli/arguments.h"
#include "cli/errors.h"
#include "cli/host_commands.h"
#include "cli/local_commands.h"
#include "cli/move_commands.h"
#include "gateway/data_directory.h"
#include "gateway/serve.h"
#include "loader/plugin.h"
#include "json/change_json.h"

#include <chrono>
#include <iostream>
#include <unistd.h>
#include <utility>

namespace sample_host::cli {
namespace {

int64_t wall_clock() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

api::Client find_host(const Arguments &arguments) {
    const std::filesystem::path directory = arguments.data_dir.empty() ? default_data_directory() : arguments.data_dir;
    const std::optional<Endpoint> endpoint = find_running_host(directory);
    if (!endpoint) throw NoHostRunning("no host is running with the data directory " + directory.string());
    return {endpoint->host, endpoint->port, endpoint->token};
}

int run_on_host(const Arguments &arguments, const Terminal &terminal) {
    const api::Client host = find_host(arguments);
    switch (arguments.command) {
    case Command::add:
        return add_job(host, arguments, terminal);
    case Command::list:
        return list_jobs(host, arguments, terminal);
    case Command::show:
        return show_job(host, arguments, terminal);
    case Command::runs:
        return list_runs(host, arguments, terminal);
    case Command::explain:
        return explain_instant(host, arguments, terminal);
    case Command::pause:
        return pause_job(host, arguments, terminal);
    case Command::resume:
        return resume_job(host, arguments, terminal);
    case Command::cancel:
        return cancel_job(host, arguments, terminal);
    case Command::cancel_run:
        return cancel_run(host, arguments, terminal);
    case Command::run:
        return run_job(host, arguments, terminal);
    case Command::calendar_set:
        return set_calendar(host, arguments, terminal);
    case Command::calendar_list:
        return list_calendars(host, arguments, terminal);
    case Command::calendar_remove:
        return remove_calendar(host, arguments, terminal);
    default:
        return tell_health(host, arguments, terminal);
    }
}

// Otherwise every zone would be called unknown.
void expect_zones(const std::filesystem::path &directory) {
    std::error_code fault;
    if (directory.empty() || std::filesystem::is_directory(directory, fault)) return;
    throw Refused("the directory of time zones " + directory.string() + " does not exist");
}

int run_on_plugin(const Arguments &arguments, const Terminal &terminal) {
    expect_zones(arguments.zones);
    const Plugin plugin(arguments.plugin.empty() ? default_plugin_path() : arguments.plugin);
    Previewer previewer(plugin.api(), arguments.zones);
    switch (arguments.command) {
    case Command::next_batch:
        return answer_batch(previewer, STDIN_FILENO, wall_clock(), terminal);
    case Command::next:
        return tell_next(previewer, arguments, wall_clock(), terminal);
    case Command::why_not:
        return tell_why_not(previewer, arguments, terminal);
    case Command::import_store:
        return import_store(previewer, arguments, terminal);
    case Command::import_crontab: {
        if (arguments.move.dry_run) return import_crontab(previewer, nullptr, arguments, terminal);
        const api::Client host = find_host(arguments);
        return import_crontab(previewer, &host, arguments, terminal);
    }
    case Command::describe:
        return tell_description(previewer, arguments, terminal);
    default:
        return tell_valid(previewer, arguments, terminal);
    }
}

int run_command(const Arguments &arguments, const Terminal &terminal) {
    switch (arguments.command) {
    case Command::serve: {
        ServeOptions options = arguments.serve;
        if (options.data_dir.empty()) options.data_dir = default_data_directory();
        return serve(options);
    }
    case Command::export_store:
        return export_store(arguments, terminal);
    case Command::next:
    case Command::next_batch:
    case Command::why_not:
    case Command::describe:
    case Command::validate:
    case Command::import_store:
    case Command::import_crontab:
        return run_on_plugin(arguments, terminal);
    default:
        return run_on_host(arguments, terminal);
    }
}

int fail(const Terminal &terminal, const char *sentence, int exit_code) {
    terminal.err << "sample-host: " << sentence << '\n';
    return exit_code;
}

} // namespace

int main(int argc, char **argv) {
    std::ios::sync_with_stdio(false);
    const Terminal terminal{std::cout, std::cerr};
    try {
        const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
        const auto parsed = parse_arguments(words, terminal.out, terminal.err);
        if (const auto *answered = std::get_if<Answered>(&parsed)) return answered->exit_code;
        const int exit_code = run_command(std::get<Arguments>(parsed), terminal);
        terminal.out.flush();
        return terminal.out ? exit_code : fail(terminal, "cannot write to standard output", exit_failed);
    } catch (const NoHostRunning &error) {
        return fail(terminal, error.what(), exit_no_host);
    } catch (const std::exception &error) {
        terminal.out.flush();
        return fail(terminal, error.what(), exit_failed);
    }
}

} // namespace sample_host::cli
