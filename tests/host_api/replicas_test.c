/* replicas_test.c - the store in memory: joining, beating, retiring, and what a retired replica may not do. */
#include "check.h"
#include "memory_storage_test.h"
#include "storage_probe.h"

static void a_join_sent_again_is_already(void) {
    probe *p = probe_new();
    CHECK_EQUAL(probe_join(p, 0), GS_ITEM_ALREADY);
    CHECK_EQUAL(probe_replicas(p), 1);
    CHECK_EQUAL(p->replicas[0].beat, 1);
    CHECK_EQUAL(p->replicas[0].joined_at, p->now);
    CHECK_EQUAL(p->replicas[0].retired_at, GS_NO_TIME);
    CHECK(same_id(p->replicas[0].session, numbered(77)));
    CHECK(same_id(p->replicas[0].data_directory, numbered(78)));
    probe_free(p);
}

static void a_join_must_name_the_living_predecessor(void) {
    probe *p = probe_new();
    probe_speak_as(p, "one", 9002);
    CHECK_EQUAL(probe_join(p, 0), GS_ITEM_CONFLICT);
    CHECK_EQUAL(probe_join(p, 9003), GS_ITEM_CONFLICT);
    CHECK_EQUAL(probe_join(p, 9001), GS_ITEM_DONE);
    CHECK_EQUAL(probe_replicas(p), 2);
    CHECK_EQUAL(p->replicas[0].retired, GS_REPLICA_RETIRED_BY_JOIN);
    CHECK_EQUAL(p->replicas[0].retired_at, p->now);
    CHECK_EQUAL(p->replicas[1].retired, GS_REPLICA_ALIVE);
    probe_speak_as(p, "one", 9001);
    CHECK_EQUAL(probe_join(p, 9002), GS_ITEM_REFUSED);
    probe_free(p);
}

static void beats_count_up_and_tell_when(void) {
    probe *p = probe_new();
    p->now += 5 * SECOND;
    CHECK_EQUAL(probe_beat(p), GS_ITEM_DONE);
    CHECK_EQUAL(probe_beat(p), GS_ITEM_DONE);
    probe_replicas(p);
    CHECK_EQUAL(p->replicas[0].beat, 3);
    CHECK_EQUAL(p->replicas[0].last_beat_at, p->now);
    probe_speak_as(p, "two", 9002);
    CHECK_EQUAL(probe_beat(p), GS_ITEM_REFUSED);
    probe_free(p);
}

static void an_observer_retires_by_the_beat_it_saw(void) {
    probe *p = probe_new();
    probe_beat(p);
    probe_speak_as(p, "two", 9002);
    CHECK_EQUAL(probe_join(p, 0), GS_ITEM_DONE);
    CHECK_EQUAL(probe_retire(p, 9001, 1, GS_REPLICA_RETIRED_BY_OBSERVER), GS_ITEM_CONFLICT);
    CHECK_EQUAL(probe_retire(p, 9009, 1, GS_REPLICA_RETIRED_BY_OBSERVER), GS_ITEM_GONE);
    CHECK_EQUAL(probe_retire(p, 9001, 2, GS_REPLICA_RETIRED_BY_OBSERVER), GS_ITEM_DONE);
    CHECK_EQUAL(probe_retire(p, 9001, 2, GS_REPLICA_RETIRED_BY_OBSERVER), GS_ITEM_ALREADY);
    CHECK_EQUAL(probe_retire(p, 9002, 0, GS_REPLICA_RETIRED_BY_ITSELF), GS_ITEM_DONE);
    probe_replicas(p);
    CHECK_EQUAL(p->replicas[0].retired, GS_REPLICA_RETIRED_BY_OBSERVER);
    CHECK_EQUAL(p->replicas[1].retired, GS_REPLICA_RETIRED_BY_ITSELF);
    probe_free(p);
}

static void a_newcomer_may_retire_before_it_joins(void) {
    probe *p = probe_new();
    probe_speak_as(p, "one", 9002);
    CHECK_EQUAL(probe_retire(p, 9001, 1, GS_REPLICA_RETIRED_BY_OBSERVER), GS_ITEM_DONE);
    CHECK_EQUAL(probe_join(p, 0), GS_ITEM_DONE);
    probe_speak_as(p, "one", 9001);
    CHECK_EQUAL(probe_retire(p, 9002, 1, GS_REPLICA_RETIRED_BY_OBSERVER), GS_ITEM_REFUSED);
    probe_free(p);
}

static void a_retired_replica_is_refused_every_write_and_may_still_read(void) {
    probe *p = probe_new();
    const int64_t version = probe_add(p, "a", p->now);
    CHECK_EQUAL(probe_retire(p, 9001, 0, GS_REPLICA_RETIRED_BY_ITSELF), GS_ITEM_DONE);
    const gs_claim claim = probe_claim_item("a", version, version, 1, p->now, GS_NO_TIME);
    const gs_record record = probe_record(2, "a", p->now, p->now);
    const gs_pass pass = {.struct_size = (uint32_t)sizeof(gs_pass), .job_id = text("a"), .version = version};
    const gs_update update = probe_update_item(1, 1, GS_STATE_CLAIMED, GS_STATE_RUNNING);
    CHECK_EQUAL(probe_claim(p, &claim), GS_ITEM_REFUSED);
    CHECK_EQUAL(probe_pass(p, &pass), GS_ITEM_REFUSED);
    CHECK_EQUAL(probe_update(p, &update), GS_ITEM_REFUSED);
    CHECK_EQUAL(probe_begin(p, 1, 1, 0), GS_ITEM_REFUSED);
    CHECK_EQUAL(probe_ask_cancel(p, 1, GS_REASON_REQUESTED), GS_ITEM_REFUSED);
    CHECK_EQUAL(probe_remove(p, "a", version, &record), GS_ITEM_REFUSED);
    CHECK_EQUAL(probe_disable(p, "a", version, &record), GS_ITEM_REFUSED);
    CHECK_EQUAL(probe_announced(p, 2), GS_ITEM_REFUSED);
    CHECK_EQUAL(probe_beat(p), GS_ITEM_REFUSED);
    const gs_purge all = {.limit = 10, .what = GS_PURGE_REPLICAS, .before = p->now};
    CHECK_EQUAL(probe_purge(p, &all), 0);
    CHECK_EQUAL(p->outcome, GS_ITEM_REFUSED);
    CHECK_EQUAL(probe_job_row(p, "a").row.version, version);
    probe_free(p);
}

int test_replicas(void) {
    static const check_test tests[] = {
        {"a join sent again is already", a_join_sent_again_is_already},
        {"a join must name the living predecessor", a_join_must_name_the_living_predecessor},
        {"beats count up and tell when", beats_count_up_and_tell_when},
        {"an observer retires by the beat it saw", an_observer_retires_by_the_beat_it_saw},
        {"a newcomer may retire before it joins", a_newcomer_may_retire_before_it_joins},
        {"a retired replica is refused every write and may still read",
         a_retired_replica_is_refused_every_write_and_may_still_read},
    };
    return check_run(tests, sizeof(tests) / sizeof(tests[0]));
}
