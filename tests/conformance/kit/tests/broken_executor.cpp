// broken_executor.cpp - see broken_executor.h.
#include "broken_executor.h"

namespace kit_test {

namespace {

// The one that completes now: complete_run of the contract has no context of the host's.
BrokenExecutor *serving = nullptr;

} // namespace

AttemptName name_of(const gs_id *run, std::int32_t attempt) {
    return {std::string(reinterpret_cast<const char *>(run->bytes), sizeof run->bytes), attempt};
}

BrokenExecutor::BrokenExecutor(MemoryGateway &gateway)
    : gateway_(gateway), good_(gateway.executor()), table_(gateway.executor()) {
    fill_table();
}

void BrokenExecutor::fill_table() {
    table_.context = this;
    table_.start = [](void *context, const gs_start *item, gs_error *error) {
        BrokenExecutor &self = of(context);
        return self.start ? self.start(*item, error) : self.good_start(*item, error);
    };
    table_.cancel = [](void *context, const gs_id *run, std::int32_t attempt, std::int32_t, gs_error *error) {
        BrokenExecutor &self = of(context);
        return self.cancel ? self.cancel(run, attempt, error) : self.good_cancel(run, attempt, error);
    };
    table_.query = [](void *context, const gs_id *run, std::int32_t attempt, std::int32_t *state, gs_ended_fn ended,
                      void *ended_context, gs_error *error) {
        BrokenExecutor &self = of(context);
        if (self.query) return self.query(run, attempt, state, ended, ended_context, error);
        return self.good_query(run, attempt, state, ended, ended_context, error);
    };
    table_.release = [](void *context, const gs_id *run, std::int32_t attempt) {
        BrokenExecutor &self = of(context);
        if (self.release) self.release(run, attempt);
        self.good_.release(self.good_.context, run, attempt);
    };
}

std::int32_t BrokenExecutor::good_start(const gs_start &item, gs_error *error) {
    return good_.start(good_.context, &item, error);
}

std::int32_t BrokenExecutor::good_cancel(const gs_id *run, std::int32_t attempt, gs_error *error) {
    return good_.cancel(good_.context, run, attempt, GS_REASON_REQUESTED, error);
}

std::int32_t BrokenExecutor::good_query(const gs_id *run, std::int32_t attempt, std::int32_t *state, gs_ended_fn ended,
                                        void *context, gs_error *error) {
    return good_.query(good_.context, run, attempt, state, ended, context, error);
}

Serve BrokenExecutor::serve() {
    return [this](const gs_scheduler_api *api, gs_scheduler *scheduler) {
        if (scheduler == nullptr) return gateway_.serve()(api, scheduler);
        serving = this;
        scheduler_ = scheduler;
        real_api_ = api;
        api_ = *api;
        api_.complete_run = [](gs_scheduler *to, const gs_id *run, std::int32_t attempt,
                               const gs_completion *completion, gs_error *error) {
            gs_completion copy = *completion;
            if (serving->complete && !serving->complete(name_of(run, attempt), copy)) return GS_OK + 0;
            {
                const std::scoped_lock hold(serving->mutex_);
                serving->ended_.insert(name_of(run, attempt));
            }
            return serving->real_api_->complete_run(to, run, attempt, &copy, error);
        };
        gateway_.serve()(&api_, scheduler);
    };
}

bool BrokenExecutor::has_ended(const AttemptName &attempt) const {
    const std::scoped_lock hold(mutex_);
    return ended_.contains(attempt);
}

int BrokenExecutor::count(const std::string &what) {
    const std::scoped_lock hold(mutex_);
    return ++counts_[what];
}

std::int32_t BrokenExecutor::tell_completion(const gs_id &run, std::int32_t result) {
    gs_completion completion{};
    completion.struct_size = sizeof completion;
    completion.result = result;
    return real_api_->complete_run(scheduler_, &run, 1, &completion, nullptr);
}

std::int32_t BrokenExecutor::tell_progress(const gs_id &run) {
    return real_api_->progress(scheduler_, &run, 1, nullptr);
}

} // namespace kit_test
