// locks.h - the rows that one write call is about, for a database in which several write at once, and what others would
// like to hear of.
// Thread-safety: none; what is named is borrowed from the items.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <gateway_scheduler/storage.h>

namespace sample_host::sql {

struct Locks {
    explicit Locks(const gs_caller &who) : caller(who.incarnation) {}

    gs_id caller;                         // must not be retired meanwhile
    std::vector<std::string_view> jobs;   // those of them that are there
    std::vector<std::string_view> names;  // concurrency keys, and ids of jobs, that nobody else takes meanwhile
    std::vector<std::string_view> rivals; // jobs whose own keys are used by others: their rows are written as well
    std::vector<gs_id> runs;
    std::vector<gs_id> closing; // those of them whose jobs' counters may move
    std::vector<gs_id> records;
    std::vector<gs_id> retired;                 // incarnations that this call retires
    std::vector<std::string_view> changed_jobs; // other hosts are told of them,
    std::vector<gs_id> changed_runs;            // and of the jobs of these
    std::size_t items = 0;                      // about as many versions will be needed
    bool all = true; // false: what is not carried out together is locked when its turn comes (Connection::lock)
};

// The byte 0x01 and the job's id: its row, which each claim on the key writes, guards the key (locks.cpp).
bool is_own_key(const gs_claim &item);

// Whoever counts or inserts runs on the key does so before this call or after it.
void add_key(std::string_view key, Locks &locks);

void add_rows_of(const gs_join &item, Locks &locks);
void add_rows_of(const gs_retire &item, Locks &locks);
void add_rows_of(const gs_put_job &item, Locks &locks);
void add_rows_of(const gs_remove_job &item, Locks &locks);
void add_rows_of(const gs_disable_job &item, Locks &locks);
void add_rows_of(const gs_claim &item, Locks &locks);
void add_rows_of(const gs_pass &item, Locks &locks);
void add_rows_of(const gs_begin &item, Locks &locks);
void add_rows_of(const gs_update &item, Locks &locks);
void add_rows_of(const gs_ask_cancel &item, Locks &locks);
void add_rows_of(const gs_id &record, Locks &locks);

} // namespace sample_host::sql
