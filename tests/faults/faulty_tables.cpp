#include "faults/faulty_tables.h"

#include <span>

namespace faults {

FaultyTables::FaultyTables(const Inner &inner, Injector &injector, bool shared)
    : inner_(inner),
      injector_(injector),
      storage_(std::get<gs_storage>(inner)),
      executor_(std::get<gs_executor>(inner)),
      notifier_(std::get<gs_notifier>(inner)) {
    storage_.context = executor_.context = notifier_.context = this;
    if (shared) storage_.exclusive = 0;
    wrap_replicas();
    wrap_reads();
    wrap_writes();
    wrap_executor();
    notifier_.notify = call<&gs_notifier::notify, Hook::notify>;
}

template <auto Function, Hook hook, class... Arguments>
std::int32_t FaultyTables::call(void *context, Arguments... arguments) {
    const auto &self = *static_cast<FaultyTables *>(context);
    gs_error *error = std::get<sizeof...(Arguments) - 1>(std::tuple(arguments...));
    const auto &table = self.inner_of(Function);
    return self.injector_.pass(hook, error, [&] { return (table.*Function)(table.context, arguments...); });
}

// Two hooks each, by what is asked of them.
std::int32_t FaultyTables::call_retire(void *context, const gs_caller *caller, const gs_retire *retire,
                                       gs_answer *answer, gs_error *error) {
    const bool itself = retire->how == GS_REPLICA_RETIRED_BY_ITSELF;
    decltype(gs_storage::retire) chosen = call<&gs_storage::retire, Hook::retire_another>;
    if (itself) chosen = call<&gs_storage::retire, Hook::retire>;
    return chosen(context, caller, retire, answer, error);
}

std::int32_t FaultyTables::call_begin(void *context, const gs_caller *caller, const gs_begin *const *items,
                                      std::uint32_t count, gs_answer *answer, gs_error *error) {
    const bool starts = std::span(items, count).front()->start != 0;
    decltype(gs_storage::begin) chosen = call<&gs_storage::begin, Hook::take_over>;
    if (starts) chosen = call<&gs_storage::begin, Hook::begin>;
    return chosen(context, caller, items, count, answer, error);
}

void FaultyTables::call_release(void *context, const gs_id *run_id, std::int32_t attempt) {
    const auto &self = *static_cast<FaultyTables *>(context);
    const auto &table = self.inner_of(&gs_executor::release);
    self.injector_.pass(Hook::release, nullptr, [&] {
        table.release(table.context, run_id, attempt);
        return static_cast<std::int32_t>(GS_OK);
    });
}

void FaultyTables::wrap_replicas() {
    storage_.join = call<&gs_storage::join, Hook::join>;
    storage_.beat = call<&gs_storage::beat, Hook::beat>;
    storage_.retire = call_retire;
    storage_.replicas = call<&gs_storage::replicas, Hook::replicas>;
}

void FaultyTables::wrap_reads() {
    storage_.get_job = call<&gs_storage::get_job, Hook::get_job>;
    storage_.jobs = call<&gs_storage::jobs, Hook::jobs>;
    storage_.due_jobs = call<&gs_storage::due_jobs, Hook::due_jobs>;
    storage_.wake_runs = call<&gs_storage::wake_runs, Hook::wake_runs>;
    storage_.runs = call<&gs_storage::runs, Hook::runs>;
    storage_.records = call<&gs_storage::records, Hook::records>;
    storage_.calendars = call<&gs_storage::calendars, Hook::calendars>;
}

void FaultyTables::wrap_writes() {
    storage_.put_job = call<&gs_storage::put_job, Hook::put_job>;
    storage_.remove_job = call<&gs_storage::remove_job, Hook::remove_job>;
    storage_.disable_job = call<&gs_storage::disable_job, Hook::disable_job>;
    storage_.claim = call<&gs_storage::claim, Hook::claim>;
    storage_.pass = call<&gs_storage::pass, Hook::pass>;
    storage_.begin = call_begin;
    storage_.update = call<&gs_storage::update, Hook::update>;
    storage_.ask_cancel = call<&gs_storage::ask_cancel, Hook::ask_cancel>;
    storage_.records_announced = call<&gs_storage::records_announced, Hook::records_announced>;
    // All history is kept here, so nothing is purged.
    storage_.purge = [](void *, const gs_caller *, const gs_purge *, gs_purged *, gs_answer *, gs_error *error) {
        return sample_host::tell_error(error, GS_UNSUPPORTED, "", "nothing is purged here");
    };
}

void FaultyTables::wrap_executor() {
    executor_.start = call<&gs_executor::start, Hook::start>;
    executor_.cancel = call<&gs_executor::cancel, Hook::cancel>;
    executor_.query = call<&gs_executor::query, Hook::query>;
    executor_.release = call_release;
}

} // namespace faults
