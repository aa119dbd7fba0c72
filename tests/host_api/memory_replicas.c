/* memory_replicas.c - join, beat, retire and the list of replicas. Thread-safety: memory_storage.h. */
#include "memory_store.h"

static int32_t answer_one(memory_call *call, int32_t outcome) {
    const gs_item_result result = memory_result(outcome);
    memory_answer_item(call, 0, &result);
    return memory_close(call);
}

static void retire_row(const memory_call *call, gs_replica *replica, int32_t how) {
    replica->retired = how;
    replica->retired_at = call->now;
}

static void insert_row(const memory_call *call, const gs_join *join) {
    const gs_replica row = {
        .struct_size = (uint32_t)sizeof(gs_replica),
        .retired = GS_REPLICA_ALIVE,
        .instance = call->caller->instance,
        .incarnation = call->caller->incarnation,
        .session = join->session,
        .data_directory = join->data_directory,
        .beat = 1,
        .joined_at = call->now,
        .last_beat_at = call->now,
        .retired_at = GS_NO_TIME,
    };
    memory_list_insert(&call->store->replicas, call->store->replicas.count, memory_replica_new(&row));
}

int32_t memory_join(void *context, const gs_caller *caller, const gs_join *join, gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const gs_replica *own = memory_find_replica(call.store, &caller->incarnation);
    if (own != NULL) return answer_one(&call, own->retired == GS_REPLICA_ALIVE ? GS_ITEM_ALREADY : GS_ITEM_REFUSED);
    gs_replica *living = memory_living_replica(call.store, caller->instance, &caller->incarnation);
    static const gs_id none;
    if (memory_compare_ids(living != NULL ? &living->incarnation : &none, &join->predecessor) != 0) {
        return answer_one(&call, GS_ITEM_CONFLICT);
    }
    if (living != NULL) retire_row(&call, living, GS_REPLICA_RETIRED_BY_JOIN);
    insert_row(&call, join);
    return answer_one(&call, GS_ITEM_DONE);
}

int32_t memory_beat(void *context, const gs_caller *caller, gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    if (!memory_may_write(&call)) return answer_one(&call, GS_ITEM_REFUSED);
    gs_replica *replica = memory_find_replica(call.store, &caller->incarnation);
    replica->beat++;
    replica->last_beat_at = call.now;
    return answer_one(&call, GS_ITEM_DONE);
}

int32_t memory_retire(void *context, const gs_caller *caller, const gs_retire *retire, gs_answer *answer,
                      gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    /* A newcomer that waits for its predecessor has not joined yet and retires it. */
    const gs_replica *own = memory_find_replica(call.store, &caller->incarnation);
    if (own != NULL && own->retired != GS_REPLICA_ALIVE) return answer_one(&call, GS_ITEM_REFUSED);
    gs_replica *replica = memory_find_replica(call.store, &retire->incarnation);
    if (replica == NULL) return answer_one(&call, GS_ITEM_GONE);
    if (replica->retired != GS_REPLICA_ALIVE) return answer_one(&call, GS_ITEM_ALREADY);
    if (retire->beat != 0 && retire->beat != replica->beat) return answer_one(&call, GS_ITEM_CONFLICT);
    retire_row(&call, replica, retire->how);
    return answer_one(&call, GS_ITEM_DONE);
}

int32_t memory_replicas(void *context, const gs_caller *caller, gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    for (size_t i = 0; i < call.store->replicas.count; i++) {
        answer->replica(answer->context, call.store->replicas.items[i]);
    }
    return memory_close(&call);
}
