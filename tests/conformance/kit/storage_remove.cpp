// storage_remove.cpp - remove_job and disable_job.
#include "storage_checks.h"

namespace conformance::kit {

namespace {

void removes(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id ran = scene.closed_run(of, GS_OUTCOME_SUCCEEDED);
    const gs_id waiting = scene.waiting_run(of, scene.now() + hour);
    const RecordItem all = scene.covering(of);
    expect_outcome(scene.replica().remove(of.id, scene.job(of.id).row.version, &all), GS_ITEM_DONE, "remove_job");
    expect(!scene.has_job(of.id), "the job is still there after remove_job");
    expect_state(scene.run(ran), GS_STATE_CLOSED, "an ended run of a removed job");
    expect_closed(scene.run(waiting), GS_OUTCOME_CANCELED, GS_REASON_GATE, "a waiting run of a removed job");
    const auto records = scene.records(of.id);
    expect_equal(static_cast<std::int64_t>(records.size()), 1, "records of the job after remove_job with one");
    expect_equal(records[0].row.id, all.id, "the record's id");
}

void remove_version(StorageScene &scene) {
    const SeenJob of = scene.put(scene.new_job());
    expect_outcome(scene.replica().remove(of.id, of.row.version + 1), GS_ITEM_CONFLICT,
                   "remove_job on another version");
    expect(scene.has_job(of.id), "the job is gone after a conflict");
}

void remove_gone(StorageScene &scene) {
    expect_outcome(scene.replica().remove(scene.name("nobody"), 1), GS_ITEM_GONE, "remove_job of no job");
    const SeenJob of = scene.put(scene.new_job());
    need_done(scene.replica().remove(of.id, of.row.version), "remove_job");
    expect_outcome(scene.replica().remove(of.id, of.row.version), GS_ITEM_GONE, "remove_job sent again");
}

void remove_stale(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    expect_outcome(scene.replica().remove(of.id, of.row.version), GS_ITEM_STALE,
                   "remove_job of a due job, without a record");
    expect(scene.has_job(of.id), "the job is gone after stale");
}

void heir(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id running = scene.running_run(of);
    scene.remove(of);
    const SeenJob next = scene.put(scene.new_job());
    need_done(scene.replica().update(to_closed(running, GS_OUTCOME_FAILED)), "update to closed");
    expect_equal(scene.job(next.id).row.failed, 0, "failed of the job after a run of the removed one");
    expect_equal(scene.job(next.id).row.version, next.row.version, "its version");
}

void disables(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id waiting = scene.waiting_run(of, scene.now() + hour);
    const SeenJob before = scene.job(of.id);
    const RecordItem event = scene.event(of);
    expect_outcome(scene.replica().disable(of.id, before.row.version, "enough", event), GS_ITEM_DONE, "disable_job");
    const SeenJob after = scene.job(of.id);
    expect_equal(after.row.disabled, 1, "disabled");
    expect_equal(after.numbers.paused, 1, "paused of a disabled job");
    expect_equal(after.pause_reason, "enough", "pause_reason of a disabled job");
    expect_equal(after.row.fire_at, no_time, "fire_at of a disabled job");
    expect_equal(after.row.look_at, no_time, "look_at of a disabled job");
    expect(after.row.version > before.row.version, "the version was not raised by disable_job");
    expect_closed(scene.run(waiting), GS_OUTCOME_CANCELED, GS_REASON_GATE, "a waiting run of a disabled job");
    expect_equal(static_cast<std::int64_t>(scene.records(of.id).size()), 1, "records of the job");
}

void disable_version(StorageScene &scene) {
    const SeenJob of = scene.put(scene.new_job());
    expect_outcome(scene.replica().disable(of.id, of.row.version + 1, "no", scene.event(of)), GS_ITEM_CONFLICT,
                   "disable_job on another version");
    expect_equal(scene.job(of.id).row.disabled, 0, "disabled after a conflict");
}

void disable_again(StorageScene &scene) {
    const SeenJob of = scene.put(scene.new_job());
    const RecordItem event = scene.event(of);
    need_done(scene.replica().disable(of.id, of.row.version, "enough", event), "disable_job");
    expect_outcome(scene.replica().disable(of.id, of.row.version, "enough", event), GS_ITEM_ALREADY,
                   "disable_job sent again");
    SeenJob nobody = of;
    nobody.id = scene.name("nobody");
    expect_outcome(scene.replica().disable(nobody.id, 1, "enough", scene.event(nobody)), GS_ITEM_GONE,
                   "disable_job of no job");
}

} // namespace

StorageChecks remove_checks() {
    return {
        {{"storage.remove_job.effect", item_h,
          "Effect: the row is deleted, waiting runs close as canceled(gate), the record is inserted, history stays."},
         removes},
        {{"storage.remove_job.version", item_h, "Version, else conflict; stale if next_fire is due"}, remove_version},
        {{"storage.remove_job.gone", item_h, "remove_job: no such job -> gone."}, remove_gone},
        {{"storage.remove_job.stale", item_h, "stale if next_fire is due and not covered by the record"}, remove_stale},
        {{"storage.remove_job.heir", item_h, "If the job is of the run's generation: its counters and last_outcome"},
         heir},
        {{"storage.disable_job.effect", item_h,
          "Effect: paused and disabled with the reason's text, fire_at and look_at none, waiting runs close as "
          "canceled(gate), the record is inserted, the version is raised."},
         disables},
        {{"storage.disable_job.version", item_h,
          "disable_job: works on a row that cannot be decoded. Version, else conflict."},
         disable_version},
        {{"storage.disable_job.again", item_h, "already: a record of this id exists. No such job: gone."},
         disable_again},
    };
}

} // namespace conformance::kit
