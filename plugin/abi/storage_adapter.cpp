#include "abi/storage_adapter.h"

#include "abi/answer_collector.h"
#include "abi/convert.h"
#include "abi/lent_items.h"
#include "abi/struct_reader.h"
#include "abi/text.h"

#include <algorithm>
#include <cstring>
#include <variant>
#include <vector>

namespace gateway_scheduler::abi {

namespace {

gs_caller lend_caller(const runtime::Caller &caller) {
    auto lent = make_struct<gs_caller>();
    lent.instance = lend(caller.instance);
    lent.incarnation = id(caller.incarnation);
    return lent;
}

template <class Lent, class Ours, class Function>
engine::StorageAnswer write_batch(void *context, const gs_caller &caller, Function function,
                                  const std::vector<engine::WriteItem> &items) {
    const LentBatch<Lent, Ours> batch(items);
    return AnswerCollector().collect([&](gs_answer *answer, gs_error *error) {
        return function(context, &caller, batch.data(), batch.size(), answer, error);
    });
}

engine::StorageAnswer write_items(const gs_storage &table, const gs_caller &caller,
                                  const std::vector<engine::WriteItem> &items) {
    void *context = table.context;
    const engine::WriteItem &first = items.front();
    if (std::holds_alternative<engine::Claim>(first)) {
        return write_batch<LentClaim, engine::Claim>(context, caller, table.claim, items);
    }
    if (std::holds_alternative<engine::Update>(first)) {
        return write_batch<LentUpdate, engine::Update>(context, caller, table.update, items);
    }
    if (std::holds_alternative<engine::Pass>(first)) {
        return write_batch<LentPass, engine::Pass>(context, caller, table.pass, items);
    }
    if (std::holds_alternative<engine::Begin>(first)) {
        return write_batch<LentBegin, engine::Begin>(context, caller, table.begin, items);
    }
    if (std::holds_alternative<engine::PutJob>(first)) {
        return write_batch<LentPut, engine::PutJob>(context, caller, table.put_job, items);
    }
    if (std::holds_alternative<engine::RemoveJob>(first)) {
        return write_batch<LentRemove, engine::RemoveJob>(context, caller, table.remove_job, items);
    }
    if (std::holds_alternative<engine::DisableJob>(first)) {
        return write_batch<LentDisable, engine::DisableJob>(context, caller, table.disable_job, items);
    }
    if (std::holds_alternative<engine::AskCancel>(first)) {
        return write_batch<LentAskCancel, engine::AskCancel>(context, caller, table.ask_cancel, items);
    }
    return write_batch<LentAnnounced, engine::RecordAnnounced>(context, caller, table.records_announced, items);
}

gs_due_page lend_page(const engine::ReadDue &read) {
    auto page = make_struct<gs_due_page>();
    page.limit = read.limit;
    page.until = micros(read.until);
    page.after_look_at = micros(read.after_look_at);
    page.after_id = lend(read.after_id);
    return page;
}

gs_jobs_page lend_page(const engine::ReadJobs &read) {
    auto page = make_struct<gs_jobs_page>();
    page.limit = read.limit;
    page.after = lend(read.after);
    page.other_than = lend(read.other_than);
    return page;
}

gs_wake_page lend_page(const engine::ReadWake &read) {
    auto page = make_struct<gs_wake_page>();
    page.limit = read.limit;
    page.until = micros(read.until);
    page.after_wake_at = micros(read.after_wake_at);
    page.after_id = id(read.after_id);
    return page;
}

gs_runs_page lend_page(const engine::ReadRuns &read) {
    auto page = make_struct<gs_runs_page>();
    page.limit = read.limit;
    page.before = id(read.before);
    page.run_id = id(read.run_id);
    page.job_id = lend(read.job_id);
    page.owner_instance = lend(read.owner_instance);
    page.states = read.states;
    page.due_at = micros(read.due_at);
    return page;
}

gs_records_page lend_page(const engine::ReadRecords &read) {
    auto page = make_struct<gs_records_page>();
    page.limit = read.limit;
    page.before = id(read.before);
    page.job_id = lend(read.job_id);
    page.covering = micros(read.covering);
    page.events = read.events ? 1 : 0;
    return page;
}

// Where the walk goes on, as the storage has answered it.
gs_purged lend_place(const runtime::PurgePlace &place) {
    auto lent = make_struct<gs_purged>();
    lent.more = 1;
    lent.time = micros(place.time);
    lent.id = id(place.id);
    lent.stayed = place.stayed;
    lent.job_id_size = static_cast<std::uint32_t>(std::min<std::size_t>(place.job_id.size(), GS_MAX_ID_SIZE));
    std::memcpy(lent.job_id, place.job_id.data(), lent.job_id_size);
    return lent;
}

runtime::PurgePlace place_of(const gs_purged &purged) {
    runtime::PurgePlace place;
    place.time = instant(purged.time);
    place.id = id(purged.id);
    place.stayed = purged.stayed;
    place.job_id.assign(purged.job_id, std::min<std::size_t>(purged.job_id_size, GS_MAX_ID_SIZE));
    return place;
}

runtime::PurgeAnswer purge_answer(const engine::StorageAnswer &answer, const gs_purged &purged) {
    runtime::PurgeAnswer told;
    told.status = answer.status;
    told.error = answer.error;
    if (answer.status != engine::CallStatus::ok) return told;
    told.outcome = answer.items.empty() ? engine::ItemOutcome::bad : answer.items.front().outcome;
    if (told.outcome == engine::ItemOutcome::done) {
        told.removed = purged.removed;
        told.failures = purged.failures;
        told.more = purged.more != 0;
        told.place = place_of(purged);
    } else if (told.outcome == engine::ItemOutcome::refused) {
        told.error = "this scheduler's membership has been taken over";
    } else {
        told.error = answer.items.empty() ? "the storage gave no answer to a purge" : answer.items.front().detail;
    }
    return told;
}

} // namespace

engine::StorageAnswer StorageAdapter::write(const runtime::Caller &caller, const engine::Write &call) {
    const gs_caller lent = lend_caller(caller);
    if (const auto *items = std::get_if<std::vector<engine::WriteItem>>(&call)) {
        return write_items(table_, lent, *items);
    }
    return AnswerCollector().collect([&](gs_answer *answer, gs_error *error) -> std::int32_t {
        if (const auto *join = std::get_if<engine::Join>(&call)) {
            auto item = make_struct<gs_join>();
            item.predecessor = id(join->predecessor);
            item.session = id(membership_.executor_session);
            item.data_directory = id(membership_.data_directory);
            return table_.join(table_.context, &lent, &item, answer, error);
        }
        if (const auto *retire = std::get_if<engine::Retire>(&call)) {
            auto item = make_struct<gs_retire>();
            item.how = static_cast<std::int32_t>(retire->how);
            item.incarnation = id(retire->incarnation);
            item.beat = retire->beat;
            return table_.retire(table_.context, &lent, &item, answer, error);
        }
        return table_.beat(table_.context, &lent, answer, error);
    });
}

engine::StorageAnswer StorageAdapter::read(const runtime::Caller &caller, const engine::Read &call) {
    const gs_caller lent = lend_caller(caller);
    void *context = table_.context;
    return AnswerCollector().collect([&](gs_answer *answer, gs_error *error) -> std::int32_t {
        if (const auto *due = std::get_if<engine::ReadDue>(&call)) {
            const gs_due_page page = lend_page(*due);
            return table_.due_jobs(context, &lent, &page, answer, error);
        }
        if (const auto *wake = std::get_if<engine::ReadWake>(&call)) {
            const gs_wake_page page = lend_page(*wake);
            return table_.wake_runs(context, &lent, &page, answer, error);
        }
        if (const auto *runs = std::get_if<engine::ReadRuns>(&call)) {
            const gs_runs_page page = lend_page(*runs);
            return table_.runs(context, &lent, &page, answer, error);
        }
        if (const auto *records = std::get_if<engine::ReadRecords>(&call)) {
            const gs_records_page page = lend_page(*records);
            return table_.records(context, &lent, &page, answer, error);
        }
        if (const auto *job = std::get_if<engine::ReadJob>(&call)) {
            const gs_string job_id = lend(job->id);
            return table_.get_job(context, &lent, &job_id, answer, error);
        }
        if (const auto *jobs = std::get_if<engine::ReadJobs>(&call)) {
            const gs_jobs_page page = lend_page(*jobs);
            return table_.jobs(context, &lent, &page, answer, error);
        }
        if (std::holds_alternative<engine::ReadCalendars>(call)) {
            return table_.calendars(context, &lent, answer, error);
        }
        return table_.replicas(context, &lent, answer, error);
    });
}

runtime::PurgeAnswer StorageAdapter::purge(const runtime::Caller &caller, const runtime::Purge &call) {
    const gs_caller lent = lend_caller(caller);
    const gs_purged after = call.after ? lend_place(*call.after) : gs_purged{};
    auto item = make_struct<gs_purge>();
    item.limit = call.limit;
    item.what = static_cast<std::int32_t>(call.kind);
    item.before = micros(call.before);
    item.failures_before = micros(call.failures_before);
    item.keep = call.keep;
    item.keep_failures = call.keep_failures;
    item.after = call.after ? &after : nullptr;
    auto purged = make_struct<gs_purged>();
    const engine::StorageAnswer collected = AnswerCollector().collect([&](gs_answer *answer, gs_error *error) {
        return table_.purge(table_.context, &lent, &item, &purged, answer, error);
    });
    return purge_answer(collected, purged);
}

} // namespace gateway_scheduler::abi
