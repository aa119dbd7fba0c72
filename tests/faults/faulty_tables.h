// The host's three tables with an injector in front of each function that the scheduler calls. Any thread, as the
// tables behind them.
#pragma once

#include "faults/injector.h"

#include <gateway_scheduler/executor.h>
#include <gateway_scheduler/notifier.h>
#include <gateway_scheduler/storage.h>

#include <tuple>

namespace faults {

class FaultyTables {
  public:
    using Inner = std::tuple<gs_storage, gs_executor, gs_notifier>;

    // `shared`: what the storage says of itself instead of being exclusive.
    FaultyTables(const Inner &inner, Injector &injector, bool shared);
    FaultyTables(const FaultyTables &) = delete;
    FaultyTables &operator=(const FaultyTables &) = delete;

    const gs_storage &storage() const { return storage_; }
    const gs_executor &executor() const { return executor_; }
    const gs_notifier &notifier() const { return notifier_; }

  private:
    // A function of the contract whose last argument is the error.
    template <auto Function, Hook hook, class... Arguments>
    static std::int32_t call(void *context, Arguments... arguments);
    static std::int32_t call_retire(void *context, const gs_caller *caller, const gs_retire *retire, gs_answer *answer,
                                    gs_error *error);
    static std::int32_t call_begin(void *context, const gs_caller *caller, const gs_begin *const *items,
                                   std::uint32_t count, gs_answer *answer, gs_error *error);
    static void call_release(void *context, const gs_id *run_id, std::int32_t attempt);

    void wrap_replicas();
    void wrap_reads();
    void wrap_writes();
    void wrap_executor();

    template <class Table, class Member>
    const Table &inner_of(Member Table::*) const {
        return std::get<Table>(inner_);
    }

    Inner inner_;
    Injector &injector_;
    gs_storage storage_;
    gs_executor executor_;
    gs_notifier notifier_;
};

} // namespace faults
