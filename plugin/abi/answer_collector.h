// Collects what the storage visits into one StorageAnswer. Used for one call, on its thread.
#pragma once

#include "engine/storage_answer.h"

#include <gateway_scheduler/storage.h>

#include <functional>
#include <string>

namespace gateway_scheduler::abi {

class AnswerCollector {
  public:
    AnswerCollector();
    AnswerCollector(const AnswerCollector &) = delete;
    AnswerCollector &operator=(const AnswerCollector &) = delete;

    // Calls one function of the storage and returns what became of it.
    using Call = std::function<std::int32_t(gs_answer *, gs_error *)>;
    engine::StorageAnswer collect(const Call &call);

  private:
    static void on_item(void *context, std::uint32_t index, const gs_item_result *result);
    static void on_job(void *context, const gs_job_row *row);
    static void on_run(void *context, const gs_run *row);
    static void on_record(void *context, const gs_record *row);
    static void on_replica(void *context, const gs_replica *row);
    static void on_calendar(void *context, const gs_calendar *row);
    static void on_cancel_requested(void *context, const gs_id *run_id);

    template <class Function>
    void keep(Function &&function) noexcept; // an exception in a visitor must not cross the host's frames

    gs_answer answer_;
    engine::StorageAnswer collected_;
    std::string trouble_; // what went wrong inside a visitor
};

} // namespace gateway_scheduler::abi
