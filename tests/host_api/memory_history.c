/* memory_history.c - records that were announced.
 * Thread-safety: memory_storage.h. */
#include "memory_store.h"

static gs_item_result judge_announced(const memory_call *call, const gs_id *id) {
    gs_record *record = memory_find_record(call->store, id);
    if (record == NULL) return memory_result(GS_ITEM_GONE);
    if (record->announced != 0) return memory_result(GS_ITEM_ALREADY);
    record->announced = 1;
    record->wake_at = GS_NO_TIME;
    return memory_result(GS_ITEM_DONE);
}

int32_t memory_records_announced(void *context, const gs_caller *caller, const gs_id *const *records, uint32_t count,
                                 gs_answer *answer, gs_error *error) {
    (void)error;
    memory_call call = memory_open(context, caller, answer);
    if (call.store == NULL) return GS_REENTRANT;
    const int allowed = memory_may_write(&call);
    for (uint32_t i = 0; i < count; i++) {
        const gs_item_result result = allowed ? judge_announced(&call, records[i]) : memory_result(GS_ITEM_REFUSED);
        memory_answer_item(&call, i, &result);
    }
    return memory_close(&call);
}
