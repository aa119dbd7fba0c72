// breaks.h - the ways in which a storage is broken for the kit to catch: one table for each topic.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "broken_storage.h"
#include "memory_gateway.h"

namespace kit_test {

struct Break {
    const char *name; // what this storage does
    // All checks that fail, the one that stands for the rule first; the others rest on the same rule.
    std::vector<std::string> caught;
    std::function<void(BrokenStorage &storage, MemoryGateway &gateway)> apply;
};

using Breaks = std::vector<Break>;

Breaks breaks_of_replicas();
Breaks breaks_of_put();
Breaks breaks_of_remove();
Breaks breaks_of_claim();
Breaks breaks_of_keys();
Breaks breaks_of_pass();
Breaks breaks_of_begin();
Breaks breaks_of_update();
Breaks breaks_of_close();
Breaks breaks_of_cancel();
Breaks breaks_of_job_pages();
Breaks breaks_of_history_pages();
Breaks breaks_of_values();
Breaks breaks_of_batches();
Breaks breaks_of_races();
Breaks breaks_of_purge();
Breaks breaks_of_calls();

// Frequent shapes: every answer of this outcome to this function becomes another one.
std::function<void(BrokenStorage &, MemoryGateway &)> outcome_becomes(const char *function, std::int32_t from,
                                                                      std::int32_t to);

} // namespace kit_test
