// notifier_scene.cpp - the notices of notifier_checks.h.
#include "notifier_checks.h"

#include <chrono>
#include <thread>

#include "text.h"
#include "well_formed.h"

namespace conformance::kit {

namespace {

std::int64_t wall_clock() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

} // namespace

NoticeText NotifierScene::plain() const {
    return {prefix_ + "job", "a job of the conformance kit", "conformance", "it did not work out", "what it said", ""};
}

std::int32_t NotifierScene::call(const gs_notice &notice, bool with_error) {
    gs_error error{};
    error.struct_size = sizeof error;
    gs_error *const told = with_error ? &error : nullptr;
    const Watch::Inside inside(watch_, "notifier.notify");
    try {
        const std::int32_t status = host_->notify(host_->context, &notice, told);
        if (status < GS_OK || status > GS_BUSY) {
            watch_.note("notifier.calls.status", "notify answered " + status_name(status));
        }
        const std::string fault = with_error ? fault_of(error, status) : "";
        if (!fault.empty()) watch_.note("notifier.calls.error", "notify: " + fault);
        return status;
    } catch (...) {
        watch_.note("notifier.calls.exceptions", "an exception came out of notify");
        return GS_FAILED;
    }
}

// It is sent again later, with backoff.
std::int32_t NotifierScene::tell(gs_notice &notice, const NoticeText &text, bool with_error) {
    if (host_->notify == nullptr) throw Blocked("the notifier's table lacks notify");
    notice.struct_size = sizeof notice;
    notice.job_id = borrow(text.job_id);
    notice.job_name = borrow(text.job_name);
    notice.owner = borrow(text.owner);
    const auto deadline = Watch::Clock::now() + std::chrono::seconds(5);
    for (auto pause = std::chrono::milliseconds(10);; pause *= 2) {
        const std::int32_t status = call(notice, with_error);
        if (status != GS_UNAVAILABLE || Watch::Clock::now() + pause > deadline) return status;
        std::this_thread::sleep_for(pause);
    }
}

std::int32_t NotifierScene::tell_run(std::int32_t event, std::int32_t outcome, const NoticeText &text, gs_id id,
                                     bool with_error) {
    const std::string instance = "conformance";
    const std::int64_t now = wall_clock();
    gs_run run{};
    run.struct_size = sizeof run;
    run.trigger = GS_TRIGGER_SCHEDULE;
    run.id = id;
    run.job_id = borrow(text.job_id);
    run.generation = run.revision = run.epoch = 1;
    run.due_at = run.claimed_at = run.started_at = now - second;
    run.finished_at = run.wake_at = now;
    run.state = GS_STATE_CLOSED;
    run.outcome = outcome;
    run.reason = outcome == GS_OUTCOME_SKIPPED ? GS_REASON_EXECUTOR_BUSY : GS_REASON_NONE;
    run.attempt = run.attempt_spent = 1;
    run.owner_instance = borrow(instance);
    run.concurrency_key = borrow(text.job_id);
    run.error = borrow(text.error);
    run.output = borrow_bytes(text.output);
    gs_notice notice{};
    notice.event = event;
    notice.id = id;
    notice.run = &run;
    return tell(notice, text, with_error);
}

std::int32_t NotifierScene::tell_record(std::int32_t event, std::int32_t kind, std::int32_t reason,
                                        const NoticeText &text) {
    const std::string instance = "conformance";
    const std::int64_t now = wall_clock();
    gs_record record{};
    record.struct_size = sizeof record;
    record.kind = kind;
    record.id = new_id();
    record.job_id = borrow(text.job_id);
    record.generation = record.count = 1;
    record.first_due = record.last_due = kind == GS_RECORD_EVENT ? GS_NO_TIME : now - second;
    record.reason = reason;
    record.wake_at = record.at = now;
    record.by_instance = borrow(instance);
    record.detail = borrow(text.detail);
    gs_notice notice{};
    notice.event = event;
    notice.id = record.id;
    notice.record = &record;
    return tell(notice, text, true);
}

} // namespace conformance::kit
