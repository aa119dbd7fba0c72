// host_checks.cpp - see host_checks.h.
#include "host_checks.h"

#include <exception>
#include <functional>
#include <thread>

#include "expect.h"
#include "text.h"

namespace conformance::kit {

namespace {

const gs_clock &clock_of(HostScene &scene) {
    if (scene.host.clock == nullptr) throw Skipped("the host lends no clock, which is optional");
    return *scene.host.clock;
}
const gs_log &log_of(HostScene &scene) {
    if (scene.host.log == nullptr) throw Skipped("the host lends no log, which is optional");
    return *scene.host.log;
}
const gs_metrics &metrics_of(HostScene &scene) {
    if (scene.host.metrics == nullptr) throw Skipped("the host lends no metrics, which are optional");
    return *scene.host.metrics;
}

// One call into a hook. An exception out of it breaks the check at hand.
template <class Call>
auto call(HostScene &scene, const char *hook, Call host_call) {
    const Watch::Inside inside(scene.watch, hook);
    try {
        return host_call();
    } catch (...) {
        throw Broken(std::string("an exception came out of ") + hook);
    }
}

// From several threads at once, as any thread may call. The first fault of any comes out.
void from_threads(const std::function<void()> &body) {
    constexpr int count = 3;
    std::vector<std::thread> threads;
    threads.reserve(count);
    std::vector<std::exception_ptr> faults(count);
    for (std::exception_ptr &fault : faults) {
        threads.emplace_back([&body, &fault] {
            try {
                body();
            } catch (...) {
                fault = std::current_exception();
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
    for (const std::exception_ptr &fault : faults) {
        if (fault) std::rethrow_exception(fault);
    }
}

template <class Table>
void expect_table(const Table &table, bool complete, const std::string &name) {
    expect(table.struct_size >= sizeof(Table), "the " + name + "'s struct_size is " +
                                                   std::to_string(table.struct_size) + ", expected " +
                                                   std::to_string(sizeof(Table)));
    expect(complete, "the " + name + "'s table lacks a function");
}

void need(bool function, const char *name) {
    if (!function) throw Blocked(std::string("the table lacks ") + name);
}

void table(HostScene &scene) {
    expect_table(scene.host, true, "host");
    const gs_host &host = scene.host;
    if (host.clock != nullptr) {
        expect_table(*host.clock, host.clock->boottime != nullptr && host.clock->realtime != nullptr, "clock");
    }
    if (host.log != nullptr) expect_table(*host.log, host.log->write != nullptr, "log");
    if (host.metrics != nullptr) expect_table(*host.metrics, host.metrics->record != nullptr, "metrics");
}

void boottime(HostScene &scene) {
    const gs_clock &clock = clock_of(scene);
    need(clock.boottime != nullptr, "boottime");
    from_threads([&] {
        std::int64_t last = GS_NO_TIME;
        for (int i = 0; i < 1'000; ++i) {
            const std::int64_t now = call(scene, "clock.boottime", [&] { return clock.boottime(clock.context); });
            expect(now >= last, "boottime went from " + shown(last) + " back to " + shown(now));
            last = now;
        }
    });
}

void realtime(HostScene &scene) {
    constexpr std::int64_t year = 365 * 24 * hour;
    const gs_clock &clock = clock_of(scene);
    need(clock.realtime != nullptr, "realtime");
    const std::int64_t now = call(scene, "clock.realtime", [&] { return clock.realtime(clock.context); });
    expect(now > 20 * year && now < 250 * year,
           "realtime is " + shown(now) + ", which in microseconds is not between 1990 and 2220");
}

void write(HostScene &scene, std::int32_t level, const std::string &message) {
    const gs_log &log = log_of(scene);
    need(log.write != nullptr, "write");
    if (level < log.level) return; // such are not passed
    call(scene, "log.write", [&] { log.write(log.context, level, borrow(message)); });
}

void log_messages(HostScene &scene) {
    log_of(scene);
    for (std::int32_t level = GS_LOG_DEBUG; level <= GS_LOG_ERROR; ++level) {
        write(scene, level, "conformance: a message of level " + std::to_string(level));
    }
    write(scene, GS_LOG_INFO, "conformance: " + every_plane() + " %s %n {}");
    write(scene, GS_LOG_INFO, "conformance: " + std::string(4'096, 'x'));
    write(scene, GS_LOG_INFO, "");
}

void log_threads(HostScene &scene) {
    log_of(scene);
    from_threads([&] { write(scene, GS_LOG_INFO, "conformance: a message from one of several threads"); });
}

void measure(HostScene &scene) {
    const gs_metrics &metrics = metrics_of(scene);
    need(metrics.record != nullptr, "record");
    const std::string name = "conformance_checks_total";
    for (const std::int32_t kind : {GS_METRIC_COUNTER, GS_METRIC_GAUGE, GS_METRIC_SAMPLE}) {
        for (const double value : {1.0, 0.0, 0.25}) {
            call(scene, "metrics.record", [&] { metrics.record(metrics.context, kind, borrow(name), value); });
        }
    }
}

void metrics_kinds(HostScene &scene) {
    metrics_of(scene);
    measure(scene);
}

void metrics_threads(HostScene &scene) {
    metrics_of(scene);
    from_threads([&] { measure(scene); });
}

} // namespace

std::vector<HostCheck> all_host_checks() {
    return {
        {{"host.tables", contract_readme,
          "Every struct begins with `struct_size`; set it to `sizeof` of what you compiled with."},
         table},
        {{"clock.boottime", host_h, "microseconds, never goes back. [any thread | no | no]"}, boottime},
        {{"clock.realtime", host_h, "microseconds since the epoch; only compared, to report an offset."}, realtime},
        {{"log.messages", host_h, "messages below it are not passed"}, log_messages},
        {{"log.threads", host_h,
          "void (*write)(void *context, int32_t level, gs_string message); /* [any thread | no | "
          "no] */"},
         log_threads},
        {{"metrics.kinds", host_h, "Names are lower case with underscores and end in their unit."}, metrics_kinds},
        {{"metrics.threads", host_h,
          "void (*record)(void *context, int32_t kind, gs_string name, double value); /* [any thread | no | no] */"},
         metrics_threads},
    };
}

} // namespace conformance::kit
