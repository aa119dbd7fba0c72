// storage_claim.cpp - claim: the preconditions and the effects, apart from the concurrency key.
#include "storage_checks.h"

namespace conformance::kit {

namespace {

void inserts_run(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    ClaimItem item = scene.claim_of(of);
    item.merged = 3;
    item.revision = 5;
    expect_outcome(scene.replica().claim(item), GS_ITEM_DONE, "claim of a due job");
    const SeenRun seen = scene.run(item.run_id);
    expect_state(seen, GS_STATE_CLAIMED, "the new run");
    expect_equal(seen.row.attempt, 1, "the new run's attempt");
    expect_equal(seen.row.epoch, 1, "the new run's epoch");
    expect_equal(seen.row.owner_incarnation, scene.replica().incarnation(), "the new run's owner_incarnation");
    expect_equal(seen.owner_instance, scene.replica().instance(), "the new run's owner_instance");
    expect_equal(seen.job_id, of.id, "the new run's job_id");
    expect_equal(seen.concurrency_key, '\x01' + of.id, "the new run's concurrency_key"); // the job's own
    expect_equal(seen.row.generation, of.row.generation, "the new run's generation");
    expect_equal(seen.row.due_at, item.due_at, "the new run's due_at");
    expect_equal(seen.row.merged, 3, "the new run's merged");
    expect_equal(seen.row.revision, 5, "the new run's revision");
    expect(scene.job(of.id).row.version > of.row.version, "the job's version was not raised by a claim");
}

void scheduled(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    ClaimItem item = scene.claim_of(of);
    item.look_at = item.fire_at + 5;
    const auto answer = scene.replica().claim(item);
    expect_outcome(answer, GS_ITEM_DONE, "claim of a due job");
    const SeenJob after = scene.job(of.id);
    expect_equal(after.row.next_fire, item.next_fire, "next_fire after a scheduled claim");
    expect_equal(after.row.fire_at, item.fire_at, "fire_at after a scheduled claim");
    expect_equal(after.row.look_at, item.look_at, "look_at after a scheduled claim");
    expect_equal(after.row.cursor, item.due_at, "cursor after a scheduled claim");
    expect_equal(after.row.fires, 1, "fires after a scheduled claim");
    expect_equal(after.row.last_fired_at, scene.run(item.run_id).row.claimed_at, "last_fired_at after the claim");
    expect_equal(answer->items[0].result.version, after.row.version, "the version that the claim's answer tells");
}

void manual(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    ClaimItem item = scene.claim_of(of);
    item.trigger = GS_TRIGGER_MANUAL;
    expect_outcome(scene.replica().claim(item), GS_ITEM_DONE, "a manual claim");
    const SeenJob after = scene.job(of.id);
    expect_equal(after.row.next_fire, of.row.next_fire, "next_fire after a manual claim");
    expect_equal(after.row.fire_at, of.row.fire_at, "fire_at after a manual claim");
    expect_equal(after.row.look_at, of.row.look_at, "look_at after a manual claim");
    expect_equal(after.row.cursor, of.row.cursor, "cursor after a manual claim");
    expect_equal(after.row.fires, 0, "fires after a manual claim");
    expect_equal(after.row.last_fired_at, no_time, "last_fired_at after a manual claim");
}

void sent_again(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const ClaimItem item = scene.claim_of(of);
    need_done(scene.replica().claim(item), "claim");
    const auto again = scene.replica().claim(item);
    expect_outcome(again, GS_ITEM_ALREADY, "claim sent again");
    expect_equal(again->items[0].result.at, scene.run(item.run_id).row.claimed_at, "`at` of a claim sent again");
    expect_equal(scene.job(of.id).row.fires, 1, "fires after the claim was sent again");
}

void sent_again_later(StorageScene &scene) {
    const ClaimItem item = scene.claim_of(scene.due_job());
    need_done(scene.replica().claim(item), "claim");
    need_done(scene.replica().update(to_running(item.run_id)), "update to running");
    expect_outcome(scene.replica().claim(item), GS_ITEM_CONFLICT, "claim sent again when the run is running");
}

void other_version(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    PutItem edit(of);
    edit.name = "edited";
    scene.put(edit);
    ClaimItem item = scene.claim_of(of);
    item.version = of.row.version;
    expect_outcome(scene.replica().claim(item), GS_ITEM_CONFLICT, "claim on the version before an edit");
    expect_equal(scene.job(of.id).row.next_fire, of.row.next_fire, "next_fire after a conflict");
}

void other_generation(StorageScene &scene) {
    ClaimItem item = scene.claim_of(scene.due_job());
    item.generation += 1;
    expect_outcome(scene.replica().claim(item), GS_ITEM_CONFLICT, "claim of another generation");
}

void paused(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    scene.pause(of);
    ClaimItem item = scene.claim_of(of);
    expect_outcome(scene.replica().claim(item), GS_ITEM_CONFLICT, "claim of a paused job");
    item.trigger = GS_TRIGGER_MANUAL;
    expect_outcome(scene.replica().claim(item), GS_ITEM_CONFLICT, "a manual claim of a paused job");
}

void gone(StorageScene &scene) {
    ClaimItem item = scene.claim_of(scene.due_job());
    item.job_id = scene.name("nobody");
    expect_outcome(scene.replica().claim(item), GS_ITEM_GONE, "claim of no job");
}

void early(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    ClaimItem item = scene.claim_of(of);
    item.due_at = scene.now() + hour;
    expect_outcome(scene.replica().claim(item), GS_ITEM_EARLY, "claim of an instant in an hour");
    expect_equal(scene.job(of.id).row.fires, 0, "fires after early");
}

void record_early(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    ClaimItem item = scene.claim_of(of);
    item.record = scene.record(of, of.row.next_fire, scene.now() + hour);
    expect_outcome(scene.replica().claim(item), GS_ITEM_EARLY, "claim with a record that ends in an hour");
    expect(scene.records(of.id).empty(), "the record of an early claim was inserted");
}

void with_record(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    ClaimItem item = scene.claim_of(of);
    item.record = scene.record(of, of.row.next_fire - hour, of.row.next_fire);
    item.record->kind = GS_RECORD_MERGED;
    item.record->run = item.run_id;
    need_done(scene.replica().claim(item), "claim with a record");
    const auto records = scene.records(of.id);
    expect_equal(static_cast<std::int64_t>(records.size()), 1, "records of the job after a claim with one");
    expect_equal(records[0].row.run, item.run_id, "the record's run");
}

void payload(StorageScene &scene) {
    PutItem job = scene.new_job();
    job.payload = "what to do";
    const auto answer = scene.replica().claim(scene.claim_of(scene.put(job)));
    need_done(answer, "claim");
    expect_equal(answer->items[0].payload, "what to do", "the payload in the claim's answer");
}

} // namespace

StorageChecks claim_checks() {
    return {
        {{"storage.claim.run", item_h,
          "Effect: the run is inserted, claimed, attempt 1, epoch 1, owned by the caller; the version is raised."},
         inserts_run},
        {{"storage.claim.scheduled", item_h,
          "Scheduled: next_fire, fire_at, look_at are written, cursor is due_at, fires + 1, last_fired_at is now."},
         scheduled},
        {{"storage.claim.manual", item_h, "Manual: next_fire, fire_at, look_at, cursor, fires and last_fired_at stay."},
         manual},
        {{"storage.claim.again", item_h, "already if a run `run_id` exists, claimed, epoch 1, owned by the caller"},
         sent_again},
        {{"storage.claim.again_later", item_h, "such a run in another state -> conflict."}, sent_again_later},
        {{"storage.claim.version", contract_readme, "Every write to a job's row raises its version."}, other_version},
        {{"storage.claim.generation", item_h, "Job of this generation and version, not paused, else conflict"},
         other_generation},
        {{"storage.claim.paused", item_h, "Job of this generation and version, not paused, else conflict"}, paused},
        {{"storage.claim.gone", item_h, "not paused, else conflict (no such job: gone)."}, gone},
        {{"storage.claim.early", item_h, "due_at <= the store's clock and the record's last_due likewise, else early."},
         early},
        {{"storage.claim.record_early", item_h,
          "due_at <= the store's clock and the record's last_due likewise, else early."},
         record_early},
        {{"storage.claim.record", item_h, "The record, if any, is inserted. The answer carries the payload."},
         with_record},
        {{"storage.claim.payload", item_h, "The answer carries the payload."}, payload},
    };
}

} // namespace conformance::kit
