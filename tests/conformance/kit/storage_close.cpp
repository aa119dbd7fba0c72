// storage_close.cpp - what a run's end writes: its row, its job's counters, the announcement, a late result.
#include <gateway_scheduler/executor.h>

#include "storage_checks.h"

namespace conformance::kit {

namespace {

void writes(StorageScene &scene) {
    const gs_id id = scene.running_run(scene.due_job());
    UpdateItem item = to_closed(id, GS_OUTCOME_FAILED);
    item.reason = GS_REASON_STALLED;
    item.error = "it did not work out";
    item.output = "half of it";
    item.output_truncated = 1;
    item.wake_at = scene.now() + minute;
    const auto answer = scene.replica().update(item);
    expect_outcome(answer, GS_ITEM_DONE, "update to closed");
    const SeenRun seen = scene.run(id);
    expect_closed(seen, GS_OUTCOME_FAILED, GS_REASON_STALLED, "the run");
    expect_equal(seen.error, item.error, "error");
    expect_equal(seen.output, item.output, "output");
    expect_equal(seen.row.output_truncated, 1, "output_truncated");
    expect_equal(seen.row.wake_at, item.wake_at, "wake_at of a run whose notice has to go out");
    expect_equal(seen.row.announced, 0, "announced");
    expect(seen.row.finished_at != no_time, "finished_at was not written");
    expect_equal(answer->items[0].result.at, seen.row.finished_at, "`at` of the answer, which is the finished_at");
}

void counts(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    for (const std::int32_t outcome :
         {GS_OUTCOME_SUCCEEDED, GS_OUTCOME_FAILED, GS_OUTCOME_TIMED_OUT, GS_OUTCOME_LOST, GS_OUTCOME_REJECTED}) {
        scene.closed_run(of, outcome);
    }
    SeenJob seen = scene.job(of.id);
    expect_equal(seen.row.succeeded, 1, "succeeded after one success");
    expect_equal(seen.row.failed, 4, "failed after failed, timed_out, lost and rejected");
    expect_equal(seen.row.failures_in_row, 4, "failures_in_row after four of them");
    expect_equal(seen.row.last_outcome, GS_OUTCOME_REJECTED, "last_outcome");
    for (const std::int32_t outcome : {GS_OUTCOME_CANCELED, GS_OUTCOME_SKIPPED, GS_OUTCOME_EXPIRED}) {
        scene.closed_run(of, outcome);
    }
    expect_equal(scene.job(of.id).row.failed, 4, "failed after canceled, skipped and expired, which are no failures");
    const gs_id success = scene.closed_run(of, GS_OUTCOME_SUCCEEDED);
    seen = scene.job(of.id);
    expect_equal(seen.row.failures_in_row, 0, "failures_in_row after a success");
    expect_equal(seen.row.last_success_at, scene.run(success).row.finished_at, "last_success_at after a success");
}

void raises_version(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id id = scene.running_run(of);
    const std::int64_t before = scene.job(of.id).row.version;
    const auto answer = scene.replica().update(to_closed(id, GS_OUTCOME_SUCCEEDED));
    need_done(answer, "update to closed");
    const std::int64_t after = scene.job(of.id).row.version;
    expect(after > before, "the job's version was not raised when a run of it closed");
    expect_equal(answer->items[0].result.version, after, "the version that the answer tells");
    expect_equal(answer->items[0].result.version_before, before, "version_before that the answer tells");
}

void looks_again(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id id = scene.running_run(of);
    PassItem blocked;
    blocked.job_id = of.id;
    blocked.version = scene.job(of.id).row.version;
    blocked.look_at = scene.now() + 5 * second;
    need_done(scene.replica().pass(blocked), "pass without a record");
    need_done(scene.replica().update(to_closed(id, GS_OUTCOME_SUCCEEDED)), "update to closed");
    const SeenJob after = scene.job(of.id);
    expect_equal(after.row.look_at, after.row.fire_at, "look_at after a run of the job closed");
}

// A job without a next fire, whose run is as given.
ClaimItem unarmed_run(StorageScene &scene) {
    ClaimItem item = scene.claim_of(scene.due_job());
    item.next_fire = item.fire_at = item.look_at = no_time;
    need_done(scene.replica().claim(item), "claim of the last instant");
    return item;
}

void arms(StorageScene &scene) {
    const ClaimItem claim = unarmed_run(scene);
    UpdateItem item = to_closed(claim.run_id, GS_OUTCOME_SUCCEEDED);
    item.next_fire = scene.now() + hour;
    need_done(scene.replica().update(item), "update to closed");
    const SeenJob after = scene.job(claim.job_id);
    expect_equal(after.row.next_fire, item.next_fire, "next_fire of a job that its run's end arms");
    expect_equal(after.row.fire_at, item.next_fire, "fire_at of a job that its run's end arms");
    expect_equal(after.row.look_at, item.next_fire, "look_at of a job that its run's end arms");
}

void does_not_arm(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id id = scene.running_run(of);
    const std::int64_t before = scene.job(of.id).row.next_fire;
    UpdateItem item = to_closed(id, GS_OUTCOME_SUCCEEDED);
    item.next_fire = scene.now() + 7 * hour;
    need_done(scene.replica().update(item), "update to closed");
    expect_equal(scene.job(of.id).row.next_fire, before, "next_fire of a job that had one");
}

void does_not_arm_edited(StorageScene &scene) {
    const ClaimItem claim = unarmed_run(scene);
    PutItem edit(scene.job(claim.job_id));
    edit.row.revision += 1;
    scene.put(edit);
    UpdateItem item = to_closed(claim.run_id, GS_OUTCOME_SUCCEEDED);
    item.next_fire = scene.now() + hour;
    need_done(scene.replica().update(item), "update to closed");
    expect_equal(scene.job(claim.job_id).row.next_fire, no_time, "next_fire of a job that was edited meanwhile");
}

void announces(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id id = scene.closed_run(of, GS_OUTCOME_FAILED, 0);
    UpdateItem item = to_closed(id, GS_OUTCOME_NONE);
    item.from_states = GS_STATE_CLOSED;
    item.announced = 1;
    expect_outcome(scene.replica().update(item), GS_ITEM_DONE, "update of a closed run to announced");
    const SeenRun seen = scene.run(id);
    expect_equal(seen.row.announced, 1, "announced");
    expect_equal(seen.row.wake_at, no_time, "wake_at of an announced run");
    expect_equal(seen.row.outcome, GS_OUTCOME_FAILED, "the outcome after the announcement");
    expect_equal(scene.job(of.id).row.failed, 1, "failed after the announcement");
    expect_outcome(scene.replica().update(item), GS_ITEM_ALREADY, "the announcement sent again");
}

void notes_late_result(StorageScene &scene) {
    const gs_id id = scene.closed_run(scene.due_job(), GS_OUTCOME_LOST);
    expect_outcome(scene.replica().update(late_result(id, GS_RESULT_FAILED)), GS_ITEM_DONE, "a late result");
    const SeenRun seen = scene.run(id);
    expect_equal(seen.row.late_result, GS_RESULT_FAILED, "late_result");
    expect_equal(seen.row.outcome, GS_OUTCOME_LOST, "the outcome after a late result");
    expect_equal(seen.row.announced, 1, "announced after a late result");
    expect_outcome(scene.replica().update(late_result(id, GS_RESULT_SUCCEEDED)), GS_ITEM_ALREADY,
                   "another late result");
    expect_equal(scene.run(id).row.late_result, GS_RESULT_FAILED, "late_result after another one");
}

} // namespace

StorageChecks close_checks() {
    return {
        {{"storage.close.row", item_h,
          "output, output_truncated, announced and wake_at are written, finished_at is now."},
         writes},
        {{"storage.close.counters", item_h, "If the job is of the run's generation: its counters and last_outcome"},
         counts},
        {{"storage.close.version", item_h, "its counters and last_outcome, its version raised, its look_at is fire_at"},
         raises_version},
        {{"storage.close.look_at", item_h, "its version raised, its look_at is fire_at"}, looks_again},
        {{"storage.close.arms", item_h,
          "`next_fire`, unless GS_NO_TIME, arms a job whose next_fire is none (fire_at and look_at with it)"},
         arms},
        {{"storage.close.armed", item_h, "`next_fire`, unless GS_NO_TIME, arms a job whose next_fire is none"},
         does_not_arm},
        {{"storage.close.edited", item_h,
          "when it is not paused, its revision is still the run's and its cursor the run's due_at."},
         does_not_arm_edited},
        {{"storage.close.announced", item_h,
          "A closed run may be updated to closed only (from_states = GS_STATE_CLOSED) to write announced and wake_at "
          "and to arm by `next_fire`"},
         announces},
        {{"storage.close.late_result", item_h,
          "with late_result, to write that and nothing else; a row that has a late_result: already."},
         notes_late_result},
    };
}

} // namespace conformance::kit
