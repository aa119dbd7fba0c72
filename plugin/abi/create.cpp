#include "abi/create.h"

#include "abi/convert.h"
#include "abi/error.h"
#include "abi/handle.h"
#include "abi/retention_options.h"
#include "abi/struct_reader.h"
#include "abi/text.h"

#include <unistd.h>

#include <cstring>
#include <ctime>
#include <string>
#include <utility>

#include <sys/random.h>

namespace gateway_scheduler::abi {

namespace {

constexpr std::int64_t kMillisecond = 1000;
constexpr std::int64_t kSecond = 1000 * kMillisecond;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;

// Ids must differ between processes; without a source of randomness the clock and the process tell them apart.
std::uint64_t random_seed() {
    std::uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) == static_cast<ssize_t>(sizeof seed)) return seed;
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return (static_cast<std::uint64_t>(now.tv_nsec) << 32U) ^ static_cast<std::uint64_t>(now.tv_sec) ^
           (static_cast<std::uint64_t>(getpid()) << 16U);
}

struct Problem {
    std::string field;
    std::string text;
};

struct Range {
    const char *field;
    std::int64_t value;
    std::int64_t least;
    std::int64_t most;
    const char *expected;
};

std::string check_ranges(const gs_options &options, std::string &field) {
    const Range ranges[] = {
        {"max_concurrent", options.max_concurrent, 1, 1'000'000, "from 1 to 1,000,000 units"},
        {"horizon_limit", options.horizon_limit, 100, 10'000'000, "from 100 to 10,000,000 jobs"},
        {"horizon", options.horizon, kSecond, kHour, "from 1 s to 1 h"},
        {"refresh", options.refresh, 100 * kMillisecond, kMinute, "from 100 ms to 1 min"},
        {"lease", options.lease, kSecond, kHour, "from 1 s to 1 h"},
        {"cancel_grace", options.cancel_grace, kSecond, 10 * kMinute, "from 1 s to 10 min"},
        {"call_timeout", options.call_timeout, kSecond, 10 * kMinute, "from 1 s to 10 min"},
        {"missed_after", options.missed_after, kSecond, kHour, "from 1 s to 1 h"},
        {"catch_up_interval", options.catch_up_interval, kMillisecond, kHour, "from 1 ms to 1 h"},
    };
    for (const Range &range : ranges) {
        if (range.value == 0 || (range.value >= range.least && range.value <= range.most)) continue;
        field = range.field;
        return std::string("option ") + range.field + " is out of range; expected " + range.expected;
    }
    return {};
}

std::string check_options(const gs_options &options, std::string &field) {
    if (std::string problem = check_ranges(options, field); !problem.empty()) return problem;
    if (std::string problem = check_retention(options, field); !problem.empty()) return problem;
    field = "instance";
    const bool bad_instance = options.instance.size > GS_MAX_INSTANCE_SIZE || !valid_utf8(view(options.instance)) ||
                              has_control_character(view(options.instance));
    if (bad_instance) return "option instance must be up to 255 bytes of UTF-8 without control characters";
    field = "zone_directory";
    const std::string_view zones = view(options.zone_directory);
    if (!zones.empty() && (zones.front() != '/' || zones.find('\0') != std::string_view::npos)) {
        return "option zone_directory must be an absolute path";
    }
    return {};
}

void set(engine::Duration &setting, std::int64_t option) {
    if (option != 0) setting = engine::Duration(option);
}

void take_options(Lent &lent, const gs_options &options) {
    engine::Config &config = lent.config;
    if (options.instance.size > 0) config.instance = view(options.instance);
    config.data_directory = id(options.data_directory);
    config.predecessor_dead = options.predecessor_dead != 0;
    if (options.max_concurrent != 0) config.capacity = options.max_concurrent;
    if (options.horizon_limit != 0) config.horizon_limit = static_cast<std::size_t>(options.horizon_limit);
    set(config.horizon, options.horizon);
    set(config.refresh, options.refresh);
    set(config.lease, options.lease);
    set(config.cancel_grace, options.cancel_grace);
    set(config.missed_after, options.missed_after);
    set(config.catch_up_interval, options.catch_up_interval);
    lent.call_timeout = std::chrono::seconds(30);
    set(lent.call_timeout, options.call_timeout);
    lent.zone_directory = view(options.zone_directory);
    lent.retention = retention_of(options);
    config.seed = random_seed();
}

bool complete_storage(const gs_storage &storage) {
    return storage.join && storage.beat && storage.retire && storage.replicas && storage.get_job && storage.jobs &&
           storage.due_jobs && storage.wake_runs && storage.runs && storage.records && storage.calendars &&
           storage.put_job && storage.remove_job && storage.disable_job && storage.claim && storage.pass &&
           storage.begin && storage.update && storage.ask_cancel && storage.records_announced && storage.purge;
}

// What is wrong with the tables; empty: nothing.
std::string take_tables(Lent &lent, const gs_host &host) {
    lent.clock = read_struct(host.clock);
    lent.log = read_struct(host.log);
    lent.metrics = read_struct(host.metrics);
    lent.storage = read_struct(host.storage);
    lent.executor = read_struct(host.executor);
    lent.notifier = read_struct(host.notifier);
    if (host.storage && !complete_storage(lent.storage)) {
        return "the storage table lacks a function; expected all of gs_storage";
    }
    if (host.executor && (!lent.executor.start || !lent.executor.cancel)) {
        return "the executor table lacks start or cancel";
    }
    if (host.executor && (lent.executor.query != nullptr) != (lent.executor.release != nullptr)) {
        return "the executor table has one of query and release; expected both or none";
    }
    if (host.executor && id(lent.executor.session).none()) return "executor.session is zero; expected an id";
    if (host.notifier && !lent.notifier.notify) return "the notifier table lacks notify";
    lent.complete = host.storage && host.executor;
    lent.config.store_exclusive = lent.storage.exclusive != 0;
    lent.config.executor_session = id(lent.executor.session);
    lent.config.executor_answers = lent.executor.query != nullptr;
    lent.config.has_notifier = host.notifier != nullptr;
    return {};
}

} // namespace

std::int32_t create(const gs_host *host, const gs_options *options, gs_scheduler **scheduler, gs_error *error) {
    if (!scheduler) return fail(error, GS_INVALID, "scheduler is null; expected where to put it");
    if (!host) return fail(error, GS_INVALID, "host is null; expected what the host lends", "host");
    Lent lent;
    const auto chosen = read_struct(options);
    std::string field;
    if (const std::string problem = check_options(chosen, field); !problem.empty()) {
        return fail(error, GS_INVALID, problem, field);
    }
    take_options(lent, chosen);
    if (const std::string problem = take_tables(lent, read_struct(host)); !problem.empty()) {
        return fail(error, GS_INVALID, problem, "host");
    }
    *scheduler = std::make_unique<gs_scheduler>(lent).release();
    return GS_OK;
}

} // namespace gateway_scheduler::abi

gs_scheduler::gs_scheduler(const gateway_scheduler::abi::Lent &lent)
    : complete(lent.complete),
      executor_answers(lent.config.executor_answers),
      zones(lent.zone_directory),
      storage(lent.storage, {lent.config.executor_session, lent.config.data_directory}),
      executor(lent.executor),
      notifier(lent.notifier),
      clock(lent.clock),
      log(lent.log),
      metrics(lent.metrics),
      scheduler(lent.config, lent.call_timeout, {storage, executor, notifier, clock, log, metrics}, zones,
                lent.retention) {}
