// side_by_side.cpp - see side_by_side.h.
#include "storage/sql/side_by_side.h"

#include <string_view>
#include <unordered_set>

#include "storage/sql/query.h"

namespace sample_host::sql {

namespace {

using Names = std::unordered_set<std::string_view>;

std::string_view bytes_of(const gs_id &id) {
    return {reinterpret_cast<const char *>(id.bytes), sizeof id.bytes};
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

Together carry_out_together(WriteCall &call, const gs_claim *const *items, std::uint32_t count) {
    Batches *batches = batches_for(call);
    return batches == nullptr ? Together{} : batches->claim(call, items, count);
}

Together carry_out_together(WriteCall &call, const gs_update *const *items, std::uint32_t count) {
    Batches *batches = batches_for(call);
    return batches == nullptr ? Together{} : batches->update(call, items, count);
}

} // namespace sample_host::sql
