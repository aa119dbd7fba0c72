// breaks_replicas.cpp - join, beat, retire, and who may write.
#include "breaks.h"

#include <algorithm>

namespace kit_test {

std::function<void(BrokenStorage &, MemoryGateway &)> outcome_becomes(const char *function, std::int32_t from,
                                                                      std::int32_t to) {
    return [=](BrokenStorage &storage, MemoryGateway & /*gateway*/) {
        storage.result = [=](gs_item_result &result, const Call &call) {
            if (call.is(function) && result.outcome == from) result.outcome = to;
        };
    };
}

namespace {

using conformance::SeenReplica;

// The living replica of the same scene whose instance is not the caller's, if there is one.
void become_another(const BrokenStorage &storage, Call &call, SeenReplica &room) {
    const std::string mine = conformance::text(call.caller.instance);
    const std::string scene = mine.substr(0, mine.rfind('/') + 1);
    for (SeenReplica &other : room.instance.empty() ? storage.replicas() : std::vector<SeenReplica>()) {
        if (other.row.retired != GS_REPLICA_ALIVE || !other.instance.starts_with(scene)) continue;
        room = other;
        break;
    }
    if (room.instance.empty()) return;
    call.caller.instance = conformance::borrow(room.instance);
    call.caller.incarnation = room.row.incarnation;
}

bool is_read(const Call &call) {
    const auto names = {"replicas", "get_job", "jobs", "due_jobs", "wake_runs", "runs", "records", "calendars"};
    return std::any_of(names.begin(), names.end(), [&](const char *name) { return call.is(name); });
}

const SeenReplica *find(const std::vector<SeenReplica> &rows, const gs_id &incarnation) {
    for (const SeenReplica &row : rows) {
        if (row.row.incarnation == incarnation) return &row;
    }
    return nullptr;
}

void writes_by_retired(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.caller = [&storage](Call &call) {
        static thread_local SeenReplica room;
        room = {};
        if (is_read(call) || call.is("join")) return;
        const auto rows = storage.replicas();
        const SeenReplica *row = find(rows, call.caller.incarnation);
        if (row != nullptr && row->row.retired != GS_REPLICA_ALIVE) become_another(storage, call, room);
    };
}

void writes_by_strangers(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.caller = [&storage](Call &call) {
        static thread_local SeenReplica room;
        room = {};
        if (is_read(call) || call.is("join")) return;
        if (find(storage.replicas(), call.caller.incarnation) == nullptr) become_another(storage, call, room);
    };
}

} // namespace

Breaks breaks_of_replicas() {
    return {
        {"the executor's session is forgotten",
         {"storage.join.inserts"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.replica = [](gs_replica &row, const Call &) {
                 row.session = {};
                 return true;
             };
         }},
        {"the predecessor stays alive",
         {"storage.join.predecessor"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.replica = [](gs_replica &row, const Call &) {
                 if (row.retired == GS_REPLICA_RETIRED_BY_JOIN) row.retired = GS_REPLICA_ALIVE;
                 return true;
             };
         }},
        {"join sent again is done again",
         {"storage.join.again"},
         outcome_becomes("join", GS_ITEM_ALREADY, GS_ITEM_DONE)},
        {"join replaces whoever lives",
         {"storage.join.conflict"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.on<gs_join>() = [&storage](gs_join &item, Call &call) {
                 for (const SeenReplica &row : storage.replicas()) {
                     const bool same = row.instance == conformance::text(call.caller.instance);
                     if (same && row.row.retired == GS_REPLICA_ALIVE) item.predecessor = row.row.incarnation;
                 }
             };
         }},
        {"a retired one may try to join again",
         {"storage.join.retired"},
         outcome_becomes("join", GS_ITEM_REFUSED, GS_ITEM_CONFLICT)},
        {"beats are counted up to two",
         {"storage.beat.counts"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.replica = [](gs_replica &row, const Call &) {
                 row.beat = std::min<std::int64_t>(row.beat, 2);
                 return true;
             };
         }},
        {"who retired it is not kept",
         {"storage.retire.effect"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.replica = [](gs_replica &row, const Call &) {
                 if (row.retired == GS_REPLICA_RETIRED_BY_OBSERVER) row.retired = GS_REPLICA_RETIRED_BY_JOIN;
                 return true;
             };
         }},
        {"an observer need not have seen the present beat",
         {"storage.retire.beat"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.on<gs_retire>() = [](gs_retire &item, Call &) { item.beat = 0; };
         }},
        {"retiring once more conflicts",
         {"storage.retire.again"},
         outcome_becomes("retire", GS_ITEM_ALREADY, GS_ITEM_CONFLICT)},
        {"a replica has to know its own beat to retire",
         {"storage.retire.itself"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.on<gs_retire>() = [](gs_retire &item, Call &) {
                 if (item.beat == 0) item.beat = 1;
             };
         }},
        {"a retired replica may write", {"storage.writes.retired", "storage.update.takeover"}, writes_by_retired},
        {"one that never joined may write", {"storage.writes.stranger"}, writes_by_strangers},
    };
}

} // namespace kit_test
