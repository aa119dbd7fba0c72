// storage_cancel.cpp - ask_cancel, and how an owner hears of it.
#include <algorithm>

#include "storage_checks.h"

namespace conformance::kit {

namespace {

bool names(const Answer &answer, const gs_id &run) {
    const auto &flags = answer->cancel_requested;
    return std::find(flags.begin(), flags.end(), run) != flags.end();
}

void flags(StorageScene &scene) {
    const gs_id id = scene.running_run(scene.due_job());
    const auto answer = scene.replica().ask_cancel(id, GS_REASON_REPLACED);
    expect_outcome(answer, GS_ITEM_DONE, "ask_cancel of a running run");
    const SeenRun seen = scene.run(id);
    expect_state(seen, GS_STATE_RUNNING, "a running run that was asked to end");
    expect_equal(seen.row.cancel_requested, 1, "cancel_requested");
    expect_equal(seen.row.reason, GS_REASON_REPLACED, "the reason");
}

void closes_waiting(StorageScene &scene) {
    const gs_id id = scene.waiting_run(scene.due_job(), scene.now() + hour);
    const auto answer = scene.replica().ask_cancel(id, GS_REASON_REPLACED);
    expect_outcome(answer, GS_ITEM_DONE, "ask_cancel of a waiting run");
    expect_equal(answer->items[0].result.state, GS_STATE_CLOSED, "the state that the answer tells");
    expect_closed(scene.run(id), GS_OUTCOME_CANCELED, GS_REASON_REPLACED, "a waiting run that was asked to end");
}

void again(StorageScene &scene) {
    const gs_id id = scene.running_run(scene.due_job());
    need_done(scene.replica().ask_cancel(id, GS_REASON_REPLACED), "ask_cancel");
    expect_outcome(scene.replica().ask_cancel(id, GS_REASON_REQUESTED), GS_ITEM_ALREADY, "ask_cancel once more");
    expect_equal(scene.run(id).row.reason, GS_REASON_REPLACED, "the reason after a second ask_cancel");
}

void gone(StorageScene &scene) {
    expect_outcome(scene.replica().ask_cancel(scene.new_id()), GS_ITEM_GONE, "ask_cancel of no run");
    const gs_id id = scene.closed_run(scene.due_job(), GS_OUTCOME_SUCCEEDED);
    const auto answer = scene.replica().ask_cancel(id);
    expect_outcome(answer, GS_ITEM_GONE, "ask_cancel of a closed run");
    expect_equal(answer->items[0].result.state, GS_STATE_CLOSED, "the state that the answer tells");
}

void owner_hears(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id flagged = scene.running_run(of);
    const gs_id other = scene.running_run(of);
    const Replica beta = scene.joined("beta");
    expect(!names(scene.replica().beat(), flagged), "a run was named before its flag was set");
    need_done(beta.ask_cancel(flagged), "ask_cancel by another replica");
    expect(names(scene.replica().beat(), flagged), "beat does not name the owner's flagged run");
    expect(names(scene.replica().replicas(), flagged), "replicas, a read, does not name the owner's flagged run");
    const auto answer = scene.replica().update(to_closed(other, GS_OUTCOME_SUCCEEDED));
    expect(names(answer, flagged), "update does not name the owner's flagged run");
    expect(!names(answer, other), "a run whose flag is not set was named");
}

void others_do_not_hear(StorageScene &scene) {
    const gs_id flagged = scene.running_run(scene.due_job());
    const Replica beta = scene.joined("beta");
    need_done(beta.ask_cancel(flagged), "ask_cancel");
    expect(!names(beta.beat(), flagged), "a flagged run was named to a replica that does not own it");
    need_done(scene.replica().update(to_closed(flagged, GS_OUTCOME_CANCELED)), "update to closed");
    expect(!names(scene.replica().beat(), flagged), "a flagged run was named after it had closed");
}

void survives_takeover(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    const ClaimItem item = scene.claim_of(scene.due_job());
    need_done(beta.claim(item), "claim");
    need_done(scene.replica().ask_cancel(item.run_id), "ask_cancel");
    need_done(scene.replica().retire(beta.incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER), "retire");
    need_done(scene.replica().begin(item.run_id, 1, false), "begin");
    expect_equal(scene.run(item.run_id).row.cancel_requested, 1, "cancel_requested after a takeover");
    expect(names(scene.replica().beat(), item.run_id), "beat does not name the new owner's flagged run");
}

} // namespace

StorageChecks cancel_checks() {
    return {
        {{"storage.ask_cancel.flag", item_h, "Open -> the cancel flag is set and `reason` written"}, flags},
        {{"storage.ask_cancel.waiting", item_h, "waiting -> it closes as canceled(reason)."}, closes_waiting},
        {{"storage.ask_cancel.again", item_h, "Flag set already: already, its reason stays."}, again},
        {{"storage.ask_cancel.gone", item_h, "ask_cancel: closed or no such run -> gone (a state tells which)."}, gone},
        {{"storage.cancel_flags.owner", contract_readme,
          "**Every answer to the owner of open runs names those whose cancel flag is set.**"},
         owner_hears},
        {{"storage.cancel_flags.others", storage_h,
          "In every answer to an incarnation that owns open runs: each of them whose cancel flag is set."},
         others_do_not_hear},
        {{"storage.cancel_flags.takeover", item_h, "Effect always: epoch + 1, the caller owns it."}, survives_takeover},
    };
}

} // namespace conformance::kit
