// breaks_purge.cpp - what a purge takes, keeps and tells, and how it walks.
#include "breaks.h"

#include <algorithm>
#include <cstring>
#include <memory>

namespace kit_test {

namespace {

using Taken = std::vector<gs_id>;

bool is_by_age(const gs_purge &item) {
    return item.what == GS_PURGE_RUNS_BY_AGE || item.what == GS_PURGE_RECORDS_BY_AGE;
}

Break purge_changes(const char *name, std::vector<std::string> caught, void (*change)(gs_purge &)) {
    return {name, std::move(caught), [change](BrokenStorage &storage, MemoryGateway &) {
                storage.on<gs_purge>() = [change](gs_purge &item, Call &) { change(item); };
            }};
}

Break told_changes(const char *name, std::vector<std::string> caught, void (*change)(gs_purged &, const gs_purge &)) {
    return {name, std::move(caught), [change](BrokenStorage &storage, MemoryGateway &) { storage.purged = change; }};
}

// The place at which a call goes on is another one; null for the beginning.
Break place_changes(const char *name, std::vector<std::string> caught, void (*change)(gs_purge &, gs_purged &)) {
    return {name, std::move(caught), [change](BrokenStorage &storage, MemoryGateway &) {
                const auto room = std::make_shared<gs_purged>();
                storage.on<gs_purge>() = [room, change](gs_purge &item, Call &) {
                    if (item.after == nullptr) return;
                    *room = *item.after;
                    item.after = room.get();
                    change(item, *room);
                };
            }};
}

// The rows that such a purge meets and `takes` names have gone from all reads after it.
template <class Row>
Break takes_more(const char *name, std::vector<std::string> caught, std::int32_t what, bool (*takes)(const Row &)) {
    return {name, std::move(caught), [=](BrokenStorage &storage, MemoryGateway &) {
                const auto taken = std::make_shared<Taken>();
                const auto stays = [taken](const Row &row, const Call &) {
                    return std::find(taken->begin(), taken->end(), row.id) == taken->end();
                };
                if constexpr (std::is_same_v<Row, gs_run>) {
                    storage.run = stays;
                } else {
                    storage.record = stays;
                }
                storage.on<gs_purge>() = [=, &storage](gs_purge &item, Call &) {
                    if (item.what != what || (is_by_age(item) && item.before < 0)) return;
                    if constexpr (std::is_same_v<Row, gs_run>) {
                        const auto answer = storage.reader().runs(conformance::runs_page(10'000));
                        for (const auto &seen : answer->runs) {
                            if (takes(seen.row)) taken->push_back(seen.row.id);
                        }
                    } else {
                        const auto answer = storage.reader().records("", 10'000);
                        for (const auto &seen : answer->records) {
                            if (takes(seen.row)) taken->push_back(seen.row.id);
                        }
                    }
                };
            }};
}

void takes_owners(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    const auto purged = std::make_shared<bool>(false);
    storage.on<gs_purge>() = [purged](gs_purge &item, Call &) { *purged = item.what == GS_PURGE_REPLICAS; };
    storage.replica = [purged](gs_replica &row, const Call &) { return !*purged || row.retired == GS_REPLICA_ALIVE; };
}

// Whatever place it is given, a call goes on behind the row that the storage itself has looked at last.
void remembers_its_place(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    const auto last = std::make_shared<gs_purged>();
    const auto room = std::make_shared<gs_purged>();
    storage.on<gs_purge>() = [last, room](gs_purge &item, Call &) {
        *room = *last;
        const bool goes_on = item.after != nullptr && room->struct_size != 0;
        if (goes_on) item.after = room.get();
    };
    storage.purged = [last](gs_purged &purged, const gs_purge &) { *last = purged.more != 0 ? purged : gs_purged{}; };
}

void takes_records_as_well(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.on<gs_purge>() = [&storage](gs_purge &item, Call &) {
        if (item.what != GS_PURGE_RUNS_BY_COUNT || item.keep < 1) return;
        gs_purge records = item;
        records.what = GS_PURGE_RECORDS_BY_COUNT;
        records.keep = 1;
        records.after = nullptr;
        records.limit = GS_MAX_PURGE_LIMIT;
        gs_purged purged{};
        purged.struct_size = sizeof purged;
        storage.writer("purge").purge(records, purged);
    };
}

bool is_over(const gs_run &row) {
    return row.state == GS_STATE_CLOSED && row.announced != 0;
}

Breaks judged_too_kindly() {
    const std::vector<std::string> caught{"storage.purge.bad"};
    const std::vector<std::string> keep{"storage.purge.bad_keep"};
    return {
        purge_changes("a limit of none is one of one", caught,
                      [](gs_purge &item) { item.limit = std::max(item.limit, 1U); }),
        purge_changes("a limit may be any", caught,
                      [](gs_purge &item) { item.limit = std::min(item.limit, std::uint32_t{GS_MAX_PURGE_LIMIT}); }),
        purge_changes("an unknown kind of purge is one of replicas", caught,
                      [](gs_purge &item) { item.what = std::min<std::int32_t>(item.what, GS_PURGE_REPLICAS); }),
        purge_changes("failures may be kept for less long", caught,
                      [](gs_purge &item) { item.failures_before = std::min(item.failures_before, item.before); }),
        purge_changes("a purge that keeps none keeps one", keep,
                      [](gs_purge &item) {
                          if (!is_by_age(item) && item.what != GS_PURGE_REPLICAS) {
                              item.keep = std::max<std::int64_t>(item.keep, 1);
                          }
                      }),
        purge_changes("fewer failures than others may be kept", keep,
                      [](gs_purge &item) { item.keep_failures = std::max(item.keep_failures, item.keep); }),
    };
}

Breaks takes_too_much() {
    return {
        purge_changes("a purge takes what is young",
                      {"storage.purge.young", "storage.purge.before", "storage.purge.failures_by_age",
                       "storage.purge.limit", "storage.purge.walk_by_age"},
                      [](gs_purge &item) {
                          if (item.failures_before <= item.before) item.before = item.failures_before = GS_AT_START;
                      }),
        purge_changes("a purge takes what ended at the instant itself", {"storage.purge.before"},
                      [](gs_purge &item) {
                          ++item.before;
                          if (item.failures_before != GS_NO_TIME) ++item.failures_before;
                      }),
        purge_changes("failures go at the age of others",
                      {"storage.purge.failures_by_age", "storage.purge.limit", "storage.purge.walk_by_age"},
                      [](gs_purge &item) { item.failures_before = std::max(item.failures_before, item.before); }),
        purge_changes("failures without an age of their own go at that of others",
                      {"storage.purge.failures_by_age", "storage.purge.limit", "storage.purge.walk_by_age"},
                      [](gs_purge &item) {
                          if (item.failures_before == GS_NO_TIME) item.failures_before = item.before;
                      }),
        takes_more<gs_run>("a purge by age takes the newest run",
                           {"storage.purge.newest", "storage.purge.before", "storage.purge.failures_by_age",
                            "storage.purge.open", "storage.purge.counted", "storage.purge.kinds",
                            "storage.purge.walk_by_age"},
                           GS_PURGE_RUNS_BY_AGE, is_over),
        takes_more<gs_record>(
            "a purge by age takes the newest record",
            {"storage.purge.newest", "storage.purge.before", "storage.purge.records", "storage.purge.kinds"},
            GS_PURGE_RECORDS_BY_AGE, [](const gs_record &row) { return row.announced != 0; }),
        takes_more<gs_run>("a purge by age takes what is not announced", {"storage.purge.open"}, GS_PURGE_RUNS_BY_AGE,
                           [](const gs_run &row) { return row.state == GS_STATE_CLOSED && row.announced == 0; }),
        takes_more<gs_run>("a purge by count takes what waits", {"storage.purge.open"}, GS_PURGE_RUNS_BY_COUNT,
                           [](const gs_run &row) { return row.state == GS_STATE_WAITING; }),
        takes_more<gs_record>("a purge takes a record that is not announced", {"storage.purge.records"},
                              GS_PURGE_RECORDS_BY_AGE, [](const gs_record &row) { return row.announced == 0; }),
        {"a purge of runs takes records as well", {"storage.purge.kinds"}, takes_records_as_well},
        {"a purge takes the owner of an open run", {"storage.purge.replicas"}, takes_owners},
    };
}

Breaks keeps_another_number() {
    return {
        purge_changes("a purge keeps one, whatever it was told",
                      {"storage.purge.count", "storage.purge.open", "storage.purge.records", "storage.purge.kinds",
                       "storage.purge.walk_by_count", "storage.purge.again"},
                      [](gs_purge &item) {
                          if (item.keep > 1 && item.keep_failures >= item.keep) item.keep = 1;
                      }),
        purge_changes("no more failures are kept than others", {"storage.purge.failures_by_count"},
                      [](gs_purge &item) { item.keep_failures = std::min(item.keep_failures, item.keep); }),
        purge_changes("failures are kept beside the newest", {"storage.purge.failures_by_count"},
                      [](gs_purge &item) {
                          if (item.keep_failures > item.keep) item.keep_failures += item.keep;
                      }),
        purge_changes("records are never removed",
                      {"storage.purge.records", "storage.purge.before", "storage.purge.newest", "storage.purge.kinds"},
                      [](gs_purge &item) {
                          if (item.what == GS_PURGE_RECORDS_BY_AGE) item.before = GS_NO_TIME;
                          if (item.what == GS_PURGE_RECORDS_BY_COUNT && item.keep > 0) item.keep = 1'000;
                      }),
        purge_changes("replicas are never removed", {"storage.purge.replicas"},
                      [](gs_purge &item) {
                          if (item.what == GS_PURGE_REPLICAS) item.before = GS_NO_TIME;
                      }),
        told_changes("failures are not counted", {"storage.purge.counted"},
                     [](gs_purged &purged, const gs_purge &) { purged.failures = 0; }),
        told_changes(
            "what is canceled counts as a failure", {"storage.purge.counted"},
            [](gs_purged &purged, const gs_purge &) { purged.failures += purged.removed > purged.failures ? 1 : 0; }),
    };
}

Breaks walks_another_way() {
    return {
        purge_changes("a purge looks at one row more than its limit", {"storage.purge.limit", "storage.purge.again"},
                      [](gs_purge &item) {
                          if (item.limit > 1 && item.limit < GS_MAX_PURGE_LIMIT) ++item.limit;
                      }),
        place_changes("a walk by age goes on at the next instant", {"storage.purge.walk_by_age", "storage.purge.limit"},
                      [](gs_purge &item, gs_purged &place) {
                          if (!is_by_age(item)) return;
                          std::memset(place.id.bytes, 0xff, sizeof place.id.bytes);
                      }),
        place_changes("a walk by count goes on with the next job",
                      {"storage.purge.walk_by_count", "storage.purge.again"},
                      [](gs_purge &item, gs_purged &place) {
                          if (!is_by_age(item)) place.id = conformance::no_id;
                      }),
        place_changes("a walk by count forgets how many have stayed",
                      {"storage.purge.walk_by_count", "storage.purge.again"},
                      [](gs_purge &item, gs_purged &place) {
                          if (!is_by_age(item)) place.stayed = 0;
                      }),
        place_changes("a walk begins anew with each call",
                      {"storage.purge.walk_by_age", "storage.purge.walk_by_count", "storage.purge.limit",
                       "storage.purge.again", "storage.purge.records"},
                      [](gs_purge &item, gs_purged &) { item.after = nullptr; }),
        told_changes("a walk ends with its first call",
                     {"storage.purge.limit", "storage.purge.walk_by_age", "storage.purge.walk_by_count",
                      "storage.purge.records", "storage.purge.replicas"},
                     [](gs_purged &purged, const gs_purge &) { purged.more = 0; }),
        told_changes("a walk never ends",
                     {"storage.purge.walk_by_count", "storage.purge.walk_by_age", "storage.purge.records",
                      "storage.purge.replicas"},
                     [](gs_purged &purged, const gs_purge &item) {
                         if (item.limit < GS_MAX_PURGE_LIMIT) purged.more = 1;
                     }),
        {"a storage remembers by itself where a walk is",
         {"storage.purge.again", "storage.purge.limit"},
         remembers_its_place},
        told_changes("the job at which a walk goes on has an id without an end",
                     {"storage.calls.rows", "storage.purge.walk_by_count", "storage.purge.again"},
                     [](gs_purged &purged, const gs_purge &) { purged.job_id_size = UINT32_MAX; }),
    };
}

} // namespace

Breaks breaks_of_purge() {
    Breaks all;
    for (const auto topic : {judged_too_kindly, takes_too_much, keeps_another_number, walks_another_way}) {
        const Breaks breaks = topic();
        all.insert(all.end(), breaks.begin(), breaks.end());
    }
    return all;
}

} // namespace kit_test
