// table_calls.h - what the functions of the C table are made of. Each is one of two shapes: a write (items in one
// transaction, or in shares side by side) or a read. Both end with the caller's cancel flags and the clock, and both
// turn exceptions into statuses in one place. Thread-safety: as that of the database.
#pragma once

#include <cstdint>
#include <exception>
#include <type_traits>
#include <vector>

#include "storage/sql/database.h"
#include "storage/sql/error.h"
#include "storage/sql/fault.h"
#include "storage/sql/inside_call.h"
#include "storage/sql/read_call.h"
#include "storage/sql/side_by_side.h"

namespace sample_host::sql {

inline Database &database_of(void *context) {
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

inline void visit_item(std::int64_t now, const gs_answer &answer, std::uint32_t index, ItemAnswer &item) {
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
using ItemOperation = ItemAnswer (*)(WriteCall &call, const Item &item);

template <class Item>
ItemAnswer carry_out_one(WriteCall &call, const Item &item, ItemOperation<Item> operation) {
    return call.caller_alive() ? judged([&] { return operation(call, item); }) : answer_of(GS_ITEM_REFUSED);
}

// In one transaction. What is carried out together has no bearing on the rest.
template <class Item>
void write_in_turn(Database &database, const gs_caller &caller, const Item *const *items, std::uint32_t count,
                   const gs_answer &answer, ItemOperation<Item> operation) {
    const Locks locks = locks_together(caller, items, count);
    write(database, caller, locks, answer, [&](WriteCall &call) {
        Together together = carry_out_together(call, items, count);
        together.answers.resize(count);
        const std::int64_t together_at = call.now();
        std::vector<const Item *> left;
        add_left(together, items, left);
        if (!locks.all && !left.empty()) {
            call.lock(locks_of(caller, left.data(), static_cast<std::uint32_t>(left.size())));
        }
        for (std::uint32_t i = 0; i < count; ++i) {
            if (auto &done = together.answers[i]) {
                visit_item(together_at, answer, i, *done);
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
                 ItemOperation<Item> operation) {
    std::vector<const Item *> left;
    for (const Share &share : shares) add_left(share.together, items + share.first, left);
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
    if (left.empty()) {
        visit([](std::uint32_t) {});
        return tell_flags(common_flags(shares), answer);
    }
    Connection &connection = *shares.front().connection;
    Transaction transaction(connection, locks_of(caller, left.data(), static_cast<std::uint32_t>(left.size())));
    WriteCall call(connection, caller, transaction.opening());
    visit([&](std::uint32_t place) {
        ItemAnswer item = carry_out_one(call, *items[place], operation);
        visit_item(call.now(), answer, place, item);
    });
    tell_flags(transaction.commit_with_flags(caller.incarnation), answer);
}

// A write of many items by a caller that has joined and is not retired.
template <class Item>
std::int32_t batch_write(void *context, const gs_caller *caller, const Item *const *items, std::uint32_t count,
                         gs_answer *answer, gs_error *error, std::type_identity_t<ItemOperation<Item>> operation) {
    Database &database = database_of(context);
    return guarded(database, *answer, error, [&] {
        std::vector<Share> shares = cut(database, items, count);
        if (shares.empty()) return write_in_turn(database, *caller, items, count, *answer, operation);
        carry_out_all(shares, *caller, items);
        check(database, shares);
        try {
            tell_shares(shares, *caller, items, *answer, operation);
        } catch (...) {
            throw_fault(database, std::current_exception(), has_carried_out(shares));
        }
    });
}

} // namespace sample_host::sql
