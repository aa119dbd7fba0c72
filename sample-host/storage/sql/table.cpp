// table.cpp - see table.h. Each function is one of two shapes: a write (items in one transaction) or a read. Both end
// with the caller's cancel flags and the clock, and both turn exceptions into statuses in one place.
#include "storage/sql/table.h"

#include <exception>
#include <type_traits>
#include <utility>
#include <vector>

#include "storage/sql/database.h"
#include "storage/sql/error.h"
#include "storage/sql/fault.h"
#include "storage/sql/inside_call.h"
#include "storage/sql/operations.h"
#include "storage/sql/purge.h"
#include "storage/sql/read_call.h"
#include "storage/sql/reads.h"
#include "storage/sql/side_by_side.h"

namespace sample_host::sql {

namespace {

Database &database_of(void *context) {
    return *static_cast<Database *>(context);
}

template <class Body>
std::int32_t guarded(Database &database, gs_answer &answer, gs_error *error, Body body) {
    std::int32_t status = GS_OK;
    try {
        const InsideCall inside(database);
        body();
    } catch (const CalledFromInside &fault) {
        status = tell(error, GS_REENTRANT, fault.what());
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
        Transaction transaction(*connection);
        read(*connection);
        tell_flags(transaction.commit_with_flags(caller->incarnation), *answer);
    });
}

void visit_item(std::int64_t now, const gs_answer &answer, std::uint32_t index, ItemAnswer &item) {
    if (answer.item == nullptr) return;
    if (item.result.at == 0) item.result.at = now; // sent again it took effect then, not now
    item.result.struct_size = sizeof item.result;
    item.result.run_count = static_cast<std::int32_t>(item.runs.size());
    item.result.runs = item.runs.empty() ? nullptr : item.runs.data();
    item.result.job = item.job ? &item.job->row() : nullptr;
    item.result.detail = borrow(item.detail);
    answer.item(answer.context, index, &item.result);
}

template <class Body>
void write(Database &database, const gs_caller &caller, const Locks &locks, const gs_answer &answer, Body body) {
    const Lent connection = database.lend(Use::writing);
    Transaction transaction(*connection, locks);
    WriteCall call(*connection, caller, transaction.opening());
    body(call);
    tell_flags(transaction.commit_with_flags(caller.incarnation), answer);
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
    Database &database = database_of(context);
    return guarded(database, *answer, error, [&] {
        write(database, *caller, locks, *answer, [&](WriteCall &call) {
            ItemAnswer item = judged([&] { return operation(call); });
            visit_item(call.now(), *answer, 0, item);
        });
    });
}

template <class Item>
using Operation = ItemAnswer (*)(WriteCall &call, const Item &item);

template <class Item>
ItemAnswer carry_out_one(WriteCall &call, const Item &item, Operation<Item> operation) {
    return call.caller_alive() ? judged([&] { return operation(call, item); }) : answer_of(GS_ITEM_REFUSED);
}

// In one transaction.
template <class Item>
void write_in_turn(Database &database, const gs_caller &caller, const Item *const *items, std::uint32_t count,
                   const gs_answer &answer, Operation<Item> operation) {
    write(database, caller, locks_of(caller, items, count), answer, [&](WriteCall &call) {
        Together together = carry_out_together(call, items, count);
        together.answers.resize(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            if (auto &done = together.answers[i]) {
                visit_item(call.now(), answer, i, *done);
            } else {
                ItemAnswer item = carry_out_one(call, *items[i], operation);
                visit_item(call.now(), answer, i, item);
            }
        }
    });
}

// The answers of all shares in the order of the items; what none of them has carried out has its turn among them, in a
// transaction of its own.
template <class Item>
void tell_shares(std::vector<Share> &shares, const gs_caller &caller, const Item *const *items, const gs_answer &answer,
                 Operation<Item> operation) {
    std::vector<const Item *> left;
    for (const Share &share : shares) add_left(share, items, left);
    const auto visit = [&](const auto &carry_out_left) {
        for (Share &share : shares) {
            for (std::uint32_t i = 0; i < share.count; ++i) {
                auto &done = share.together.answers[i];
                if (done)
                    visit_item(share.now, answer, share.first + i, *done);
                else
                    carry_out_left(share.first + i);
            }
        }
    };
    Share &first = shares.front();
    if (left.empty()) {
        visit([](std::uint32_t) {});
        return tell_flags(first.flags, answer);
    }
    Transaction transaction(*first.connection, locks_of(caller, left.data(), static_cast<std::uint32_t>(left.size())));
    WriteCall call(*first.connection, caller, transaction.opening());
    visit([&](std::uint32_t place) {
        ItemAnswer item = carry_out_one(call, *items[place], operation);
        visit_item(call.now(), answer, place, item);
    });
    tell_flags(transaction.commit_with_flags(caller.incarnation), answer);
}

// A write of many items by a caller that has joined and is not retired.
template <class Item>
std::int32_t batch_write(void *context, const gs_caller *caller, const Item *const *items, std::uint32_t count,
                         gs_answer *answer, gs_error *error, std::type_identity_t<Operation<Item>> operation) {
    Database &database = database_of(context);
    return guarded(database, *answer, error, [&] {
        std::vector<Share> shares = cut(database, items, count);
        if (shares.empty()) return write_in_turn(database, *caller, items, count, *answer, operation);
        carry_out_all(shares, *caller, items);
        tell_shares(shares, *caller, items, *answer, operation);
    });
}

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
