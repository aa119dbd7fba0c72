#include "abi/hook_adapters.h"

#include "abi/completion.h"
#include "abi/convert.h"
#include "abi/definition.h"
#include "abi/error.h"
#include "abi/rows.h"
#include "abi/struct_reader.h"
#include "abi/text.h"
#include "runtime/reentrancy.h"

#include <ctime>
#include <string>
#include <utility>

namespace gateway_scheduler::abi {

namespace {

runtime::StartAnswer start_answer(std::int32_t status, std::string error) {
    using engine::StartStatus;
    switch (status) {
    case GS_OK:
    case GS_ALREADY:
        return {StartStatus::accepted, {}};
    case GS_BUSY:
        return {StartStatus::busy, std::move(error)};
    case GS_REFUSED:
        return {StartStatus::rejected, std::move(error)};
    case GS_UNAVAILABLE:
        return {StartStatus::unavailable, std::move(error)};
    default:
        break;
    }
    if (error.empty()) error = "the executor gave status " + std::to_string(status);
    return {StartStatus::failed, std::move(error)};
}

std::int64_t read_clock(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
}

// The host's clock, or the machine's when the host lends none or its hook throws.
std::int64_t read_hook(std::int64_t (*hook)(void *), void *context, clockid_t fallback) {
    if (!hook) return read_clock(fallback);
    return guarded([&] { return hook(context); }, [&](const char *) { return read_clock(fallback); });
}

} // namespace

runtime::StartAnswer ExecutorAdapter::start(const engine::StartRun &run) {
    LentDefinition definition(*run.definition);
    definition.set_payload(run.payload);
    auto start = make_struct<gs_start>();
    start.attempt = run.attempt;
    start.run_id = id(run.run_id);
    start.due_at = micros(run.due_at);
    start.trigger = static_cast<std::int32_t>(run.trigger);
    start.units = run.definition->units;
    start.job = definition.get();
    start.revision = run.revision;
    start.lateness = run.lateness.count();
    start.merged = run.merged;
    auto error = make_struct<gs_error>();
    std::string thrown;
    const std::int32_t status = guarded([&] { return table_.start(table_.context, &start, &error); },
                                        [&](const char *what) {
                                            thrown = std::string("the executor threw: ") + what;
                                            return static_cast<std::int32_t>(GS_FAILED);
                                        });
    return start_answer(status, thrown.empty() ? std::string(text_of(error)) : thrown);
}

void ExecutorAdapter::cancel(const engine::CancelAttempt &attempt) {
    const gs_id run_id = id(attempt.run_id);
    auto error = make_struct<gs_error>();
    // Whatever it answers: the attempt's end is told by complete_run, or the grace runs out.
    guarded(
        [&] {
            table_.cancel(table_.context, &run_id, attempt.attempt, static_cast<std::int32_t>(attempt.reason), &error);
        },
        [](const char *) {});
}

runtime::QueryAnswer ExecutorAdapter::query(const engine::QueryAttempt &attempt) {
    const gs_id run_id = id(attempt.run_id);
    auto error = make_struct<gs_error>();
    std::int32_t state = GS_ATTEMPT_UNKNOWN;
    runtime::QueryAnswer answer;
    const auto on_ended = [](void *context, const gs_completion *completion) {
        guarded(
            [&] {
                const bool good = check_completion(completion).empty();
                if (good) static_cast<runtime::QueryAnswer *>(context)->completion = copy_completion(completion);
            },
            [](const char *) {});
    };
    const std::int32_t status = guarded(
        [&] { return table_.query(table_.context, &run_id, attempt.attempt, &state, on_ended, &answer, &error); },
        [](const char *) { return static_cast<std::int32_t>(GS_FAILED); });
    if (status != GS_OK) return {};
    if (state == GS_ATTEMPT_GOING) answer.state = engine::AttemptState::going;
    if (state == GS_ATTEMPT_NEVER_STARTED) answer.state = engine::AttemptState::never_started;
    if (state == GS_ATTEMPT_ENDED && answer.completion) answer.state = engine::AttemptState::ended;
    if (answer.state != engine::AttemptState::ended) answer.completion.reset();
    return answer;
}

void ExecutorAdapter::release(const engine::ReleaseAttempt &attempt) {
    if (!table_.release) return;
    const gs_id run_id = id(attempt.run_id);
    guarded([&] { table_.release(table_.context, &run_id, attempt.attempt); }, [](const char *) {});
}

engine::NoticeStatus NotifierAdapter::notify(const engine::Announce &announce) {
    auto notice = make_struct<gs_notice>();
    notice.event = static_cast<std::int32_t>(announce.event);
    notice.id = id(announce.notice_id);
    notice.job_id = lend(announce.job_id);
    notice.job_name = lend(announce.job_name);
    notice.owner = lend(announce.owner);
    gs_run run{};
    gs_record record{};
    if (announce.run) {
        run = lend_run(*announce.run);
        notice.run = &run;
    }
    if (announce.record) {
        record = lend_record(*announce.record);
        notice.record = &record;
    }
    auto error = make_struct<gs_error>();
    const std::int32_t status = guarded([&] { return table_.notify(table_.context, &notice, &error); },
                                        [](const char *) { return static_cast<std::int32_t>(GS_UNAVAILABLE); });
    if (status == GS_OK) return engine::NoticeStatus::told;
    return status == GS_UNAVAILABLE ? engine::NoticeStatus::later : engine::NoticeStatus::given_up;
}

engine::Moment ClockAdapter::boottime() {
    const runtime::InsideHook inside(runtime::HookKind::closed);
    const std::int64_t now = read_hook(table_.boottime, table_.context, CLOCK_BOOTTIME);
    return engine::Moment(engine::Duration(now));
}

engine::Instant ClockAdapter::realtime() {
    const runtime::InsideHook inside(runtime::HookKind::closed);
    return instant(read_hook(table_.realtime, table_.context, CLOCK_REALTIME));
}

void LogAdapter::write(engine::LogLevel level, std::string_view text) {
    const auto number = static_cast<std::int32_t>(level);
    if (!table_.write || number < table_.level) return;
    const runtime::InsideHook inside(runtime::HookKind::closed);
    guarded([&] { table_.write(table_.context, number, lend(text)); }, [](const char *) {});
}

void MetricsAdapter::record(std::int32_t kind, std::string_view name, double value) {
    if (!table_.record) return;
    const runtime::InsideHook inside(runtime::HookKind::closed);
    guarded([&] { table_.record(table_.context, kind, lend(name), value); }, [](const char *) {});
}

} // namespace gateway_scheduler::abi
