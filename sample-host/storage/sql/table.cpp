// table.cpp - see table.h. Each function is one of two shapes: a write (items in one transaction) or a read. Both end
// with the caller's cancel flags and the clock, and both turn exceptions into statuses in one place.
#include "storage/sql/table.h"

#include <exception>
#include <utility>

#include "storage/sql/batches.h"
#include "storage/sql/database.h"
#include "storage/sql/error.h"
#include "storage/sql/fault.h"
#include "storage/sql/operations.h"
#include "storage/sql/read_call.h"
#include "storage/sql/reads.h"

namespace sample_host::sql {

namespace {

Database &database_of(void *context) {
    return *static_cast<Database *>(context);
}

template <class Body>
std::int32_t guarded(Database &database, gs_answer &answer, gs_error *error, Body body) {
    std::int32_t status = GS_OK;
    try {
        body();
    } catch (...) {
        status = tell(error, database, std::current_exception());
    }
    answer.store_now = database.now();
    return status;
}

template <class Read>
std::int32_t read_call(void *context, const gs_caller *caller, gs_answer *answer, gs_error *error, Read read) {
    Database &database = database_of(context);
    return guarded(database, *answer, error, [&] {
        const Lent connection = database.lend(Use::reading);
        Transaction transaction(*connection, Use::reading);
        read(*connection);
        tell_cancel_flags(*connection, *caller, *answer);
        transaction.commit();
    });
}

void visit_item(const WriteCall &call, const gs_answer &answer, std::uint32_t index, ItemAnswer &item) {
    if (answer.item == nullptr) return;
    if (item.result.at == 0) item.result.at = call.now(); // sent again it took effect then, not now
    item.result.struct_size = sizeof item.result;
    item.result.run_count = static_cast<std::int32_t>(item.runs.size());
    item.result.runs = item.runs.empty() ? nullptr : item.runs.data();
    item.result.job = item.job ? &item.job->row() : nullptr;
    item.result.detail = borrow(item.detail);
    answer.item(answer.context, index, &item.result);
}

template <class Write>
std::int32_t write_call(void *context, const gs_caller *caller, const Locks &locks, gs_answer *answer, gs_error *error,
                        Write write) {
    Database &database = database_of(context);
    return guarded(database, *answer, error, [&] {
        const Lent connection = database.lend(Use::writing);
        Transaction transaction(*connection, Use::writing);
        connection->lock(locks);
        WriteCall call(*connection, *caller);
        write(call);
        tell_cancel_flags(*connection, *caller, *answer);
        transaction.commit();
    });
}

template <class Operation>
ItemAnswer judged(const Operation &operation) {
    try {
        return operation();
    } catch (const BadItem &bad) {
        return bad_answer(bad.what());
    } catch (const UnreadableRow &unreadable) {
        return bad_answer(unreadable.what());
    }
}

// A write of one item that anybody may try; whether the caller is alive is judged inside.
template <class Operation>
std::int32_t single_write(void *context, const gs_caller *caller, Locks locks, gs_answer *answer, gs_error *error,
                          Operation operation) {
    locks.items = 1;
    return write_call(context, caller, locks, answer, error, [&](WriteCall &call) {
        ItemAnswer item = judged([&] { return operation(call); });
        visit_item(call, *answer, 0, item);
    });
}

// Most kinds of items are carried out one by one.
template <class Item>
Together carry_out_together(WriteCall & /*call*/, const Item *const * /*items*/, std::uint32_t /*count*/) {
    return {};
}

Together carry_out_together(WriteCall &call, const gs_claim *const *items, std::uint32_t count) {
    Batches *batches = call.caller_alive() ? call.connection().batches() : nullptr;
    return batches == nullptr ? Together{} : batches->claim(call, items, count);
}

Together carry_out_together(WriteCall &call, const gs_update *const *items, std::uint32_t count) {
    Batches *batches = call.caller_alive() ? call.connection().batches() : nullptr;
    return batches == nullptr ? Together{} : batches->update(call, items, count);
}

// A write of many items by a caller that has joined and is not retired.
template <class Item>
std::int32_t batch_write(void *context, const gs_caller *caller, const Item *const *items, std::uint32_t count,
                         gs_answer *answer, gs_error *error, ItemAnswer (*operation)(WriteCall &, const Item &)) {
    Locks locks(*caller);
    locks.items = count;
    for (std::uint32_t i = 0; i < count; ++i) add_rows_of(*items[i], locks);
    return write_call(context, caller, locks, answer, error, [&](WriteCall &call) {
        Together together = carry_out_together(call, items, count);
        together.answers.resize(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            if (auto &done = together.answers[i]) {
                visit_item(call, *answer, i, *done);
                continue;
            }
            ItemAnswer item =
                call.caller_alive() ? judged([&] { return operation(call, *items[i]); }) : answer_of(GS_ITEM_REFUSED);
            visit_item(call, *answer, i, item);
        }
    });
}

void fill_replicas(gs_storage &table) {
    table.join = [](void *context, const gs_caller *caller, const gs_join *item, gs_answer *answer, gs_error *error) {
        Locks locks(*caller);
        add_rows_of(*item, locks);
        return single_write(context, caller, std::move(locks), answer, error,
                            [&](WriteCall &call) { return join(call, *item); });
    };
    table.beat = [](void *context, const gs_caller *caller, gs_answer *answer, gs_error *error) {
        return single_write(context, caller, Locks(*caller), answer, error, [](WriteCall &call) { return beat(call); });
    };
    table.retire = [](void *context, const gs_caller *caller, const gs_retire *item, gs_answer *answer,
                      gs_error *error) {
        Locks locks(*caller);
        add_rows_of(*item, locks);
        return single_write(context, caller, std::move(locks), answer, error,
                            [&](WriteCall &call) { return retire(call, *item); });
    };
    table.replicas = [](void *context, const gs_caller *caller, gs_answer *answer, gs_error *error) {
        return read_call(context, caller, answer, error,
                         [&](Connection &connection) { read_replicas(connection, *answer); });
    };
}

void fill_job_reads(gs_storage &table) {
    table.get_job = [](void *context, const gs_caller *caller, const gs_string *id, gs_answer *answer,
                       gs_error *error) {
        return read_call(context, caller, answer, error,
                         [&](Connection &connection) { read_job(connection, *id, *answer); });
    };
    table.jobs = [](void *context, const gs_caller *caller, const gs_jobs_page *page, gs_answer *answer,
                    gs_error *error) {
        return read_call(context, caller, answer, error,
                         [&](Connection &connection) { read_jobs(connection, *page, *answer); });
    };
    table.due_jobs = [](void *context, const gs_caller *caller, const gs_due_page *page, gs_answer *answer,
                        gs_error *error) {
        return read_call(context, caller, answer, error,
                         [&](Connection &connection) { read_due_jobs(connection, *page, *answer); });
    };
    table.calendars = [](void *context, const gs_caller *caller, gs_answer *answer, gs_error *error) {
        return read_call(context, caller, answer, error,
                         [&](Connection &connection) { read_calendars(connection, *answer); });
    };
}

void fill_history_reads(gs_storage &table) {
    table.wake_runs = [](void *context, const gs_caller *caller, const gs_wake_page *page, gs_answer *answer,
                         gs_error *error) {
        return read_call(context, caller, answer, error,
                         [&](Connection &connection) { read_wake_runs(connection, *page, *answer); });
    };
    table.runs = [](void *context, const gs_caller *caller, const gs_runs_page *page, gs_answer *answer,
                    gs_error *error) {
        return read_call(context, caller, answer, error,
                         [&](Connection &connection) { read_runs(connection, *page, *answer); });
    };
    table.records = [](void *context, const gs_caller *caller, const gs_records_page *page, gs_answer *answer,
                       gs_error *error) {
        return read_call(context, caller, answer, error,
                         [&](Connection &connection) { read_records(connection, *page, *answer); });
    };
}

void fill_job_writes(gs_storage &table) {
    table.put_job = [](void *context, const gs_caller *caller, const gs_put_job *const *items, std::uint32_t count,
                       gs_answer *answer,
                       gs_error *error) { return batch_write(context, caller, items, count, answer, error, put_job); };
    table.remove_job = [](void *context, const gs_caller *caller, const gs_remove_job *const *items,
                          std::uint32_t count, gs_answer *answer, gs_error *error) {
        return batch_write(context, caller, items, count, answer, error, remove_job);
    };
    table.disable_job = [](void *context, const gs_caller *caller, const gs_disable_job *const *items,
                           std::uint32_t count, gs_answer *answer, gs_error *error) {
        return batch_write(context, caller, items, count, answer, error, disable_job);
    };
    table.claim = [](void *context, const gs_caller *caller, const gs_claim *const *items, std::uint32_t count,
                     gs_answer *answer,
                     gs_error *error) { return batch_write(context, caller, items, count, answer, error, claim); };
    table.pass = [](void *context, const gs_caller *caller, const gs_pass *const *items, std::uint32_t count,
                    gs_answer *answer,
                    gs_error *error) { return batch_write(context, caller, items, count, answer, error, pass); };
}

void fill_run_writes(gs_storage &table) {
    table.begin = [](void *context, const gs_caller *caller, const gs_begin *const *items, std::uint32_t count,
                     gs_answer *answer,
                     gs_error *error) { return batch_write(context, caller, items, count, answer, error, begin); };
    table.update = [](void *context, const gs_caller *caller, const gs_update *const *items, std::uint32_t count,
                      gs_answer *answer,
                      gs_error *error) { return batch_write(context, caller, items, count, answer, error, update); };
    table.ask_cancel = [](void *context, const gs_caller *caller, const gs_ask_cancel *const *items,
                          std::uint32_t count, gs_answer *answer, gs_error *error) {
        return batch_write(context, caller, items, count, answer, error, ask_cancel);
    };
    table.records_announced = [](void *context, const gs_caller *caller, const gs_id *const *items, std::uint32_t count,
                                 gs_answer *answer, gs_error *error) {
        return batch_write(context, caller, items, count, answer, error, record_announced);
    };
    table.purge = [](void *context, const gs_caller *caller, const gs_purge *item, std::int64_t *removed,
                     gs_answer *answer, gs_error *error) {
        *removed = 0;
        return single_write(context, caller, Locks(*caller), answer, error, [&](WriteCall &call) {
            if (!call.caller_alive()) return answer_of(GS_ITEM_REFUSED);
            *removed = purge(call, *item);
            return answer_of(GS_ITEM_DONE);
        });
    };
}

} // namespace

gs_storage make_table(Database &database, bool exclusive) {
    gs_storage table{};
    table.struct_size = sizeof table;
    table.exclusive = exclusive ? 1 : 0;
    table.context = &database;
    fill_replicas(table);
    fill_job_reads(table);
    fill_history_reads(table);
    fill_job_writes(table);
    fill_run_writes(table);
    return table;
}

} // namespace sample_host::sql
