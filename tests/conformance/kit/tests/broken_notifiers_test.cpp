// broken_notifiers_test.cpp - for each check of the notifier, and of the optional hooks, a host that breaks just that.
#include <atomic>
#include <cctype>
#include <cstring>
#include <set>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "../host_checks.h"
#include "../notifier_checks.h"
#include "kit_run.h"

namespace kit_test {
namespace {

using Names = std::set<std::string>;

std::string text(const gs_string &string) {
    return string.size == 0 ? std::string() : std::string(string.data, string.size);
}

// A host that lends a notifier, a clock, a log and metrics. Each is good until a test replaces what it does.
struct Hooks {
    std::function<std::int32_t(const gs_notice &notice, gs_error *error)> notify = [](const gs_notice &, gs_error *) {
        return GS_OK + 0;
    };
    std::function<std::int64_t()> boottime = [this] { return ticks.fetch_add(1); };
    std::function<std::int64_t()> realtime = [] { return std::int64_t{1'767'225'600'000'000}; };
    std::function<void(std::int32_t level, const std::string &message)> write = [](std::int32_t, const std::string &) {
    };
    std::function<void(std::int32_t kind)> record = [](std::int32_t) {};
    std::atomic<std::int64_t> ticks = 1;
    std::set<std::string> seen;   // whatever a test counts
    std::thread::id first_thread; // that has called

    static Hooks &of(void *context) { return *static_cast<Hooks *>(context); }
    bool on_another_thread() {
        if (first_thread == std::thread::id()) first_thread = std::this_thread::get_id();
        return first_thread != std::this_thread::get_id();
    }

    gs_notifier notifier{sizeof notifier, 0, this, [](void *context, const gs_notice *notice, gs_error *error) {
                             return of(context).notify(*notice, error);
                         }};
    gs_clock clock{sizeof clock, 0, this, [](void *context) { return of(context).boottime(); },
                   [](void *context) { return of(context).realtime(); }};
    gs_log log{sizeof log, GS_LOG_DEBUG, this,
               [](void *context, std::int32_t level, gs_string message) { of(context).write(level, text(message)); }};
    gs_metrics metrics{sizeof metrics, 0, this,
                       [](void *context, std::int32_t kind, gs_string, double) { of(context).record(kind); }};
    gs_host host() const {
        gs_host all = host_of(nullptr, nullptr, &notifier);
        all.clock = &clock;
        all.log = &log;
        all.metrics = &metrics;
        return all;
    }
};

struct HookBreak {
    std::string name;
    std::string check;
    Names caught; // all checks that fail
    std::function<void(Hooks &hooks)> apply;
};

// Answers so to every notice for which `when` holds.
HookBreak answers(std::string name, std::string check, Names caught, std::int32_t status,
                  std::function<bool(Hooks &, const gs_notice &, gs_error *)> when) {
    return {std::move(name), std::move(check), std::move(caught), [status, when = std::move(when)](Hooks &hooks) {
                hooks.notify = [&hooks, status, when](const gs_notice &notice, gs_error *error) {
                    return when(hooks, notice, error) ? status : GS_OK;
                };
            }};
}

bool has(const gs_bytes &bytes, std::uint8_t byte) {
    return bytes.size > 0 && std::memchr(bytes.data, byte, bytes.size) != nullptr;
}

std::vector<HookBreak> breaks_of_notifier() {
    return {
        {"the table says that it is shorter",
         "notifier.table",
         {"notifier.table"},
         [](Hooks &hooks) { hooks.notifier.struct_size = 8; }},
        answers("expired runs are not taken", "notifier.notify.runs", {"notifier.notify.runs"}, GS_INVALID,
                [](Hooks &, const gs_notice &notice, gs_error *) {
                    return notice.run != nullptr && notice.run->outcome == GS_OUTCOME_EXPIRED;
                }),
        answers("events are not taken", "notifier.notify.records", {"notifier.notify.records"}, GS_INVALID,
                [](Hooks &, const gs_notice &notice, gs_error *) {
                    return notice.record != nullptr && notice.record->kind == GS_RECORD_EVENT;
                }),
        answers("a notice is taken once", "notifier.notify.again", {"notifier.notify.again"}, GS_CONFLICT,
                [](Hooks &hooks, const gs_notice &notice, gs_error *) {
                    const std::string id(reinterpret_cast<const char *>(notice.id.bytes), sizeof notice.id.bytes);
                    return !hooks.seen.insert(id).second;
                }),
        answers("a job has to have a name", "notifier.notify.job_gone", {"notifier.notify.job_gone"}, GS_INVALID,
                [](Hooks &, const gs_notice &notice, gs_error *) { return notice.job_name.size == 0; }),
        answers("an output has 60,000 bytes at most", "notifier.notify.large", {"notifier.notify.large"}, GS_FAILED,
                [](Hooks &, const gs_notice &notice, gs_error *) {
                    return notice.run != nullptr && notice.run->output.size > 60'000;
                }),
        answers("characters have three bytes at most", "notifier.notify.texts", {"notifier.notify.texts"}, GS_INVALID,
                [](Hooks &, const gs_notice &notice, gs_error *) {
                    return text(notice.job_name).find('\xf0') != std::string::npos;
                }),
        answers("outputs are texts", "notifier.notify.bytes", {"notifier.notify.bytes"}, GS_INVALID,
                [](Hooks &, const gs_notice &notice, gs_error *) {
                    return notice.run != nullptr && has(notice.run->output, 0);
                }),
        answers("notices come from one thread for ever", "notifier.notify.thread", {"notifier.notify.thread"},
                GS_FAILED, [](Hooks &hooks, const gs_notice &, gs_error *) { return hooks.on_another_thread(); }),
        answers("a null error is not taken", "notifier.calls.null_error", {"notifier.calls.null_error"}, GS_INVALID,
                [](Hooks &, const gs_notice &, gs_error *error) { return error == nullptr; }),
        answers("a status that is none", "notifier.calls.status", {"notifier.calls.status", "notifier.notify.job_gone"},
                99, [](Hooks &, const gs_notice &notice, gs_error *) { return notice.job_name.size == 0; }),
        answers("an error is written with GS_OK", "notifier.calls.error", {"notifier.calls.error"}, GS_OK,
                [](Hooks &, const gs_notice &, gs_error *error) {
                    if (error != nullptr) error->text[0] = '!';
                    return true;
                }),
        answers("an exception comes out", "notifier.calls.exceptions",
                {"notifier.calls.exceptions", "notifier.notify.job_gone"}, GS_OK,
                [](Hooks &, const gs_notice &notice, gs_error *) {
                    if (notice.job_name.size == 0) throw std::runtime_error("not caught in the gateway");
                    return true;
                }),
    };
}

std::vector<HookBreak> breaks_of_hooks() {
    return {
        {"the log's table says that it is shorter",
         "host.tables",
         {"host.tables"},
         [](Hooks &hooks) { hooks.log.struct_size = 8; }},
        {"boottime goes back",
         "clock.boottime",
         {"clock.boottime"},
         [](Hooks &hooks) { hooks.boottime = [&hooks] { return -hooks.ticks.fetch_add(1); }; }},
        {"realtime is in seconds",
         "clock.realtime",
         {"clock.realtime"},
         [](Hooks &hooks) { hooks.realtime = [] { return std::int64_t{1'767'225'600}; }; }},
        {"empty messages are not taken",
         "log.messages",
         {"log.messages"},
         [](Hooks &hooks) {
             hooks.write = [](std::int32_t, const std::string &message) {
                 if (message.empty()) throw std::runtime_error("nothing to log");
             };
         }},
        {"messages come from one thread for ever",
         "log.threads",
         {"log.threads"},
         [](Hooks &hooks) {
             hooks.write = [](std::int32_t, const std::string &message) {
                 if (message.find("several threads") != std::string::npos) throw std::runtime_error("another thread");
             };
         }},
        {"there are no gauges",
         "metrics.kinds",
         {"metrics.kinds", "metrics.threads"},
         [](Hooks &hooks) {
             hooks.record = [](std::int32_t kind) {
                 if (kind == GS_METRIC_GAUGE) throw std::runtime_error("a gauge");
             };
         }},
        {"metrics come from one thread for ever",
         "metrics.threads",
         {"metrics.threads"},
         [](Hooks &hooks) {
             hooks.record = [&hooks](std::int32_t) {
                 const bool another =
                     hooks.first_thread != std::thread::id() && hooks.first_thread != std::this_thread::get_id();
                 if (another) throw std::runtime_error("another thread");
                 hooks.first_thread = std::this_thread::get_id();
             };
         }},
    };
}

std::vector<HookBreak> all_breaks() {
    std::vector<HookBreak> all = breaks_of_notifier();
    for (const HookBreak &each : breaks_of_hooks()) all.push_back(each);
    return all;
}

TEST(GoodHooks, PassEveryCheckOfTheNotifierAndOfTheOptionalHooks) {
    const Hooks hooks;
    const Verdict verdict = run_kit(hooks.host(), {{"ONLY", "notifier.,host.,clock.,log.,metrics."}});
    EXPECT_EQ(verdict.status, GS_OK) << verdict.complaints();
    EXPECT_TRUE(verdict.skipped.empty());
}

TEST(GoodHooks, ANotifierMayBeUnavailableForAMoment) {
    Hooks hooks;
    int calls = 0;
    hooks.notify = [&calls](const gs_notice &, gs_error *) { return ++calls % 2 == 1 ? GS_UNAVAILABLE : GS_OK; };
    const Verdict verdict = run_kit(hooks.host(), {{"ONLY", "notifier."}});
    EXPECT_EQ(verdict.status, GS_OK) << verdict.complaints();
}

class BrokenHooks : public testing::TestWithParam<HookBreak> {};

TEST_P(BrokenHooks, AreCaughtByTheirCheck) {
    Hooks hooks;
    GetParam().apply(hooks);
    const Verdict verdict = run_kit(hooks.host(), {{"ONLY", "notifier.,host.,clock.,log.,metrics."}});
    EXPECT_EQ(Names(verdict.failed.begin(), verdict.failed.end()), GetParam().caught) << verdict.complaints();
    EXPECT_TRUE(GetParam().caught.contains(GetParam().check));
}

std::string test_name(const testing::TestParamInfo<HookBreak> &info) {
    std::string name = std::to_string(info.index) + "_";
    for (const char character : info.param.name) name += std::isalnum(character) != 0 ? character : '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(Break, BrokenHooks, testing::ValuesIn(all_breaks()), test_name);

TEST(BrokenHooksTable, HasAHostForEachCheck) {
    Names caught;
    for (const HookBreak &each : all_breaks()) caught.insert(each.check);
    for (const auto &each : conformance::kit::all_notifier_checks()) {
        EXPECT_TRUE(caught.contains(each.check.name)) << each.check.name << " was never seen to fail";
    }
    for (const auto &each : conformance::kit::all_host_checks()) {
        EXPECT_TRUE(caught.contains(each.check.name)) << each.check.name << " was never seen to fail";
    }
}

} // namespace
} // namespace kit_test
