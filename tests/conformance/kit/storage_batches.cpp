// storage_batches.cpp - many items in one call: each has its own answer, in order, each seeing the ones before.
#include "storage_checks.h"

namespace conformance::kit {

namespace {

void own_answers(StorageScene &scene) {
    std::vector<ClaimItem> items;
    for (const char *word : {"won", "outdated", "ahead", "elsewhere", "won too"}) {
        items.push_back(scene.claim_of(scene.due_job(word)));
    }
    items[1].version -= 1;
    items[2].due_at = scene.now() + hour;
    items[3].job_id = scene.name("nobody");
    const auto answer = scene.replica().claim(items);
    expect_outcome(answer, 0, GS_ITEM_DONE, "item 0");
    expect_outcome(answer, 1, GS_ITEM_CONFLICT, "item 1, of an outdated version");
    expect_outcome(answer, 2, GS_ITEM_EARLY, "item 2, which is not due");
    expect_outcome(answer, 3, GS_ITEM_GONE, "item 3, of no job");
    expect_outcome(answer, 4, GS_ITEM_DONE, "item 4, after refused ones");
    expect_state(scene.run(items[4].run_id), GS_STATE_CLAIMED, "the run of item 4");
}

void claims_see_claims(StorageScene &scene) {
    std::vector<ClaimItem> items;
    for (const char *word : {"a", "b", "c"}) {
        items.push_back(scene.claim_of(scene.due_job(word)));
        items.back().concurrency_key = scene.name("key");
        items.back().max_active = 2;
    }
    const auto answer = scene.replica().claim(items);
    expect_outcome(answer, 0, GS_ITEM_DONE, "the first claim on a key with room for two");
    expect_outcome(answer, 1, GS_ITEM_DONE, "the second claim in the same call");
    expect_outcome(answer, 2, GS_ITEM_BUSY, "the third claim in the same call");
}

void puts_see_puts(StorageScene &scene) {
    PutItem first = scene.new_job();
    first.row.writer = scene.new_id();
    PutItem second_put = first;
    second_put.row.writer = scene.new_id();
    scene.put(scene.new_job("other"));
    const auto answer = scene.replica().put({first, second_put});
    expect_outcome(answer, 0, GS_ITEM_DONE, "the first put of a new job");
    expect_outcome(answer, 1, GS_ITEM_CONFLICT, "a second put of the same new job in the same call");
    scene.put(PutItem(scene.job(first.id))); // so that the scene removes it
}

void updates_see_updates(StorageScene &scene) {
    const gs_id id = scene.claimed_run(scene.due_job());
    const auto answer = scene.replica().update({to_running(id), to_closed(id, GS_OUTCOME_SUCCEEDED), to_running(id)});
    expect_outcome(answer, 0, GS_ITEM_DONE, "update to running");
    expect_outcome(answer, 1, GS_ITEM_DONE, "update to closed in the same call");
    expect_outcome(answer, 2, GS_ITEM_GONE, "update to running once more, in the same call");
}

void all_are_counted(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    std::vector<UpdateItem> items;
    for (const std::int32_t outcome : {GS_OUTCOME_SUCCEEDED, GS_OUTCOME_FAILED, GS_OUTCOME_LOST}) {
        items.push_back(to_closed(scene.running_run(of), outcome));
    }
    std::int64_t version = scene.job(of.id).row.version;
    const auto answer = scene.replica().update(items);
    for (std::size_t i = 0; i < items.size(); ++i) {
        expect_outcome(answer, i, GS_ITEM_DONE, "close " + std::to_string(i));
        expect_equal(answer->items[i].result.version_before, version, "version_before of close " + std::to_string(i));
        version = answer->items[i].result.version;
    }
    const SeenJob after = scene.job(of.id);
    expect_equal(after.row.succeeded, 1, "succeeded after three closes in one call");
    expect_equal(after.row.failed, 2, "failed after three closes in one call");
}

void no_trace(StorageScene &scene) {
    PutItem item(scene.put(scene.new_job()));
    item.row.writer = scene.new_id();
    item.expected_version += 1;
    const SeenJob of = scene.job(item.id);
    item.record = scene.event(of);
    expect_outcome(scene.replica().put(item), GS_ITEM_CONFLICT, "put_job on another version, with a record");
    expect(scene.records(of.id).empty(), "the record of a refused put was inserted");
}

} // namespace

StorageChecks batch_checks() {
    static constexpr const char *in_order =
        "Items of one call take effect in order, each seeing the ones before; an item that is refused leaves no trace "
        "and does not hinder the others.";
    return {
        {{"storage.batch.own_answers", contract_readme, "**Each item gets its own answer.**"}, own_answers},
        {{"storage.batch.claims", storage_h, in_order}, claims_see_claims},
        {{"storage.batch.puts", storage_h, in_order}, puts_see_puts},
        {{"storage.batch.updates", storage_h, in_order}, updates_see_updates},
        {{"storage.batch.counters", storage_h, in_order}, all_are_counted},
        {{"storage.batch.no_trace", storage_h, "an item that is refused leaves no trace"}, no_trace},
    };
}

} // namespace conformance::kit
