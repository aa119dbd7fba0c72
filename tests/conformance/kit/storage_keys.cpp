// storage_keys.cpp - claim on a concurrency key: how many may be active, and what a full key answers.
#include "storage_checks.h"

namespace conformance::kit {

namespace {

ClaimItem claim_on(StorageScene &scene, const SeenJob &of, std::int32_t max_active) {
    ClaimItem item = scene.claim_of(of);
    item.concurrency_key = scene.name("key");
    item.max_active = max_active;
    return item;
}

void full(StorageScene &scene) {
    const SeenJob first = scene.due_job("first");
    const SeenJob other = scene.due_job("second");
    need_done(scene.replica().claim(claim_on(scene, first, 1)), "claim");
    expect_outcome(scene.replica().claim(claim_on(scene, other, 1)), GS_ITEM_BUSY, "claim on a key that is full");
    expect_equal(scene.job(other.id).row.fires, 0, "fires after busy");
    expect_equal(scene.job(other.id).row.version, other.row.version, "the version after busy");
    expect_outcome(scene.replica().claim(claim_on(scene, other, 2)), GS_ITEM_DONE, "claim on a key with room for two");
}

void closed_do_not_count(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    scene.closed_run(of, GS_OUTCOME_FAILED, 0);
    ClaimItem item = scene.claim_of(of);
    item.max_active = 1;
    expect_outcome(scene.replica().claim(item), GS_ITEM_DONE, "claim on a key whose only run is closed");
}

void waiting_count(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    scene.waiting_run(of, scene.now() + hour);
    ClaimItem item = scene.claim_of(of);
    item.max_active = 1;
    expect_outcome(scene.replica().claim(item), GS_ITEM_BUSY, "claim on a key with a run that waits for a retry");
}

void removed_count(StorageScene &scene) {
    const SeenJob first = scene.due_job("first");
    const SeenJob other = scene.due_job("second");
    need_done(scene.replica().claim(claim_on(scene, first, 1)), "claim");
    scene.remove(first);
    expect_outcome(scene.replica().claim(claim_on(scene, other, 1)), GS_ITEM_BUSY,
                   "claim on a key with a run of a removed job");
}

void names_runs(StorageScene &scene) {
    constexpr std::size_t active = 18;
    const SeenJob of = scene.due_job();
    std::vector<gs_id> runs;
    for (std::size_t i = 0; i < active; ++i) runs.push_back(scene.claimed_run(of));
    ClaimItem item = scene.claim_of(of);
    item.max_active = 1;
    const auto answer = scene.replica().claim(item);
    if (only_item(answer, "claim").result.outcome != GS_ITEM_BUSY) throw Blocked("a full key is not busy");
    const std::vector<gs_id> &named = answer->items[0].runs;
    expect_equal(static_cast<std::int64_t>(named.size()), 16, "runs named by busy, of 18 that are active");
    for (std::size_t i = 0; i < named.size(); ++i) {
        expect_equal(named[i], runs[i], "run " + std::to_string(i) + " named by busy");
    }
}

void bad_limit(StorageScene &scene) {
    ClaimItem item = scene.claim_of(scene.due_job());
    item.max_active = 0;
    const auto answer = scene.replica().claim(item);
    expect_outcome(answer, GS_ITEM_BAD, "claim with max_active 0");
    expect(!answer->items[0].detail.empty(), "a bad item without a detail that says why");
}

} // namespace

StorageChecks key_checks() {
    return {
        {{"storage.claim.busy", item_h, "Fewer than max_active active runs on concurrency_key, else busy."}, full},
        {{"storage.claim.closed_runs", run_h, "\"Active\" means claimed, running or waiting."}, closed_do_not_count},
        {{"storage.claim.waiting_runs", run_h, "\"Active\" means claimed, running or waiting."}, waiting_count},
        {{"storage.claim.removed_job", run_h, "\"Active\" means claimed, running or waiting."}, removed_count},
        {{"storage.claim.busy_runs", storage_h, "busy: the active runs of the key, oldest first, up to 16"},
         names_runs},
        {{"storage.claim.bad", item_h, "max_active below 1 -> bad."}, bad_limit},
    };
}

} // namespace conformance::kit
