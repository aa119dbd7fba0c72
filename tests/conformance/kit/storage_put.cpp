// storage_put.cpp - put_job.
#include "storage_checks.h"

namespace conformance::kit {

namespace {

void inserts(StorageScene &scene) {
    PutItem item = scene.new_job();
    item.row.fires = 7; // the store's, whatever the writer says
    item.row.succeeded = 8;
    const SeenJob seen = scene.put(item);
    expect_equal(seen.row.generation, seen.row.version, "the generation of a new job");
    expect_equal(seen.row.fires, 0, "the fires of a new job");
    expect_equal(seen.row.succeeded, 0, "the successes of a new job");
    expect(seen.row.version > 0, "the version of a new job is not above 0");
    expect_equal(seen.row.last_success_at, no_time, "the last_success_at of a new job");
}

void replaces(StorageScene &scene) {
    PutItem edit(scene.put(scene.new_job()));
    edit.name = "edited";
    edit.row.revision = 2;
    const std::int64_t generation = edit.row.generation;
    const SeenJob seen = scene.put(edit);
    expect_equal(seen.name, "edited", "the name after a put");
    expect_equal(seen.row.revision, 2, "the revision after a put");
    expect_equal(seen.row.generation, generation, "the generation after a put over the job");
    expect(seen.row.version > edit.expected_version, "the version was not raised by a put");
}

void other_version(StorageScene &scene) {
    PutItem edit(scene.put(scene.new_job()));
    edit.row.writer = scene.new_id();
    edit.name = "edited";
    edit.expected_version += 1;
    expect_outcome(scene.replica().put(edit), GS_ITEM_CONFLICT, "put_job on another version");
    edit.expected_version = 0;
    expect_outcome(scene.replica().put(edit), GS_ITEM_CONFLICT, "put_job of a new job where there is one");
    expect_equal(scene.job(edit.id).name, "", "the name after a conflict");
    PutItem missing = scene.new_job("missing");
    missing.row.writer = scene.new_id();
    missing.expected_version = 1;
    expect_outcome(scene.replica().put(missing), GS_ITEM_CONFLICT, "put_job over a job that is not there");
}

void sent_again(StorageScene &scene) {
    PutItem edit(scene.put(scene.new_job()));
    edit.row.writer = scene.new_id();
    need_done(scene.replica().put(edit), "put_job");
    const std::int64_t version = scene.job(edit.id).row.version;
    const auto again = scene.replica().put(edit);
    expect_outcome(again, GS_ITEM_ALREADY, "put_job sent again");
    expect_equal(only_item(again, "put_job").result.version, version, "the version told when sent again");
    expect_equal(scene.job(edit.id).row.version, version, "the version after it was sent again");
}

void stale(StorageScene &scene) {
    const SeenJob due = scene.due_job();
    PutItem edit(due);
    edit.row.writer = scene.new_id();
    edit.row.next_fire = scene.now() + hour;
    expect_outcome(scene.replica().put(edit), GS_ITEM_STALE, "put_job that moves a due next_fire, without a record");
    edit.record = scene.record(due, due.row.next_fire - hour, due.row.next_fire - 1);
    expect_outcome(scene.replica().put(edit), GS_ITEM_STALE, "put_job with a record that ends before the due instant");
    expect_equal(scene.job(due.id).row.next_fire, due.row.next_fire, "next_fire after stale");
    edit.record = scene.record(due, due.row.next_fire, due.row.next_fire);
    expect_outcome(scene.replica().put(edit), GS_ITEM_DONE, "put_job with a record that covers the due instant");
}

void not_stale(StorageScene &scene) {
    PutItem edit(scene.due_job());
    edit.row.writer = scene.new_id();
    edit.name = "edited";
    expect_outcome(scene.replica().put(edit), GS_ITEM_DONE, "put_job that keeps a due next_fire");
}

void counters_stay(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    scene.closed_run(of, GS_OUTCOME_FAILED);
    PutItem edit(scene.job(of.id));
    edit.row.fires = edit.row.failed = 0;
    edit.row.last_fired_at = no_time;
    const SeenJob after = scene.put(edit);
    expect_equal(after.row.fires, 1, "fires after a put that carries 0");
    expect_equal(after.row.failed, 1, "failed after a put that carries 0");
    expect(after.row.last_fired_at != no_time, "last_fired_at was overwritten by a put");
}

void hold(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id waiting = scene.waiting_run(of, scene.now() + hour);
    const gs_id running = scene.running_run(of);
    PutItem edit(scene.job(of.id));
    edit.row.writer = scene.new_id();
    edit.hold = true;
    need_done(scene.replica().put(edit), "put_job with hold");
    const SeenRun closed = scene.run(waiting);
    expect_closed(closed, GS_OUTCOME_CANCELED, GS_REASON_GATE, "a waiting run after hold");
    expect_equal(closed.row.announced, 0, "announced of a run closed by hold");
    expect(closed.row.wake_at != no_time, "a run closed by hold has no wake_at, so nobody announces it");
    expect_state(scene.run(running), GS_STATE_RUNNING, "a running run after hold");
}

void no_hold(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id waiting = scene.waiting_run(of, scene.now() + hour);
    PutItem edit(scene.job(of.id));
    edit.name = "edited";
    scene.put(edit);
    expect_state(scene.run(waiting), GS_STATE_WAITING, "a waiting run after a put without hold");
}

void counts_runs(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    scene.claimed_run(of);
    scene.running_run(of);
    scene.running_run(of);
    scene.closed_run(of, GS_OUTCOME_SUCCEEDED);
    PutItem edit(scene.job(of.id));
    edit.row.writer = scene.new_id();
    const auto answer = scene.replica().put(edit);
    need_done(answer, "put_job");
    expect_equal(answer->items[0].result.claimed_runs, 1, "claimed_runs of a job with one claimed run");
    expect_equal(answer->items[0].result.running_runs, 2, "running_runs of a job with two running runs");
}

void versions_never_return(StorageScene &scene) {
    const SeenJob first = scene.put(scene.new_job());
    const SeenJob other = scene.put(scene.new_job("other"));
    expect(other.row.version != first.row.version, "two jobs have the same version");
    scene.remove(first);
    const SeenJob heir = scene.put(scene.new_job());
    expect(heir.row.version > first.row.version && heir.row.version != other.row.version,
           "a job that was removed and added again has version " + shown(heir.row.version) + ", after " +
               shown(first.row.version) + " and, of another job, " + shown(other.row.version));
}

void record_generation(StorageScene &scene) {
    PutItem item = scene.new_job();
    SeenJob to_be{};
    to_be.id = item.id;
    item.record = scene.event(to_be);
    const SeenJob seen = scene.put(item);
    const auto records = scene.records(item.id);
    expect_equal(static_cast<std::int64_t>(records.size()), 1, "records of the job after a put with one");
    expect_equal(records[0].row.generation, seen.row.generation, "the generation of a record that had 0");
}

} // namespace

StorageChecks put_checks() {
    return {
        {{"storage.put_job.inserts", item_h,
          "created_at, updated_at, version and, on insertion, generation (the version) and counters (0) are the "
          "store's."},
         inserts},
        {{"storage.put_job.replaces", item_h,
          "definition, next_fire, fire_at, cursor, look_at, writer, disabled, failures_in_row, revision and "
          "tzdata_version are written from `row`"},
         replaces},
        {{"storage.put_job.version", item_h,
          "The job's version is `expected_version` (0: there is no such job), else conflict."},
         other_version},
        {{"storage.put_job.again", item_h, "already if the row's writer is row->writer."}, sent_again},
        {{"storage.put_job.stale", item_h,
          "If row->next_fire differs from the stored next_fire, and the stored one is due at the store's clock and not "
          "covered by the record's [first_due, last_due], stale"},
         stale},
        {{"storage.put_job.not_stale", item_h, "a write that keeps next_fire is never stale"}, not_stale},
        {{"storage.put_job.counters", item_h, "the counters stay"}, counters_stay},
        {{"storage.put_job.hold", item_h, "hold: the job's waiting runs close as canceled(gate)."}, hold},
        {{"storage.put_job.no_hold", item_h, "hold: the job's waiting runs close as canceled(gate)."}, no_hold},
        {{"storage.put_job.counts_runs", storage_h, "put, remove, disable: runs of the job that are claimed"},
         counts_runs},
        {{"storage.put_job.versions", contract_readme,
          "**Versions come from one sequence** of the whole store and never come twice, not even after a job was "
          "removed and added again."},
         versions_never_return},
        {{"storage.put_job.record", item_h, "A record whose generation is 0 gets that of its job."}, record_generation},
    };
}

} // namespace conformance::kit
