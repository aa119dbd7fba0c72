// table.cpp - see table.h.
#include "storage/sql/table.h"

#include <utility>

#include "storage/sql/database.h"
#include "storage/sql/operations.h"
#include "storage/sql/purge.h"
#include "storage/sql/reads.h"
#include "storage/sql/table_calls.h"

namespace sample_host::sql {

namespace {

void tell_purged(const gs_purged &told, gs_purged &purged) {
    const std::uint32_t size = purged.struct_size;
    purged = told;
    purged.struct_size = size;
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
    table.purge = [](void *context, const gs_caller *caller, const gs_purge *item, gs_purged *purged, gs_answer *answer,
                     gs_error *error) {
        Database &database = database_of(context);
        Purgeable found;
        const std::int32_t looked = guarded(database, *answer, error, [&] {
            const Lent connection = database.lend(Use::reading);
            Transaction transaction(*connection);
            found = find_purgeable(*connection, *item);
            transaction.commit();
        });
        if (looked != GS_OK) return looked;
        const std::int32_t status = single_write(context, caller, Locks(*caller), answer, error, [&](WriteCall &call) {
            if (!call.caller_alive()) return answer_of(GS_ITEM_REFUSED);
            check_purge(*item);
            purge(call, *item, found);
            return answer_of(GS_ITEM_DONE);
        });
        if (status == GS_OK) tell_purged(found.seen, *purged);
        return status;
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
