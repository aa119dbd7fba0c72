// storage_calls.cpp - the table itself, and what all calls of all checks together have shown.
#include <algorithm>
#include <chrono>
#include <thread>

#include "purging.h"
#include "storage_checks.h"

namespace conformance::kit {

namespace {

template <class... Functions>
void expect_all(const gs_storage &table, const char *const *names, Functions... functions) {
    ((expect(table.*functions != nullptr, std::string("the storage's table lacks ") + *names++)), ...);
}

void complete(StorageScene &scene) {
    const gs_storage &table = *scene.store().host;
    expect(table.struct_size >= sizeof(gs_storage), "the storage's struct_size is " +
                                                        std::to_string(table.struct_size) + ", expected " +
                                                        std::to_string(sizeof(gs_storage)));
    static const char *const names[] = {
        "join",  "beat",    "retire",     "replicas",          "get_job",    "jobs",        "due_jobs", "wake_runs",
        "runs",  "records", "calendars",  "put_job",           "remove_job", "disable_job", "claim",    "pass",
        "begin", "update",  "ask_cancel", "records_announced", "purge"};
    expect_all(table, names, &gs_storage::join, &gs_storage::beat, &gs_storage::retire, &gs_storage::replicas,
               &gs_storage::get_job, &gs_storage::jobs, &gs_storage::due_jobs, &gs_storage::wake_runs,
               &gs_storage::runs, &gs_storage::records, &gs_storage::calendars, &gs_storage::put_job,
               &gs_storage::remove_job, &gs_storage::disable_job, &gs_storage::claim, &gs_storage::pass,
               &gs_storage::begin, &gs_storage::update, &gs_storage::ask_cancel, &gs_storage::records_announced,
               &gs_storage::purge);
}

void null_error(StorageScene &scene) {
    const Replica &replica = scene.replica();
    const gs_storage &table = *scene.store().table;
    const gs_caller caller{sizeof caller, 0, borrow(replica.instance()), replica.incarnation()};
    Recording recording;
    expect_equal(table.beat(table.context, &caller, &recording.answer, nullptr), GS_OK, "beat with a null error");
    const gs_purge purge = purge_by_age(GS_PURGE_RUNS_BY_AGE, -hour);
    gs_purged purged{};
    purged.struct_size = sizeof purged;
    Recording other;
    expect_equal(table.purge(table.context, &caller, &purge, &purged, &other.answer, nullptr), GS_OK,
                 "purge with a null error");
}

// It polls: a clock that stands still never passes.
void clock_goes_on(StorageScene &scene) {
    using Steady = std::chrono::steady_clock;
    const std::int64_t before = scene.now();
    const auto deadline = Steady::now() + std::chrono::seconds(2);
    while (scene.now() <= before) {
        if (Steady::now() > deadline) throw Broken("the store's clock has not moved for two seconds");
        std::this_thread::yield();
    }
}

template <std::size_t Size>
struct Literal {
    char text[Size]; // NOLINT: std::array has no constructor from a literal
    constexpr Literal(const char (&literal)[Size]) { std::copy_n(literal, Size, text); } // NOLINT: as above
};

// Passes when nothing was noted against the check of this name.
template <Literal CheckName>
void nothing_noted(StorageScene &scene) {
    if (const auto fault = scene.store().watch->fault(CheckName.text)) throw Broken(*fault);
}

template <Literal CheckName>
StorageCheck observed(const char *source, const char *sentence) {
    return {{CheckName.text, source, sentence}, nothing_noted<CheckName>};
}

} // namespace

StorageChecks table_checks() {
    return {
        {{"storage.table", storage_h, "The table. It and its context outlive the scheduler."}, complete},
    };
}

StorageChecks call_checks() {
    return {
        {{"storage.calls.null_error", abi_h, "Null is allowed wherever a gs_error* is taken."}, null_error},
        {{"storage.clock.goes_on", contract_readme, "**One clock counts**, the store's."}, clock_goes_on},
        observed<"storage.clock.forward">(contract_readme, "Every answer carries it, read as late as possible."),
        observed<"storage.calls.clock">(storage_h,
                                        "written by the storage in every answer: its clock, read as late as it can"),
        observed<"storage.calls.status">(
            storage_h, "Statuses: GS_OK; GS_UNAVAILABLE: not for the moment, perhaps applied, the same call is sent "
                       "again; GS_FAILED: permanently and nothing applied"),
        observed<"storage.calls.items">(storage_h, "writes: once for each item"),
        observed<"storage.calls.visitors">(
            storage_h, "The storage calls the visitors on the calling thread, before it returns, in "
                       "order of the rows or items"),
        observed<"storage.calls.rows">(abi_h, "Tables and structs start with their size in bytes (`struct_size`)"),
        observed<"storage.calls.error">(abi_h, "It is written only when the status is not GS_OK."),
        observed<"storage.calls.exceptions">(
            abi_h, "No exception, no longjmp and no thread exit crosses the boundary in either direction."),
    };
}

} // namespace conformance::kit
