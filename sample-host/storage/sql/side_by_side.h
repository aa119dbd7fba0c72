// side_by_side.h - a large write of one kind, cut into shares that are carried out at the same time, each in a
// transaction of its own on a connection of its own: a server works on each with another of its processes. Only what
// the driver can do in one statement (batches.h) goes this way; the rest is left to be carried out item by item.
// Thread-safety: as that of the database.
#pragma once

#include <cstdint>
#include <exception>
#include <future>
#include <system_error>
#include <vector>

#include "storage/sql/batches.h"
#include "storage/sql/database.h"
#include "storage/sql/locks.h"

namespace sample_host::sql {

// Nothing that one of the items does has a bearing on another: they name different jobs, keys and runs. Kinds that are
// not carried out together are never cut.
bool are_independent(const gs_claim *const *items, std::uint32_t count);
bool are_independent(const gs_update *const *items, std::uint32_t count);
template <class Item>
bool are_independent(const Item *const * /*items*/, std::uint32_t /*count*/) {
    return false;
}

// What only the rows can tell of them.
bool are_apart(Connection &connection, const gs_update *const *items, std::uint32_t count);
template <class Item>
bool are_apart(Connection & /*connection*/, const Item *const * /*items*/, std::uint32_t /*count*/) {
    return true;
}

// Most kinds of items are carried out one by one.
template <class Item>
Together carry_out_together(WriteCall & /*call*/, const Item *const * /*items*/, std::uint32_t /*count*/) {
    return {};
}
Together carry_out_together(WriteCall &call, const gs_claim *const *items, std::uint32_t count);
Together carry_out_together(WriteCall &call, const gs_update *const *items, std::uint32_t count);

template <class Item>
Locks locks_of(const gs_caller &caller, const Item *const *items, std::uint32_t count) {
    Locks locks(caller);
    locks.items = count;
    for (std::uint32_t i = 0; i < count; ++i) add_rows_of(*items[i], locks);
    return locks;
}

// What has to be locked before the items are carried out together.
template <class Item>
Locks locks_together(const gs_caller &caller, const Item *const *items, std::uint32_t count) {
    return locks_of(caller, items, count);
}
Locks locks_together(const gs_caller &caller, const gs_claim *const *items, std::uint32_t count);
Locks locks_together(const gs_caller &caller, const gs_update *const *items, std::uint32_t count);

constexpr std::uint32_t smallest_share = 100; // items; a transaction has a price of its own

// What has come of one share. The answers borrow from the connection.
struct Share {
    Lent connection;
    std::uint32_t first = 0; // item of the call
    std::uint32_t count = 0;
    std::int64_t now = 0; // the clock's reading of its transaction
    Together together;
    std::vector<gs_id> flags;
    std::exception_ptr fault; // what it has thrown
};

bool has_carried_out(const std::vector<Share> &shares);            // anything
std::vector<gs_id> common_flags(const std::vector<Share> &shares); // of runs that are open behind all of them

// Throws it, or PartlyCarriedOut for one that would not pass although a part of the call was carried out.
[[noreturn]] void throw_fault(Database &database, const std::exception_ptr &fault, bool partly);

// Throws what has become of the call, if one of the shares has failed.
void check(Database &database, const std::vector<Share> &shares);

template <class Item>
void carry_out(Share &share, const gs_caller &caller, const Item *const *items) {
    const Item *const *own = items + share.first;
    Transaction transaction(*share.connection, locks_together(caller, own, share.count));
    WriteCall call(*share.connection, caller, transaction.opening());
    share.now = call.now();
    share.together = carry_out_together(call, own, share.count);
    share.together.answers.resize(share.count);
    share.flags = transaction.commit_with_flags(caller.incarnation);
}

// The shares, one for each connection that is to be had at once; none if the call is small or its items are not
// independent.
template <class Item>
std::vector<Share> cut(Database &database, const Item *const *items, std::uint32_t count) {
    std::vector<Share> shares;
    if (count < 2 * smallest_share || !are_independent(items, count)) return shares;
    std::vector<Lent> connections = database.lend_side_by_side(count / smallest_share);
    if (connections.empty() || !are_apart(*connections.front(), items, count)) return shares;
    const auto parts = static_cast<std::uint32_t>(connections.size());
    for (std::uint32_t part = 0; part < parts; ++part) {
        Share share;
        share.connection = std::move(connections[part]);
        share.first = count * part / parts;
        share.count = count * (part + 1) / parts - share.first;
        shares.push_back(std::move(share));
    }
    return shares;
}

// The items behind `items` that were not carried out.
template <class Item>
void add_left(const Together &together, const Item *const *items, std::vector<const Item *> &left) {
    for (std::size_t i = 0; i < together.answers.size(); ++i) {
        if (!together.answers[i]) left.push_back(items[i]);
    }
}

// All of them are over when it returns.
template <class Item>
void carry_out_all(std::vector<Share> &shares, const gs_caller &caller, const Item *const *items) {
    std::vector<std::future<void>> others;
    const auto work_on = [&caller, items](Share &share) {
        try {
            carry_out(share, caller, items);
        } catch (...) {
            share.fault = std::current_exception();
        }
    };
    others.reserve(shares.size());
    for (std::size_t i = 1; i < shares.size(); ++i) {
        try {
            others.push_back(std::async(std::launch::async, [&share = shares[i], &work_on] { work_on(share); }));
        } catch (const std::system_error &) { // there is no thread to be had
            work_on(shares[i]);
        }
    }
    work_on(shares.front());
    for (std::future<void> &other : others) other.wait();
}

} // namespace sample_host::sql
