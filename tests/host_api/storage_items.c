/* storage_items.c - the items that the storage's tests vary, with sensible fields. Thread-safety: one thread. */
#include <string.h>

#include "check.h"
#include "storage_probe.h"

int64_t probe_add(probe *p, const char *id, int64_t next_fire) {
    static int writer = 500;
    const gs_job job = {.struct_size = (uint32_t)sizeof(gs_job),
                        .id = text(id),
                        .schedule = text("@every 1m"),
                        .start_at = GS_NO_TIME,
                        .end_at = GS_NO_TIME,
                        .payload = {(const uint8_t *)"data", 4}};
    const gs_job_row row = {.struct_size = (uint32_t)sizeof(gs_job_row),
                            .readable = 1,
                            .definition = &job,
                            .revision = 1,
                            .next_fire = next_fire,
                            .fire_at = next_fire,
                            .cursor = GS_NO_TIME,
                            .look_at = next_fire,
                            .writer = numbered(writer++)};
    const gs_put_job item = {.struct_size = (uint32_t)sizeof(gs_put_job), .row = &row};
    CHECK_EQUAL(probe_put(p, &item), GS_ITEM_DONE);
    return p->result.version;
}

gs_claim probe_claim_item(const char *job_id, int64_t generation, int64_t version, int run, int64_t due_at,
                          int64_t next_fire) {
    return (gs_claim){.struct_size = (uint32_t)sizeof(gs_claim),
                      .trigger = GS_TRIGGER_SCHEDULE,
                      .job_id = text(job_id),
                      .generation = generation,
                      .version = version,
                      .revision = 1,
                      .run_id = numbered(run),
                      .due_at = due_at,
                      .next_fire = next_fire,
                      .fire_at = next_fire,
                      .look_at = next_fire,
                      .concurrency_key = text(job_id),
                      .max_active = 1};
}

gs_update probe_update_item(int run, int64_t epoch, int32_t from_states, int32_t to_state) {
    return (gs_update){.struct_size = (uint32_t)sizeof(gs_update),
                       .from_states = from_states,
                       .run_id = numbered(run),
                       .epoch = epoch,
                       .to_state = to_state,
                       .outcome = to_state == GS_STATE_CLOSED ? GS_OUTCOME_SUCCEEDED : GS_OUTCOME_NONE,
                       .wake_at = GS_NO_TIME,
                       .next_fire = GS_NO_TIME,
                       .started_at = to_state == GS_STATE_RUNNING ? PROBE_START : GS_NO_TIME};
}

gs_record probe_record(int id, const char *job_id, int64_t first_due, int64_t last_due) {
    return (gs_record){.struct_size = (uint32_t)sizeof(gs_record),
                       .kind = GS_RECORD_MISSED,
                       .id = numbered(id),
                       .job_id = text(job_id),
                       .first_due = first_due,
                       .last_due = last_due,
                       .count = 1,
                       .reason = GS_REASON_WINDOW,
                       .announced = 0,
                       .wake_at = first_due};
}

gs_run probe_run(probe *p, int run) {
    const gs_runs_page page = {
        .struct_size = (uint32_t)sizeof(gs_runs_page), .limit = 1, .run_id = numbered(run), .due_at = GS_NO_TIME};
    CHECK_EQUAL(probe_runs(p, &page), 1);
    return p->runs[0];
}

probe_job probe_job_row(probe *p, const char *id) {
    if (probe_get_job(p, id) == 0) memset(&p->jobs[0], 0, sizeof(p->jobs[0]));
    return p->jobs[0];
}
