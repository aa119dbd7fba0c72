// storage_begin.cpp - begin: taking a run over, and the permission to start it.
#include "storage_checks.h"

namespace conformance::kit {

namespace {

gs_id spent_waiting_run(StorageScene &scene, const SeenJob &of) {
    const gs_id id = scene.running_run(of);
    UpdateItem retry = to_waiting(id, scene.now());
    retry.attempt_spent = 1;
    need_done(scene.replica().update(retry), "update to waiting");
    return id;
}

void starts(StorageScene &scene) {
    PutItem job = scene.new_job();
    job.payload = "what to do";
    job.row.revision = 6;
    const gs_id id = spent_waiting_run(scene, scene.put(job));
    const auto answer = scene.replica().begin(id, 1, true);
    expect_outcome(answer, GS_ITEM_DONE, "begin of a waiting run");
    const SeenItem &item = answer->items[0];
    expect_equal(item.result.attempt, 2, "the attempt that begin's answer tells");
    expect(item.has_job, "begin's answer carries no job");
    expect_equal(item.job.payload, "what to do", "the payload of the job in begin's answer");
    const SeenRun seen = scene.run(id);
    expect_state(seen, GS_STATE_CLAIMED, "a run that was begun");
    expect_equal(seen.row.attempt, 2, "the attempt of a run that was begun");
    expect_equal(seen.row.attempt_spent, 0, "attempt_spent of a run that was begun");
    expect_equal(seen.row.wake_at, no_time, "wake_at of a run that was begun");
    expect_equal(seen.row.revision, 6, "the revision of a run that was begun");
}

void unspent(StorageScene &scene) {
    const gs_id id = scene.claimed_run(scene.due_job());
    need_done(scene.replica().update(to_waiting(id, scene.now())), "update to waiting");
    const auto answer = scene.replica().begin(id, 1, true);
    need_done(answer, "begin");
    expect_equal(answer->items[0].result.attempt, 1, "the attempt after one that was not spent");
}

void raises_epoch(StorageScene &scene) {
    const gs_id id = scene.waiting_run(scene.due_job(), scene.now());
    const auto answer = scene.replica().begin(id, 1, true);
    need_done(answer, "begin");
    expect_equal(answer->items[0].result.epoch, 2, "the epoch that begin's answer tells");
    expect_equal(scene.run(id).row.epoch, 2, "the epoch of a run that was begun");
}

void other_epoch(StorageScene &scene) {
    const gs_id id = scene.waiting_run(scene.due_job(), scene.now());
    expect_outcome(scene.replica().begin(id, 2, true), GS_ITEM_CONFLICT, "begin with another epoch");
    expect_equal(scene.run(id).row.epoch, 1, "the epoch after a conflict");
}

void again(StorageScene &scene) {
    const gs_id id = scene.waiting_run(scene.due_job(), scene.now());
    need_done(scene.replica().begin(id, 1, true), "begin");
    const auto answer = scene.replica().begin(id, 1, true);
    expect_outcome(answer, GS_ITEM_ALREADY, "begin sent again");
    expect_equal(answer->items[0].result.epoch, 2, "the epoch told when begin is sent again");
    expect(answer->items[0].has_job, "begin sent again carries no job, though the run may start");
}

void gone(StorageScene &scene) {
    expect_outcome(scene.replica().begin(scene.new_id(), 1, true), GS_ITEM_GONE, "begin of no run");
    const gs_id id = scene.closed_run(scene.due_job(), GS_OUTCOME_SUCCEEDED);
    expect_outcome(scene.replica().begin(id, 1, false), GS_ITEM_GONE, "begin of a closed and announced run");
}

void closed(StorageScene &scene) {
    const gs_id id = scene.closed_run(scene.due_job(), GS_OUTCOME_FAILED, 0);
    const auto answer = scene.replica().begin(id, 1, true);
    expect_outcome(answer, GS_ITEM_DONE, "begin of a closed run that is not announced");
    expect(!answer->items[0].has_job, "begin of a closed run carries a job, as if it might start");
    const SeenRun seen = scene.run(id);
    expect_closed(seen, GS_OUTCOME_FAILED, GS_REASON_NONE, "a closed run that was taken over");
    expect_equal(seen.row.epoch, 2, "the epoch of a closed run that was taken over");
}

void living(StorageScene &scene) {
    const gs_id id = scene.running_run(scene.due_job());
    const Replica beta = scene.joined("beta");
    expect_outcome(beta.begin(id, 1, false), GS_ITEM_REFUSED, "begin of a living replica's run");
    expect_equal(scene.run(id).row.owner_incarnation, scene.replica().incarnation(), "the run's owner");
}

void successor_keeps(StorageScene &scene) {
    const Replica first = scene.joined("beta");
    const ClaimItem item = scene.claim_of(scene.due_job());
    need_done(first.claim(item), "claim");
    const Replica second_one = scene.successor_of(first);
    expect_outcome(scene.replica().begin(item.run_id, 1, false), GS_ITEM_REFUSED,
                   "begin of a run whose owner's instance lives again");
    expect_outcome(second_one.begin(item.run_id, 1, false), GS_ITEM_DONE, "begin by the owner's own successor");
}

void takes_over(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    const SeenJob of = scene.due_job();
    const ClaimItem item = scene.claim_of(of);
    need_done(beta.claim(item), "claim");
    need_done(scene.replica().retire(beta.incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER), "retire");
    expect_outcome(scene.replica().begin(item.run_id, 1, false), GS_ITEM_DONE, "begin of a retired replica's run");
    const SeenRun seen = scene.run(item.run_id);
    expect_equal(seen.row.owner_incarnation, scene.replica().incarnation(), "the owner_incarnation after a takeover");
    expect_equal(seen.owner_instance, scene.replica().instance(), "the owner_instance after a takeover");
    expect_state(seen, GS_STATE_RUNNING, "a claimed run that was taken over");
    expect_equal(seen.row.attempt_spent, 1, "attempt_spent of a claimed run that was taken over");
}

void gate_paused(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id id = scene.waiting_run(of, scene.now());
    scene.pause(of);
    const auto answer = scene.replica().begin(id, 1, true);
    expect_outcome(answer, GS_ITEM_DONE, "begin of a paused job's run");
    expect(!answer->items[0].has_job, "begin of a paused job's run carries the job, as if it might start");
    const SeenRun seen = scene.run(id);
    expect_closed(seen, GS_OUTCOME_CANCELED, GS_REASON_GATE, "a paused job's run after begin");
    expect_equal(seen.row.announced, 0, "announced of a run closed by the gate");
}

void gate_removed(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id id = scene.claimed_run(of);
    scene.remove(of);
    need_done(scene.replica().begin(id, 1, true), "begin");
    expect_closed(scene.run(id), GS_OUTCOME_CANCELED, GS_REASON_GATE, "a removed job's run after begin");
}

void gate_generation(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id id = scene.claimed_run(of);
    scene.remove(of);
    scene.put(scene.new_job());
    need_done(scene.replica().begin(id, 1, true), "begin");
    expect_closed(scene.run(id), GS_OUTCOME_CANCELED, GS_REASON_GATE,
                  "a run of an earlier job of that id, after begin");
}

void gate_flag(StorageScene &scene) {
    const gs_id id = scene.claimed_run(scene.due_job());
    need_done(scene.replica().ask_cancel(id), "ask_cancel");
    need_done(scene.replica().begin(id, 1, true), "begin");
    expect_closed(scene.run(id), GS_OUTCOME_CANCELED, GS_REASON_REQUESTED, "a flagged run after begin");
}

} // namespace

StorageChecks begin_checks() {
    static constexpr const char *gate =
        "if the run's job is gone, of another generation or paused, or the run's cancel flag is set, the run closes as "
        "canceled(gate or requested)";
    return {
        {{"storage.begin.start", item_h,
          "otherwise it becomes claimed, attempt + 1 if attempt_spent, attempt_spent 0, wake_at none, revision the "
          "job's, and the answer carries the job with its payload"},
         starts},
        {{"storage.begin.unspent", item_h, "attempt + 1 if attempt_spent"}, unspent},
        {{"storage.begin.epoch", item_h, "Effect always: epoch + 1, the caller owns it."}, raises_epoch},
        {{"storage.begin.fenced", item_h,
          "only the owner and the epoch change, whatever `start`. Epoch, else conflict."},
         other_epoch},
        {{"storage.begin.again", item_h, "already: the epoch is the item's + 1 and the owner is the caller."}, again},
        {{"storage.begin.gone", item_h, "No such run, or closed and announced: gone."}, gone},
        {{"storage.begin.closed", item_h,
          "Closed and not announced: only the owner and the epoch change, whatever `start`."},
         closed},
        {{"storage.begin.living", item_h,
          "The owner is the caller, or the owner's instance has no living incarnation other than the caller, else "
          "refused."},
         living},
        {{"storage.begin.successor", item_h,
          "the owner's instance has no living incarnation other than the caller, else refused."},
         successor_keeps},
        {{"storage.begin.takeover", item_h,
          "a claimed run becomes running, attempt_spent 1: its owner may have started it, and that stays on record "
          "whoever comes next."},
         takes_over},
        {{"storage.begin.paused", item_h, gate}, gate_paused},
        {{"storage.begin.removed", item_h, gate}, gate_removed},
        {{"storage.begin.generation", item_h, gate}, gate_generation},
        {{"storage.begin.flagged", item_h, gate}, gate_flag},
    };
}

} // namespace conformance::kit
