// executor_scene.cpp - see executor_scene.h.
#include "executor_scene.h"

#include <algorithm>
#include <memory>

#include "text.h"
#include "well_formed.h"

namespace conformance::kit {

namespace {

const std::string &given(const std::optional<std::string> &payload, const char *name) {
    if (payload) return *payload;
    throw Skipped(std::string("GATEWAY_SCHEDULER_CONFORMANCE_") + name + " is not set");
}

// What start is lent, in memory that is spoilt when it goes.
struct Lent {
    Lent(const ExecutorUnderTest &executor, const std::string &payload_text, gs_id run, std::int32_t number)
        : id(executor.job_id), payload(payload_text) {
        job.struct_size = sizeof job;
        job.id = borrow(id);
        job.name = borrow(name);
        job.schedule = borrow(schedule);
        job.start_at = job.end_at = GS_NO_TIME;
        job.max_active = 1;
        job.catch_up_limit = 100;
        job.catch_up_window = 24 * hour;
        job.timeout = 30 * minute;
        job.retries = 3;
        job.retry_delay = second;
        job.retry_max_delay = hour;
        job.job_class = GS_CLASS_LIGHT;
        job.notify_on = GS_NOTIFY_COMPLETED | GS_NOTIFY_FAILED | GS_NOTIFY_DISABLED;
        job.payload = borrow_bytes(payload);
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        start = {sizeof start,
                 number,
                 run,
                 std::chrono::duration_cast<std::chrono::microseconds>(now).count(),
                 GS_TRIGGER_MANUAL,
                 1,
                 &job,
                 1,
                 0,
                 0};
    }
    ~Lent() {
        for (std::string *text : {&id, &name, &schedule, &payload}) std::fill(text->begin(), text->end(), '\xff');
        job = {};
        start = {};
    }
    Lent(const Lent &) = delete;
    Lent &operator=(const Lent &) = delete;

    std::string id, name = "conformance", schedule = "@manual", payload;
    gs_job job{};
    gs_start start{};
};

} // namespace

const std::string &ExecutorScene::quick() const {
    return given(executor_.settings->payload, "PAYLOAD");
}
const std::string &ExecutorScene::lasting() const {
    return given(executor_.settings->long_payload, "LONG_PAYLOAD");
}
const std::string &ExecutorScene::failing() const {
    return given(executor_.settings->failing_payload, "FAILING_PAYLOAD");
}

void ExecutorScene::need_query() const {
    if (executor_.host->query == nullptr || executor_.host->release == nullptr) {
        throw Skipped("the executor has no query and release, which are optional");
    }
}

template <class Call>
std::int32_t ExecutorScene::call(const char *hook, gs_error *error, Call host_call) {
    const Watch::Inside inside(*executor_.watch, hook);
    const auto note = [&](const char *check, const std::string &fault) {
        if (!fault.empty()) executor_.watch->note(check, std::string(hook) + ": " + fault);
    };
    try {
        const std::int32_t status = host_call();
        const auto took = inside.so_far();
        const auto known = executor_.fastest.emplace(hook, took).first;
        known->second = std::min(known->second, took);
        if (status < GS_OK || status > GS_BUSY)
            note("executor.calls.status", "the call answered " + status_name(status));
        if (error != nullptr) note("executor.calls.error", fault_of(*error, status));
        return status;
    } catch (...) {
        note("executor.calls.exceptions", "an exception came out of the call");
        return GS_FAILED;
    }
}

Attempt ExecutorScene::start(const std::string &payload, gs_id run, std::int32_t number, bool with_error) {
    if (executor_.host->start == nullptr) throw Blocked("the executor's table lacks start");
    Attempt attempt{run, number, GS_OK, ""};
    const bool is_new = std::none_of(attempts_.begin(), attempts_.end(),
                                     [&](const Attempt &other) { return other.key() == attempt.key(); });
    executor_.book->expect(attempt.key()); // before, as it may be completed before start has returned
    gs_error error{};
    error.struct_size = sizeof error;
    gs_error *const told = with_error ? &error : nullptr;
    {
        const auto lent = std::make_unique<Lent>(executor_, payload, run, number);
        attempt.status = call("executor.start", told,
                              [&] { return executor_.host->start(executor_.host->context, &lent->start, told); });
    }
    attempt.said = said(error);
    if (attempt.status == GS_OK && is_new) attempts_.push_back(attempt);
    if (attempt.status != GS_OK && is_new) executor_.book->refuse(attempt.key());
    return attempt;
}

Attempt ExecutorScene::started(const std::string &payload) {
    Attempt attempt = start(payload, new_run());
    if (attempt.status != GS_OK) {
        throw Blocked("start answered " + status_name(attempt.status) + " " + attempt.said);
    }
    return attempt;
}

Ending ExecutorScene::ended(const Attempt &attempt) {
    const std::chrono::seconds soon = executor_.settings->hook_deadline;
    const auto ending = executor_.book->await(attempt.key(), soon);
    if (!ending) {
        throw Broken("the attempt was accepted and not completed within " + std::to_string(soon.count()) + " seconds");
    }
    if (!ending->fault.empty()) throw Broken("complete_run was called with what cannot be read: " + ending->fault);
    return *ending;
}

Ending ExecutorScene::canceled(const Attempt &attempt) {
    cancel(attempt);
    const auto ending = executor_.book->await(attempt.key(), executor_.cancel_grace);
    if (ending) return *ending;
    throw Broken("the attempt was canceled and not completed within the cancel_grace of " +
                 std::to_string(executor_.cancel_grace.count() / second) + " seconds");
}

std::int32_t ExecutorScene::cancel(const Attempt &attempt, bool with_error) {
    if (executor_.host->cancel == nullptr) throw Blocked("the executor's table lacks cancel");
    gs_error error{};
    error.struct_size = sizeof error;
    gs_error *const told = with_error ? &error : nullptr;
    return call("executor.cancel", told, [&] {
        return executor_.host->cancel(executor_.host->context, &attempt.run, attempt.number, GS_REASON_REQUESTED, told);
    });
}

Queried ExecutorScene::query(const Attempt &attempt) {
    Queried answer;
    gs_error error{};
    error.struct_size = sizeof error;
    const gs_ended_fn keep = [](void *context, const gs_completion *completion) {
        static_cast<Queried *>(context)->endings.push_back(ending_of(completion));
    };
    answer.status = call("executor.query", &error, [&] {
        return executor_.host->query(executor_.host->context, &attempt.run, attempt.number, &answer.state, keep,
                                     &answer, &error);
    });
    return answer;
}

void ExecutorScene::release(const Attempt &attempt) {
    call("executor.release", nullptr, [&] {
        executor_.host->release(executor_.host->context, &attempt.run, attempt.number);
        return GS_OK;
    });
}

void ExecutorScene::tidy_up() noexcept {
    try {
        for (const Attempt &attempt : attempts_) {
            if (!executor_.book->ending(attempt.key())) cancel(attempt);
        }
        for (const Attempt &attempt : attempts_) {
            executor_.book->await(attempt.key(), executor_.cancel_grace);
            if (executor_.host->release != nullptr) release(attempt);
        }
    } catch (const std::exception &) {
        return; // a table that lacks a function; its check has told
    }
}

} // namespace conformance::kit
