// side_by_side.cpp - see side_by_side.h.
#include "storage/sql/side_by_side.h"

#include <algorithm>
#include <new>
#include <string_view>
#include <unordered_set>

#include "storage/sql/fault.h"
#include "storage/sql/query.h"

namespace sample_host::sql {

namespace {

using Names = std::unordered_set<std::string_view>;

std::string_view bytes_of(const gs_id &id) {
    return {reinterpret_cast<const char *>(id.bytes), sizeof id.bytes};
}

bool may_pass(Database &database, const std::exception_ptr &fault) {
    try {
        std::rethrow_exception(fault);
    } catch (const std::bad_alloc &) {
        return true;
    } catch (const std::exception &exception) {
        return database.judge(exception).may_pass;
    } catch (...) {
        return false;
    }
}

Batches *batches_for(WriteCall &call) {
    return call.caller_alive() ? call.connection().batches() : nullptr;
}

} // namespace

bool are_independent(const gs_claim *const *items, std::uint32_t count) {
    Names jobs, keys, runs;
    for (std::uint32_t i = 0; i < count; ++i) {
        const bool first = jobs.insert(view(items[i]->job_id)).second &&
                           keys.insert(view(items[i]->concurrency_key)).second &&
                           runs.insert(bytes_of(items[i]->run_id)).second;
        if (!first) return false;
    }
    return true;
}

bool are_independent(const gs_update *const *items, std::uint32_t count) {
    Names runs;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (!runs.insert(bytes_of(items[i]->run_id)).second) return false;
    }
    return true;
}

bool are_apart(Connection &connection, const gs_update *const *items, std::uint32_t count) {
    Batches *batches = connection.batches();
    return batches != nullptr && batches->close_different_jobs(connection, items, count);
}

bool has_carried_out(const std::vector<Share> &shares) {
    return std::ranges::any_of(shares, [](const Share &share) {
        return !share.fault && std::ranges::any_of(share.together.answers, [](const auto &answer) { return !!answer; });
    });
}

std::vector<gs_id> common_flags(const std::vector<Share> &shares) {
    std::vector<gs_id> common = shares.front().flags;
    for (const Share &share : shares) {
        std::erase_if(common, [&share](const gs_id &id) {
            return std::ranges::none_of(share.flags,
                                        [&id](const gs_id &other) { return bytes_of(other) == bytes_of(id); });
        });
    }
    return common;
}

void throw_fault(Database &database, const std::exception_ptr &fault, bool partly) {
    try {
        std::rethrow_exception(fault);
    } catch (const std::bad_alloc &) {
        throw;
    } catch (const std::exception &exception) {
        const Verdict verdict = database.judge(exception);
        if (verdict.may_pass || !partly) throw;
        throw PartlyCarriedOut(verdict.sentence);
    }
}

void check(Database &database, const std::vector<Share> &shares) {
    const bool partly = has_carried_out(shares);
    std::exception_ptr first;
    for (const Share &share : shares) {
        if (!share.fault) continue;
        if (!first) first = share.fault;
        if (may_pass(database, share.fault)) std::rethrow_exception(share.fault);
    }
    if (first) throw_fault(database, first, partly);
}

// Each claim on the job's own key waits for nobody but whoever writes that job's row, and finds out by its version.
Locks locks_together(const gs_caller &caller, const gs_claim *const *items, std::uint32_t count) {
    if (!std::all_of(items, items + count, [](const gs_claim *item) { return is_own_key(*item); })) {
        return locks_of(caller, items, count);
    }
    Locks locks(caller);
    locks.items = count;
    locks.all = false;
    return locks;
}

// The jobs whose counters may move. A run that somebody else has written meanwhile is not written together.
Locks locks_together(const gs_caller &caller, const gs_update *const *items, std::uint32_t count) {
    Locks locks = locks_of(caller, items, count);
    locks.runs.clear();
    locks.all = false;
    return locks;
}

Together carry_out_together(WriteCall &call, const gs_claim *const *items, std::uint32_t count) {
    Batches *batches = batches_for(call);
    return batches == nullptr ? Together{} : batches->claim(call, items, count);
}

Together carry_out_together(WriteCall &call, const gs_update *const *items, std::uint32_t count) {
    Batches *batches = batches_for(call);
    return batches == nullptr ? Together{} : batches->update(call, items, count);
}

} // namespace sample_host::sql
