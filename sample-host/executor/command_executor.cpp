#include "executor/command_executor.h"

#include "executor/environment.h"
#include "executor/payload.h"
#include "loader/contract.h"
#include "json/id.h"

#include <sys/random.h>
#include <unistd.h>

#include <utility>

namespace sample_host::executor {
namespace {

gs_id random_id() {
    gs_id id{};
    if (::getrandom(id.bytes, sizeof(id.bytes), 0) != sizeof(id.bytes)) {
        throw LaunchError("the system gives no random bytes to name the executor's session with");
    }
    return id;
}

CommandExecutor &self(void *context) {
    return *static_cast<CommandExecutor *>(context);
}

} // namespace

CommandExecutor::CommandExecutor(const CommandExecutorOptions &options)
    : passed_environment_(passed_environment(::environ)),
      launcher_(options.life_lock, options.cancel_grace),
      watcher_(launcher_.socket(),
               [this](const AttemptKey &key, const Completion &completion) { complete(key, completion); }) {
    fill_table();
}

void CommandExecutor::fill_table() {
    table_.struct_size = sizeof(gs_executor);
    table_.context = this;
    table_.session = random_id();
    table_.start = [](void *context, const gs_start *start, gs_error *error) noexcept {
        return guarded(error, GS_UNAVAILABLE, [&] { return self(context).start(*start, error); });
    };
    table_.cancel = [](void *context, const gs_id *run_id, int32_t attempt, int32_t, gs_error *error) noexcept {
        return guarded(error, GS_UNAVAILABLE, [&] { return self(context).cancel({*run_id, attempt}, error); });
    };
    table_.query = [](void *context, const gs_id *run_id, int32_t attempt, int32_t *state, gs_ended_fn ended,
                      void *ended_context, gs_error *error) noexcept {
        return guarded(error, GS_UNAVAILABLE, [&] {
            return self(context).query({*run_id, attempt}, state, ended, ended_context);
        });
    };
    table_.release = [](void *context, const gs_id *run_id, int32_t attempt) noexcept {
        self(context).attempts_.release({*run_id, attempt});
    };
}

int32_t CommandExecutor::start(const gs_start &start, gs_error *error) {
    const AttemptKey key(start.run_id, start.attempt);
    if (!attempts_.begin(key)) {
        return tell_error(error, GS_ALREADY, "attempt",
                          "attempt " + std::to_string(start.attempt) + " of run " + json::format_id(start.run_id) +
                              " was started before");
    }
    try {
        Payload payload = parse_payload(view(start.job->payload));
        const std::string program = payload.command.front();
        const LaunchRequest request{std::move(payload.command), command_environment(passed_environment_, start)};
        watcher_.watch(key, program, launcher_.launch(request, payload.prompt));
        return GS_OK;
    } catch (const PayloadError &failure) {
        attempts_.abandon(key);
        return tell_error(error, GS_REFUSED, "payload", failure.what());
    } catch (...) {
        attempts_.abandon(key);
        throw;
    }
}

int32_t CommandExecutor::cancel(const AttemptKey &key, gs_error *error) {
    if (attempts_.find(key).state == GS_ATTEMPT_NEVER_STARTED) {
        return tell_error(error, GS_NOT_FOUND, "attempt",
                          "attempt " + std::to_string(key.attempt) + " of run " + json::format_id(key.id()) +
                              " is not known to this executor");
    }
    watcher_.ask_to_end(key);
    return GS_OK;
}

int32_t CommandExecutor::query(const AttemptKey &key, int32_t *state, gs_ended_fn ended, void *ended_context) const {
    const Attempts::Known known = attempts_.find(key);
    if (known.completion) {
        const gs_completion lent = known.completion->lent();
        ended(ended_context, &lent);
    }
    *state = known.state;
    return GS_OK;
}

void CommandExecutor::set_scheduler(const gs_scheduler_api *api, gs_scheduler *scheduler) {
    const std::lock_guard lock(scheduler_mutex_);
    api_ = api;
    scheduler_ = scheduler;
}

void CommandExecutor::complete(const AttemptKey &key, const Completion &completion) {
    // Kept first: should the scheduler not take it, a later one asks for it.
    attempts_.end(key, completion);
    const gs_completion lent = completion.lent();
    const gs_id run_id = key.id();
    gs_error error = empty_error();
    // complete_run neither blocks nor calls back, so the lock is safe; it keeps the scheduler alive meanwhile.
    const std::lock_guard lock(scheduler_mutex_);
    if (scheduler_ != nullptr) api_->complete_run(scheduler_, &run_id, key.attempt, &lent, &error);
}

} // namespace sample_host::executor
