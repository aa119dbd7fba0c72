// storage_replicas.cpp - join, beat and retire, and who may write at all.
#include "purging.h"
#include "storage_checks.h"

namespace conformance::kit {

namespace {

void join_inserts(StorageScene &scene) {
    const Replica beta = scene.newcomer("beta");
    const gs_id session = scene.new_id();
    const gs_id directory = scene.new_id();
    expect_outcome(beta.join(no_id, session, directory), GS_ITEM_DONE, "join of a new instance");
    const SeenReplica row = scene.row_of(beta);
    expect_equal(row.row.retired, GS_REPLICA_ALIVE, "the new replica's retired");
    expect_equal(row.row.beat, 1, "the new replica's beat");
    expect_equal(row.instance, beta.instance(), "the new replica's instance");
    expect_equal(row.row.session, session, "the new replica's session");
    expect_equal(row.row.data_directory, directory, "the new replica's data_directory");
    expect_equal(row.row.retired_at, no_time, "the new replica's retired_at");
}

void join_retires(StorageScene &scene) {
    const Replica first = scene.joined("beta");
    const Replica second_one = scene.newcomer("beta");
    expect_outcome(second_one.join(first.incarnation()), GS_ITEM_DONE, "join in place of the living predecessor");
    expect_equal(scene.row_of(first).row.retired, GS_REPLICA_RETIRED_BY_JOIN, "the predecessor's retired");
    expect(scene.row_of(first).row.retired_at != no_time, "the predecessor's retired_at was not written");
    expect_equal(scene.row_of(second_one).row.retired, GS_REPLICA_ALIVE, "the successor's retired");
}

void join_again(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    need_done(beta.beat(), "beat");
    expect_outcome(beta.join(), GS_ITEM_ALREADY, "join sent again");
    expect_equal(scene.row_of(beta).row.beat, 2, "the beat after join was sent again");
}

void join_conflicts(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    const Replica second_one = scene.newcomer("beta");
    expect_outcome(second_one.join(), GS_ITEM_CONFLICT, "join beside a living one of the instance, naming none");
    expect_outcome(second_one.join(scene.new_id()), GS_ITEM_CONFLICT, "join that names somebody else");
    expect_equal(scene.row_of(beta).row.retired, GS_REPLICA_ALIVE, "the living one's retired");
}

void join_of_retired(StorageScene &scene) {
    const Replica first = scene.joined("beta");
    const Replica second_one = scene.successor_of(first);
    expect_outcome(first.join(second_one.incarnation()), GS_ITEM_REFUSED, "join of one that was retired");
    expect_equal(scene.row_of(second_one).row.retired, GS_REPLICA_ALIVE, "the living one's retired");
}

void beat_counts(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    expect_outcome(beta.beat(), GS_ITEM_DONE, "beat");
    expect_outcome(beta.beat(), GS_ITEM_DONE, "beat");
    expect_equal(scene.row_of(beta).row.beat, 3, "the beat after two more");
}

void retire_on_the_beat(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    expect_outcome(scene.replica().retire(beta.incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER), GS_ITEM_DONE,
                   "retire on the beat that was seen");
    expect_equal(scene.row_of(beta).row.retired, GS_REPLICA_RETIRED_BY_OBSERVER, "the retired one's retired");
}

void retire_another_beat(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    need_done(beta.beat(), "beat");
    expect_outcome(scene.replica().retire(beta.incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER), GS_ITEM_CONFLICT,
                   "retire of one that has beaten since");
    expect_equal(scene.row_of(beta).row.retired, GS_REPLICA_ALIVE, "its retired");
}

void retire_again(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    need_done(scene.replica().retire(beta.incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER), "retire");
    expect_outcome(scene.replica().retire(beta.incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER), GS_ITEM_ALREADY,
                   "retire of one that is not alive any more");
}

void retire_itself(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    need_done(beta.beat(), "beat");
    expect_outcome(beta.retire(beta.incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF), GS_ITEM_DONE, "retire of itself");
    expect_equal(scene.row_of(beta).row.retired, GS_REPLICA_RETIRED_BY_ITSELF, "its retired");
}

// Tries every write and expects each to be refused and to leave no trace.
void expect_nothing_written(StorageScene &scene, const Replica &who, const std::string &whose) {
    const SeenJob of = scene.due_job(whose == "a retired one" ? "retired" : "stranger");
    const gs_id waiting = scene.waiting_run(of, scene.now() + hour);
    const gs_id running = scene.running_run(of);
    const SeenJob before = scene.job(of.id);
    const std::string by = " by " + whose;
    expect_outcome(who.beat(), GS_ITEM_REFUSED, "beat" + by);
    PutItem edit(before);
    edit.row.writer = scene.new_id();
    expect_outcome(who.put(edit), GS_ITEM_REFUSED, "put_job" + by);
    const RecordItem all = scene.covering(before);
    expect_outcome(who.remove(of.id, before.row.version, &all), GS_ITEM_REFUSED, "remove_job" + by);
    expect_outcome(who.disable(of.id, before.row.version, "no", scene.event(of)), GS_ITEM_REFUSED, "disable_job" + by);
    expect_outcome(who.claim(scene.claim_of(before)), GS_ITEM_REFUSED, "claim" + by);
    PassItem pass;
    pass.job_id = of.id;
    pass.version = before.row.version;
    expect_outcome(who.pass(pass), GS_ITEM_REFUSED, "pass" + by);
    expect_outcome(who.begin(waiting, 1, true), GS_ITEM_REFUSED, "begin" + by);
    expect_outcome(who.update(to_closed(running, GS_OUTCOME_SUCCEEDED)), GS_ITEM_REFUSED, "update" + by);
    expect_outcome(who.ask_cancel(running), GS_ITEM_REFUSED, "ask_cancel" + by);
    expect_outcome(who.records_announced({scene.new_id()}), GS_ITEM_REFUSED, "records_announced" + by);
    gs_purged purged{};
    purged.struct_size = sizeof purged;
    expect_outcome(who.purge(purge_by_age(GS_PURGE_RUNS_BY_AGE, -hour), purged), GS_ITEM_REFUSED, "purge" + by);
    expect_equal(scene.job(of.id).row.version, before.row.version, "the job's version after refused writes");
    expect_state(scene.run(running), GS_STATE_RUNNING, "the run after refused writes");
}

void retired_writes(StorageScene &scene) {
    const Replica beta = scene.joined("beta");
    need_done(scene.replica().retire(beta.incarnation(), 1, GS_REPLICA_RETIRED_BY_OBSERVER), "retire");
    expect_nothing_written(scene, beta, "a retired one");
}

void stranger_writes(StorageScene &scene) {
    expect_nothing_written(scene, scene.newcomer("beta"), "one that never joined");
}

} // namespace

StorageChecks replica_checks() {
    return {
        {{"storage.join.inserts", item_h, "a row for `caller` is inserted, alive, beat 1."}, join_inserts},
        {{"storage.join.predecessor", item_h, "Effect: the predecessor is retired by a join"}, join_retires},
        {{"storage.join.again", item_h, "Sent again: already."}, join_again},
        {{"storage.join.conflict", item_h,
          "`predecessor` is the incarnation of this instance name that is alive, or zero for none; anything else -> "
          "conflict."},
         join_conflicts},
        {{"storage.join.retired", item_h, "A caller that was retired before -> refused."}, join_of_retired},
        {{"storage.beat.counts", run_h, "int64_t beat; /* a counter */"}, beat_counts},
        {{"storage.retire.effect", item_h, "`incarnation` is alive and its beat is `beat` -> retired with `how`."},
         retire_on_the_beat},
        {{"storage.retire.beat", item_h, "Another beat: conflict."}, retire_another_beat},
        {{"storage.retire.again", item_h, "Not alive any more: already."}, retire_again},
        {{"storage.retire.itself", item_h, "A scheduler retires itself with beat 0, which stands for any."},
         retire_itself},
        {{"storage.writes.retired", storage_h,
          "Writes of an incarnation that is retired answer GS_ITEM_REFUSED for every item (join excepted)."},
         retired_writes},
        {{"storage.writes.stranger", item_h, "the caller is retired, or never joined -> refused"}, stranger_writes},
    };
}

} // namespace conformance::kit
