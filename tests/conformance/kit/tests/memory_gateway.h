// memory_gateway.h - the hooks of the gateway in plain C (tests/host_api), made and freed. Thread-safety: one thread.
#pragma once

#include <memory>
#include <mutex>

#include <memory_storage.h>

extern "C" {
#include <memory_executor.h>
#include <memory_notifier.h>
}

#include "kit_run.h"

namespace kit_test {

class MemoryGateway {
  public:
    const gs_storage &storage() const { return *memory_storage_table(storage_.get()); }
    const gs_executor &executor() const { return *memory_executor_table(executor_.get()); }
    const gs_notifier &notifier() const { return *memory_notifier_table(notifier_.get()); }
    memory_storage *store() { return storage_.get(); }
    gs_host host() const { return host_of(&storage(), &executor(), &notifier()); }
    // Once it has served nobody (null), no completion is inside the former scheduler or comes to it any more.
    Serve serve() {
        return [this](const gs_scheduler_api *api, gs_scheduler *scheduler) {
            const std::scoped_lock hold(mutex_);
            scheduler_ = scheduler;
            if (scheduler == nullptr) return;
            serving() = this;
            api_ = api;
            locked_ = *api;
            locked_.complete_run = complete_run;
            memory_executor_serve(executor_.get(), &locked_, scheduler);
        };
    }
    // Words of memory_executor.h.
    static Environment payloads() {
        return {{"PAYLOAD", "thread"}, {"LONG_PAYLOAD", "held"}, {"FAILING_PAYLOAD", "failing"}};
    }

  private:
    // The one that completes now: complete_run has no context of the host's.
    static MemoryGateway *&serving() {
        static MemoryGateway *gateway = nullptr;
        return gateway;
    }
    static std::int32_t complete_run(gs_scheduler *, const gs_id *run, std::int32_t attempt,
                                     const gs_completion *completion, gs_error *error) {
        MemoryGateway &self = *serving();
        const std::scoped_lock hold(self.mutex_);
        if (self.scheduler_ == nullptr) return GS_STALE;
        return self.api_->complete_run(self.scheduler_, run, attempt, completion, error);
    }

    std::mutex mutex_;
    const gs_scheduler_api *api_ = nullptr;
    gs_scheduler_api locked_{};
    gs_scheduler *scheduler_ = nullptr;

    template <auto Free>
    struct With {
        template <class Object>
        void operator()(Object *object) const {
            Free(object);
        }
    };
    std::unique_ptr<memory_storage, With<memory_storage_free>> storage_{memory_storage_new(nullptr, nullptr)};
    std::unique_ptr<memory_executor, With<memory_executor_free>> executor_{memory_executor_new()};
    std::unique_ptr<memory_notifier, With<memory_notifier_free>> notifier_{memory_notifier_new()};
};

} // namespace kit_test
