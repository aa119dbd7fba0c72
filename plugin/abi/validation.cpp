#include "abi/validation.h"

#include "abi/convert.h"
#include "abi/definition.h"
#include "abi/error.h"
#include "abi/handle.h"
#include "abi/struct_reader.h"
#include "abi/text.h"
#include "engine/timetable.h"
#include "runtime/reentrancy.h"

#include <string>

namespace gateway_scheduler::abi {

namespace {

std::int32_t refuse(gs_error *error, const engine::Refusal &refusal) {
    return fail(error, GS_INVALID, refusal.text, refusal.field);
}

std::int32_t refuse(gs_error *error, const schedule::Error &refusal) {
    return fail(error, GS_INVALID, refusal.text, refusal.field, refusal.position);
}

std::int32_t reentrant(gs_error *error) {
    return fail(error, GS_REENTRANT, "called from inside a hook that may only complete runs");
}

std::int32_t check(gs_scheduler &scheduler, const gs_job *job, gs_error *error) {
    if (const auto refusal = check_job(job)) return refuse(error, *refusal);
    const auto definition = copy_definition(job);
    if (!definition) return fail(error, GS_INVALID, "the job has a value that the contract does not know");
    if (engine::is_system_job(definition->id)) {
        return fail(error, GS_INVALID,
                    "an id that begins with system/ is kept for the scheduler's own jobs; expected another id", "id");
    }
    if (const auto refusal = engine::validate(*definition)) return refuse(error, *refusal);
    const auto timetable = engine::make_timetable(*definition, scheduler.zones);
    return timetable ? static_cast<std::int32_t>(GS_OK) : refuse(error, timetable.error());
}

} // namespace

std::int32_t validate(gs_scheduler *scheduler, const gs_job *job, gs_error *error) {
    return guarded(
        [&]() -> std::int32_t {
            if (!scheduler || !job) return fail(error, GS_INVALID, "scheduler or job is null");
            if (runtime::current_hook() == runtime::HookKind::closed) return reentrant(error);
            return check(*scheduler, job, error);
        },
        [&](const char *what) { return fail(error, GS_FAILED, what); });
}

} // namespace gateway_scheduler::abi
