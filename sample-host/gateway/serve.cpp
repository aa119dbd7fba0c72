#include "gateway/serve.h"

#include "api/server.h"
#include "executor/command_executor.h"
#include "gateway/data_directory.h"
#include "gateway/file_limit.h"
#include "gateway/logging.h"
#include "gateway/scheduler_life.h"
#include "gateway/signals.h"
#include "gateway/start_checks.h"
#include "loader/contract.h"
#include "loader/plugin.h"
#include "notifier/notifier.h"

#include <gateway_scheduler/jobs_changed.h>

#include <cstdio>
#include <exception>

namespace sample_host {
namespace {

std::int64_t days(std::int64_t count) {
    return count == GS_KEEP_FOR_EVER ? count : count * 24 * 3600 * 1'000'000;
}

gs_options scheduler_options(const ServeOptions &options, const gs_id &data_directory) {
    gs_options result{};
    result.struct_size = sizeof(gs_options);
    result.max_concurrent = options.max_concurrent;
    result.instance = lend(options.instance);
    result.zone_directory = lend(options.zones.native());
    result.data_directory = data_directory;
    result.missed_after = options.missed_after.count();
    result.catch_up_interval = options.catch_up_interval.count();
    result.keep_runs_for = days(options.keep_runs_days);
    result.keep_runs = options.keep_runs;
    result.keep_failures_for = days(options.keep_failures_days);
    result.keep_failures = options.keep_failures;
    result.predecessor_dead = 1; // the directory's lock is held, by this process and until the last command is gone
    return result;
}

gs_host lent_to_scheduler(Storage &storage, const executor::CommandExecutor &executor,
                          const notifier::Notifier &notifier) {
    gs_host host{};
    host.struct_size = sizeof(gs_host);
    host.storage = &storage.table();
    host.executor = &executor.table();
    host.notifier = &notifier.table();
    host.log = &scheduler_log();
    return host;
}

std::string storage_address(const ServeOptions &options) {
    if (!options.storage.empty()) return options.storage;
    return "sqlite:" + (std::filesystem::absolute(options.data_dir) / "scheduler.db").string();
}

// What other hosts have changed. A scheduler without this extension finds it when it reads what is due anew.
void tell_of_changes(const gs_scheduler_api &api, gs_scheduler *scheduler, const std::vector<std::string> &job_ids) {
    const auto *extension = static_cast<const gs_jobs_changed *>(api.extension(scheduler, lend(GS_JOBS_CHANGED)));
    if (extension == nullptr) return;
    std::vector<gs_string> ids;
    ids.reserve(job_ids.size());
    for (const std::string &id : job_ids) ids.push_back(lend(id));
    extension->jobs_changed(scheduler, ids.data(), static_cast<std::uint32_t>(ids.size()));
}

// Everything is looked at first; the data directory is the first thing that is made. The order of the objects is the
// order of their dependence; they end in reverse.
int run(const ServeOptions &options) {
    check_form(options);
    const StopSignals signals;
    const Plugin plugin(options.plugin.empty() ? default_plugin_path() : options.plugin);
    const std::string store = storage_address(options);
    check_start(options, store, plugin.api(), scheduler_options(options, gs_id{}));
    const DataDirectory directory(options.data_dir);
    executor::CommandExecutor executor({.life_lock = directory.lock()}); // forks, so before any thread
    raise_file_limit();                                                  // not for the commands
    const auto storage = options.storage_writers == 0
                             ? open_storage(store)
                             : open_storage(store, static_cast<std::size_t>(options.storage_writers));
    const notifier::Notifier notifier(*storage);
    const gs_host host = lent_to_scheduler(*storage, executor, notifier);
    SchedulerLife life(plugin.api(), host, scheduler_options(options, directory.id()), executor);
    Gateway gateway{plugin.api(), life.get(), *storage, options.instance};
    api::Server server(gateway, options.listen, directory.token());
    life.start();
    const auto watch = storage->watch_jobs([&](const auto &ids) { tell_of_changes(plugin.api(), life.get(), ids); });
    server.start();
    directory.write_endpoint(server.address());
    log(GS_LOG_INFO, "listening on " + server.address() + ", instance " + options.instance + ", storage " +
                         shown_address(store) + ", plugin " + plugin.path().string() + " " +
                         plugin.api().plugin_version);
    return run_until_stopped(life, signals, executor, options.drain_timeout);
}

} // namespace

int serve(const ServeOptions &options) {
    try {
        return run(options);
    } catch (const OptionError &fault) {
        std::fprintf(stderr, "sample-host: %s\nsample-host --help tells how it is used.\n", fault.what());
        return 2;
    } catch (const std::exception &fault) {
        std::fprintf(stderr, "sample-host: %s\n", fault.what());
        return 1;
    }
}

} // namespace sample_host
