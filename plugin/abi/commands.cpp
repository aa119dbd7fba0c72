#include "abi/commands.h"

#include "abi/convert.h"
#include "abi/definition.h"
#include "abi/error.h"
#include "abi/handle.h"
#include "abi/rows.h"
#include "abi/struct_reader.h"
#include "abi/text.h"
#include "abi/validation.h"
#include "runtime/reentrancy.h"

#include <string>
#include <utility>

namespace gateway_scheduler::abi {

namespace {

std::int32_t status_of(engine::CommandStatus status) {
    using engine::CommandStatus;
    switch (status) {
    case CommandStatus::ok:
        return GS_OK;
    case CommandStatus::invalid:
        return GS_INVALID;
    case CommandStatus::not_found:
        return GS_NOT_FOUND;
    case CommandStatus::conflict:
        return GS_CONFLICT;
    case CommandStatus::refused:
        return GS_REFUSED;
    case CommandStatus::unavailable:
        return GS_UNAVAILABLE;
    case CommandStatus::failed:
        return GS_FAILED;
    case CommandStatus::doubtful:
        return GS_DOUBTFUL;
    case CommandStatus::not_running:
        return GS_NOT_RUNNING;
    case CommandStatus::stale:
        return GS_STALE;
    }
    return GS_FAILED;
}

void tell(const engine::Reply &reply, gs_change *change) {
    auto told = make_struct<gs_change>();
    told.what = static_cast<std::int32_t>(reply.change);
    told.revision = reply.revision;
    told.next_fire_at = micros(reply.next_fire_at);
    told.running_runs = reply.running_runs;
    write_struct(change, told);
}

std::int32_t answer(const engine::Reply &reply, gs_change *change, gs_error *error) {
    if (reply.status != engine::CommandStatus::ok) {
        return fail(error, status_of(reply.status), reply.text, reply.field, reply.position);
    }
    tell(reply, change);
    return GS_OK;
}

// Checks the arguments that all these calls share, gives the command to the engine and waits for its reply.
template <class Make>
std::int32_t command(gs_scheduler *scheduler, gs_change *change, gs_error *error, Make &&make) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler) return fail(error, GS_INVALID, "scheduler is null");
            if (runtime::current_hook() == runtime::HookKind::closed) {
                return fail(error, GS_REENTRANT, "called from inside a hook that may only complete runs");
            }
            return answer(scheduler->scheduler.call(std::forward<Make>(make)()), change, error);
        },
        [&](const char *what) { return fail(error, GS_FAILED, what); });
}

// A job id that no job can have is not found, whatever is wrong with it.
bool good_id(gs_string job_id) {
    return job_id.size > 0 && job_id.size <= GS_MAX_ID_SIZE && job_id.data && valid_utf8(view(job_id));
}

std::int32_t not_found(gs_error *error) {
    return fail(error, GS_NOT_FOUND, "there is no such job", "id");
}

} // namespace

std::int32_t add_or_update(gs_scheduler *scheduler, const gs_job *job, std::int64_t expected_revision,
                           gs_change *change, gs_error *error) {
    if (expected_revision < GS_REVISION_ANY) {
        return fail(error, GS_INVALID, "expected_revision must be -1 (any), 0 (absent) or a revision",
                    "expected_revision");
    }
    if (const std::int32_t status = validate(scheduler, job, error); status != GS_OK) return status;
    return command(scheduler, change, error, [&] {
        return engine::PutCommand{*copy_definition(job), expected_revision};
    });
}

std::int32_t cancel(gs_scheduler *scheduler, gs_string job_id, gs_change *change, gs_error *error) {
    if (!good_id(job_id)) return not_found(error);
    if (engine::is_system_job(view(job_id))) {
        return fail(error, GS_REFUSED,
                    "a job whose id begins with system/ is the scheduler's own and cannot be removed; it can be paused",
                    "id");
    }
    return command(scheduler, change, error, [&] { return engine::RemoveCommand{std::string(view(job_id))}; });
}

std::int32_t cancel_run(gs_scheduler *scheduler, const gs_id *run_id, gs_error *error) {
    if (!run_id) return fail(error, GS_INVALID, "run_id is null");
    return command(scheduler, nullptr, error, [&] { return engine::CancelRunCommand{id(*run_id)}; });
}

std::int32_t pause(gs_scheduler *scheduler, gs_string job_id, gs_string reason, gs_change *change, gs_error *error) {
    if (!good_id(job_id)) return not_found(error);
    const bool bad = reason.size > GS_MAX_REASON_SIZE || (reason.size > 0 && !reason.data) ||
                     !valid_utf8(view(reason)) || has_control_character(view(reason));
    if (bad) {
        return fail(error, GS_INVALID, "reason must be up to 1024 bytes of UTF-8 without control characters", "reason");
    }
    return command(scheduler, change, error, [&] {
        return engine::PauseCommand{std::string(view(job_id)), std::string(view(reason))};
    });
}

std::int32_t resume(gs_scheduler *scheduler, gs_string job_id, gs_change *change, gs_error *error) {
    if (!good_id(job_id)) return not_found(error);
    return command(scheduler, change, error, [&] { return engine::ResumeCommand{std::string(view(job_id))}; });
}

std::int32_t run_now(gs_scheduler *scheduler, gs_string job_id, gs_id *run_id, gs_error *error) {
    if (!good_id(job_id)) return not_found(error);
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler) return fail(error, GS_INVALID, "scheduler is null");
            if (runtime::current_hook() == runtime::HookKind::closed) {
                return fail(error, GS_REENTRANT, "called from inside a hook that may only complete runs");
            }
            const engine::Reply reply = scheduler->scheduler.call(engine::RunNowCommand{std::string(view(job_id))});
            if (reply.status == engine::CommandStatus::ok && run_id) *run_id = id(reply.run_id);
            return answer(reply, nullptr, error);
        },
        [&](const char *what) { return fail(error, GS_FAILED, what); });
}

namespace {

void visit_answer(const engine::JobAnswer &answer, gs_job_explanation_fn visit, void *context) {
    const gs_run run = answer.run ? lend_run(*answer.run) : gs_run{};
    const gs_record record = answer.record ? lend_record(*answer.record) : gs_record{};
    auto lent = make_struct<gs_job_explanation>();
    lent.answer = static_cast<std::int32_t>(answer.kind);
    lent.at = micros(answer.at);
    lent.run = answer.run ? &run : nullptr;
    lent.record = answer.record ? &record : nullptr;
    lent.down_from = micros(answer.down_from);
    lent.down_until = micros(answer.down_until);
    lent.previous_fire = micros(answer.previous_fire);
    lent.next_fire = micros(answer.next_fire);
    lent.text = lend(answer.text);
    visit(context, &lent);
}

} // namespace

std::int32_t explain_job(gs_scheduler *scheduler, gs_string job_id, gs_string at, gs_job_explanation_fn visit,
                         void *context, gs_error *error) {
    if (!good_id(job_id)) return not_found(error);
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler || !visit) return fail(error, GS_INVALID, "scheduler or explanation is null");
            if (runtime::current_hook() == runtime::HookKind::closed) {
                return fail(error, GS_REENTRANT, "called from inside a hook that may only complete runs");
            }
            engine::ExplainCommand question{std::string(view(job_id)), std::string(view(at))};
            const engine::Reply reply = scheduler->scheduler.call(std::move(question));
            if (reply.answer) visit_answer(*reply.answer, visit, context);
            return answer(reply, nullptr, error);
        },
        [&](const char *what) { return fail(error, GS_FAILED, what); });
}

} // namespace gateway_scheduler::abi
