// storage_update.cpp - update: who may write, and the ways between the states.
#include "storage_checks.h"

namespace conformance::kit {

namespace {

void to_running_writes(StorageScene &scene) {
    const gs_id id = scene.claimed_run(scene.due_job());
    UpdateItem item = to_running(id);
    item.started_at = scene.now();
    expect_outcome(scene.replica().update(item), GS_ITEM_DONE, "update to running");
    const SeenRun seen = scene.run(id);
    expect_state(seen, GS_STATE_RUNNING, "the run");
    expect_equal(seen.row.started_at, item.started_at, "started_at");
    expect_equal(seen.row.attempt_spent, 1, "attempt_spent of a running run");
}

void keeps_started_at(StorageScene &scene) {
    const gs_id id = scene.claimed_run(scene.due_job());
    UpdateItem item = to_running(id);
    item.started_at = scene.now();
    need_done(scene.replica().update(item), "update to running");
    UpdateItem close = to_closed(id, GS_OUTCOME_SUCCEEDED);
    close.started_at = item.started_at + 5;
    need_done(scene.replica().update(close), "update to closed");
    expect_equal(scene.run(id).row.started_at, item.started_at, "started_at after a second one was sent");
}

void to_waiting_writes(StorageScene &scene) {
    const gs_id id = scene.running_run(scene.due_job());
    UpdateItem item = to_waiting(id, scene.now() + hour);
    item.attempt_spent = 1;
    expect_outcome(scene.replica().update(item), GS_ITEM_DONE, "update to waiting");
    const SeenRun seen = scene.run(id);
    expect_state(seen, GS_STATE_WAITING, "the run");
    expect_equal(seen.row.wake_at, item.wake_at, "wake_at of a waiting run");
    expect_equal(seen.row.attempt_spent, 1, "attempt_spent of a waiting run");
}

void unspent(StorageScene &scene) {
    const gs_id id = scene.running_run(scene.due_job());
    need_done(scene.replica().update(to_waiting(id, scene.now() + hour)), "update to waiting");
    expect_equal(scene.run(id).row.attempt_spent, 0, "attempt_spent of a run that was given back unspent");
}

void fenced_epoch(StorageScene &scene) {
    const gs_id id = scene.running_run(scene.due_job());
    expect_outcome(scene.replica().update(to_closed(id, GS_OUTCOME_SUCCEEDED, 2)), GS_ITEM_CONFLICT,
                   "update with another epoch");
    expect_state(scene.run(id), GS_STATE_RUNNING, "the run after a conflict");
}

void fenced_owner(StorageScene &scene) {
    const gs_id id = scene.running_run(scene.due_job());
    const Replica beta = scene.joined("beta");
    expect_outcome(beta.update(to_closed(id, GS_OUTCOME_SUCCEEDED)), GS_ITEM_CONFLICT, "update by another replica");
    expect_state(scene.run(id), GS_STATE_RUNNING, "the run after a conflict");
}

void fenced_after_takeover(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    const ClaimItem item = scene.claim_of(scene.due_job());
    need_done(beta.claim(item), "claim");
    need_done(scene.replica().retire(beta.incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER), "retire");
    need_done(scene.replica().begin(item.run_id, 1, false), "begin");
    expect_outcome(beta.update(to_closed(item.run_id, GS_OUTCOME_SUCCEEDED)), GS_ITEM_REFUSED,
                   "update by the former owner");
    expect_outcome(scene.replica().update(to_closed(item.run_id, GS_OUTCOME_FAILED, 2)), GS_ITEM_DONE,
                   "update by the new owner, with the new epoch");
}

void gone(StorageScene &scene) {
    scene.due_job();
    expect_outcome(scene.replica().update(to_running(scene.new_id())), GS_ITEM_GONE, "update of no run");
}

void from_states(StorageScene &scene) {
    const gs_id id = scene.claimed_run(scene.due_job());
    UpdateItem item = to_closed(id, GS_OUTCOME_SUCCEEDED);
    item.from_states = GS_STATE_RUNNING | GS_STATE_WAITING;
    expect_outcome(scene.replica().update(item), GS_ITEM_CONFLICT, "update of a claimed run that names other states");
    expect_state(scene.run(id), GS_STATE_CLAIMED, "the run after a conflict");
}

void again(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id id = scene.claimed_run(of);
    const UpdateItem run = to_running(id);
    need_done(scene.replica().update(run), "update to running");
    expect_outcome(scene.replica().update(run), GS_ITEM_ALREADY, "update to running sent again");
    const UpdateItem close = to_closed(id, GS_OUTCOME_FAILED);
    need_done(scene.replica().update(close), "update to closed");
    const std::int64_t finished = scene.run(id).row.finished_at;
    const auto answer = scene.replica().update(close);
    expect_outcome(answer, GS_ITEM_ALREADY, "update to closed sent again");
    expect_equal(answer->items[0].result.at, finished, "`at` of a close sent again");
    expect_equal(scene.job(of.id).row.failed, 1, "failed after a close was sent again");
}

void final_state(StorageScene &scene) {
    const gs_id id = scene.closed_run(scene.due_job(), GS_OUTCOME_SUCCEEDED);
    expect_outcome(scene.replica().update(to_running(id)), GS_ITEM_GONE, "update to running of a closed run");
    expect_outcome(scene.replica().update(to_closed(id, GS_OUTCOME_FAILED)), GS_ITEM_GONE,
                   "another outcome for a closed run");
    expect_closed(scene.run(id), GS_OUTCOME_SUCCEEDED, GS_REASON_NONE, "the run after both");
}

void flagged_does_not_wait(StorageScene &scene) {
    const gs_id id = scene.running_run(scene.due_job());
    need_done(scene.replica().ask_cancel(id, GS_REASON_REPLACED), "ask_cancel");
    const auto answer = scene.replica().update(to_waiting(id, scene.now() + hour));
    expect_outcome(answer, GS_ITEM_DONE, "update to waiting of a flagged run");
    expect_equal(answer->items[0].result.state, GS_STATE_CLOSED, "the state that the answer tells");
    expect_closed(scene.run(id), GS_OUTCOME_CANCELED, GS_REASON_REPLACED, "a flagged run that was to wait");
}

} // namespace

StorageChecks update_checks() {
    return {
        {{"storage.update.running", item_h,
          "running started_at is written unless the row has one (GS_NO_TIME: left as it is), attempt_spent 1."},
         to_running_writes},
        {{"storage.update.started_at", item_h, "started_at is written unless the row has one"}, keeps_started_at},
        {{"storage.update.waiting", item_h, "waiting wake_at and attempt_spent are written"}, to_waiting_writes},
        {{"storage.update.unspent", item_h, "waiting wake_at and attempt_spent are written"}, unspent},
        {{"storage.update.epoch", item_h, "update: no such run: gone. Epoch and owner, else conflict."}, fenced_epoch},
        {{"storage.update.owner", item_h, "Epoch and owner, else conflict."}, fenced_owner},
        {{"storage.update.takeover", storage_h,
          "Writes of an incarnation that is retired answer GS_ITEM_REFUSED for every item"},
         fenced_after_takeover},
        {{"storage.update.gone", item_h, "update: no such run: gone."}, gone},
        {{"storage.update.from_states", item_h,
          "Its state is in `from_states`, else gone when closed and conflict otherwise."},
         from_states},
        {{"storage.update.again", item_h, "already: the run is as this item would leave it."}, again},
        {{"storage.update.final", run_h, "Closed is final."}, final_state},
        {{"storage.update.flagged", item_h, "with the cancel flag set the run closes as canceled(requested)."},
         flagged_does_not_wait},
    };
}

} // namespace conformance::kit
