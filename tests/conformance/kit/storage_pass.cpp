// storage_pass.cpp - pass: instants that are left behind, looks that are put off, times that are computed anew.
#include "storage_checks.h"

namespace conformance::kit {

namespace {

PassItem pass_of(StorageScene &scene, const SeenJob &of) {
    PassItem item;
    item.job_id = of.id;
    item.version = of.row.version;
    item.next_fire = item.fire_at = item.look_at = scene.now() + hour;
    return item;
}

SeenJob coming_job(StorageScene &scene) {
    PutItem item = scene.new_job();
    item.tzdata_version = "2026a";
    item.row.next_fire = item.row.fire_at = item.row.look_at = scene.now() + hour;
    item.row.cursor = scene.now() - hour;
    return scene.put(item);
}

void with_record(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    PassItem item = pass_of(scene, of);
    item.look_at += 7;
    item.record = scene.record(of, of.row.next_fire, of.row.next_fire + second);
    expect_outcome(scene.replica().pass(item), GS_ITEM_DONE, "pass with a record");
    const SeenJob after = scene.job(of.id);
    expect_equal(after.row.next_fire, item.next_fire, "next_fire after a pass");
    expect_equal(after.row.fire_at, item.fire_at, "fire_at after a pass");
    expect_equal(after.row.look_at, item.look_at, "look_at after a pass");
    expect_equal(after.row.cursor, item.record->last_due, "cursor after a pass");
    expect_equal(static_cast<std::int64_t>(scene.records(of.id).size()), 1, "records of the job");
    expect(after.row.version > of.row.version, "the version was not raised by a pass");
}

void without_record(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const PassItem item = pass_of(scene, of);
    expect_outcome(scene.replica().pass(item), GS_ITEM_DONE, "pass without a record");
    const SeenJob after = scene.job(of.id);
    expect_equal(after.row.look_at, item.look_at, "look_at after a pass without a record");
    expect_equal(after.row.next_fire, of.row.next_fire, "next_fire after a pass without a record");
    expect_equal(after.row.fire_at, of.row.fire_at, "fire_at after a pass without a record");
    expect_equal(after.row.cursor, of.row.cursor, "cursor after a pass without a record");
    expect(after.row.version > of.row.version, "the version was not raised by a pass");
}

void early(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    PassItem item = pass_of(scene, of);
    item.record = scene.record(of, of.row.next_fire, scene.now() + hour);
    expect_outcome(scene.replica().pass(item), GS_ITEM_EARLY, "pass with a record that ends in an hour");
    expect_equal(scene.job(of.id).row.next_fire, of.row.next_fire, "next_fire after early");
}

void again(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    PassItem item = pass_of(scene, of);
    item.record = scene.record(of, of.row.next_fire, of.row.next_fire);
    need_done(scene.replica().pass(item), "pass");
    expect_outcome(scene.replica().pass(item), GS_ITEM_ALREADY, "pass sent again");
    expect_equal(static_cast<std::int64_t>(scene.records(of.id).size()), 1, "records after a pass was sent again");
}

void other_version(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    PassItem item = pass_of(scene, of);
    item.version += 1;
    expect_outcome(scene.replica().pass(item), GS_ITEM_CONFLICT, "pass on another version");
    expect_equal(scene.job(of.id).row.look_at, of.row.look_at, "look_at after a conflict");
    item.job_id = scene.name("nobody");
    expect_outcome(scene.replica().pass(item), GS_ITEM_GONE, "pass of no job");
}

void rederives(StorageScene &scene) {
    const SeenJob of = coming_job(scene);
    PassItem item = pass_of(scene, of);
    item.rederive = true;
    item.next_fire += hour;
    item.fire_at += hour + 1;
    item.look_at += hour + 2;
    item.tzdata_version = "2026b";
    item.record = scene.event(of);
    expect_outcome(scene.replica().pass(item), GS_ITEM_DONE, "pass with rederive");
    const SeenJob after = scene.job(of.id);
    expect_equal(after.row.next_fire, item.next_fire, "next_fire after rederive");
    expect_equal(after.row.fire_at, item.fire_at, "fire_at after rederive");
    expect_equal(after.row.look_at, item.look_at, "look_at after rederive");
    expect_equal(after.tzdata_version, "2026b", "tzdata_version after rederive");
    expect_equal(after.row.cursor, of.row.cursor, "cursor after rederive");
    expect_equal(static_cast<std::int64_t>(scene.records(of.id).size()), 1, "records of the job");
}

void rederive_stale(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    PassItem item = pass_of(scene, of);
    item.rederive = true;
    item.tzdata_version = "2026b";
    expect_outcome(scene.replica().pass(item), GS_ITEM_STALE, "pass with rederive of a due job");
    expect_equal(scene.job(of.id).row.next_fire, of.row.next_fire, "next_fire after stale");
}

} // namespace

StorageChecks pass_checks() {
    return {
        {{"storage.pass.record", item_h,
          "Effect: next_fire, fire_at and look_at are written, cursor is the record's last_due, the record is "
          "inserted, "
          "the version is raised."},
         with_record},
        {{"storage.pass.look", item_h, "Without: only look_at is written, the version is raised."}, without_record},
        {{"storage.pass.early", item_h, "With a record: its last_due <= the store's clock, else early"}, early},
        {{"storage.pass.again", item_h, "already if a record of this id exists. Effect: next_fire"}, again},
        {{"storage.pass.version", item_h, "pass: version, else conflict (no such job: gone)."}, other_version},
        {{"storage.pass.rederive", item_h,
          "Effect: next_fire, fire_at, look_at and tzdata_version are written, the cursor stays, the record (an "
          "event), "
          "if any, is inserted, the version is raised."},
         rederives},
        {{"storage.pass.rederive_stale", item_h, "the stored next_fire is due at the store's clock: stale."},
         rederive_stale},
    };
}

} // namespace conformance::kit
