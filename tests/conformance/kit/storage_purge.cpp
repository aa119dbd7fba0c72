// storage_purge.cpp - what a purge is asked for, goes over and counts. It is of the whole store, so it is tried in a
// store that was empty only, but for items that remove nothing.
#include "purge_scene.h"
#include "storage_checks.h"

namespace conformance::kit {

namespace {

void expect_bad(StorageScene &scene, const gs_purge &item, const std::string &what) {
    gs_purged purged{};
    purged.struct_size = sizeof purged;
    const auto answer = scene.replica().purge(item, purged);
    expect_outcome(answer, GS_ITEM_BAD, what);
    expect(!answer->items[0].detail.empty(), "a bad item without a detail that says why");
}

// Before 1970 nothing had finished: whoever carries them out removes nothing.
void bad(StorageScene &scene) {
    const gs_purge good = purge_by_age(GS_PURGE_RUNS_BY_AGE, -hour);
    gs_purge item = good;
    item.limit = 0;
    expect_bad(scene, item, "purge with a limit of 0");
    item.limit = GS_MAX_PURGE_LIMIT + 1;
    expect_bad(scene, item, "purge with a limit that is too high");
    expect_bad(scene, purge_by_age(0, -hour), "purge of the kind 0");
    expect_bad(scene, purge_by_age(GS_PURGE_REPLICAS + 1, -hour), "purge of a kind that there is not");
    item = good;
    item.failures_before = item.before + 1;
    expect_bad(scene, item, "purge that keeps failures for less long than others");
}

void bad_keep(StorageScene &scene) {
    prepare_purge(scene);
    const SeenJob of = scene.due_job();
    closed_runs(scene, of, {good, good, good});
    expect_bad(scene, purge_by_count(GS_PURGE_RUNS_BY_COUNT, 0, 1), "purge that keeps no run");
    expect_bad(scene, purge_by_count(GS_PURGE_RECORDS_BY_COUNT, 0, 0), "purge that keeps no record");
    expect_bad(scene, purge_by_count(GS_PURGE_RUNS_BY_COUNT, 2, 1), "purge that keeps fewer failures than others");
    expect_equal(static_cast<std::int64_t>(runs_of(scene, of).size()), 3, "runs left by purges that are bad");
}

void young(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    closed_runs(scene, of, {good, GS_OUTCOME_FAILED, good});
    put_records(scene, of, 2);
    for (const std::int32_t what : {GS_PURGE_RUNS_BY_AGE, GS_PURGE_RECORDS_BY_AGE, GS_PURGE_REPLICAS}) {
        expect_equal(purge_once(scene.replica(), purge_by_age(what, -hour)).removed, 0,
                     "rows removed by a purge of before 1970");
    }
    expect_equal(static_cast<std::int64_t>(runs_of(scene, of).size()), 3, "runs left");
    expect_equal(static_cast<std::int64_t>(scene.records(of.id).size()), 2, "records left");
}

void counted(StorageScene &scene) {
    prepare_purge(scene);
    const SeenJob of = scene.due_job();
    const auto expect_counted = [&](const gs_purge &item, const std::string &how) {
        closed_runs(scene, of,
                    {GS_OUTCOME_FAILED, GS_OUTCOME_TIMED_OUT, GS_OUTCOME_LOST, GS_OUTCOME_REJECTED, GS_OUTCOME_CANCELED,
                     good, good});
        const std::int64_t there = static_cast<std::int64_t>(runs_of(scene, of).size());
        const Walked walked = purge_to_the_end(scene.replica(), item);
        expect_equal(walked.removed, there - 1, "`removed` of a purge " + how);
        expect_equal(walked.failures, 4, "`failures` of a purge " + how + " that removed one of each kind");
    };
    expect_counted(purge_by_age(GS_PURGE_RUNS_BY_AGE, scene.now() + hour), "by age");
    expect_counted(purge_by_count(GS_PURGE_RUNS_BY_COUNT, 1, 1), "by count");
}

void records(StorageScene &scene) {
    prepare_purge(scene);
    const SeenJob of = scene.due_job();
    put_records(scene, of, 1);
    const gs_id untold = put_records(scene, of, 1, 0).front();
    const Ids told = put_records(scene, of, 2);
    const auto keep = [&](std::int64_t kept) {
        return purge_to_the_end(scene.replica(), purge_by_count(GS_PURGE_RECORDS_BY_COUNT, kept, kept)).removed;
    };
    expect_equal(keep(4), 0, "records removed when four of four are kept");
    expect_equal(keep(3), 1, "records removed when three of four are kept");
    gs_purge item = purge_by_age(GS_PURGE_RECORDS_BY_AGE, scene.now() + hour);
    item.limit = 10;
    expect_equal(purge_to_the_end(scene.replica(), item).removed, 1, "records removed by age");
    expect_ids(records_of(scene, of), Ids{told[1], untold},
               "records left of an announced, an unannounced and a newest");
    expect_equal(keep(1), 0, "records removed of an unannounced and a newest one");
}

void kinds(StorageScene &scene) {
    prepare_purge(scene);
    const SeenJob of = scene.due_job();
    closed_runs(scene, of, {good, good, good});
    put_records(scene, of, 3);
    const Replica idle = scene.joined("idle");
    need_done(idle.retire(idle.incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF), "retire");
    const std::int64_t until = scene.now() + hour;
    const auto expect_left = [&](std::size_t runs, std::size_t records, const std::string &after) {
        expect(runs_of(scene, of).size() == runs, "a purge " + after + " touched runs");
        expect(records_of(scene, of).size() == records, "a purge " + after + " touched records");
        expect(has_replica(scene, idle), "a purge " + after + " touched replicas");
    };
    purge_to_the_end(scene.replica(), purge_by_count(GS_PURGE_RECORDS_BY_COUNT, 2, 2));
    expect_left(3, 2, "of records by count");
    purge_to_the_end(scene.replica(), purge_by_age(GS_PURGE_RECORDS_BY_AGE, until));
    expect_left(3, 1, "of records by age");
    put_records(scene, of, 1);
    purge_to_the_end(scene.replica(), purge_by_count(GS_PURGE_RUNS_BY_COUNT, 2, 2));
    expect_left(2, 2, "of runs by count");
    purge_to_the_end(scene.replica(), purge_by_age(GS_PURGE_RUNS_BY_AGE, until));
    expect_left(1, 2, "of runs by age");
    closed_runs(scene, of, {good});
    purge_to_the_end(scene.replica(), purge_by_age(GS_PURGE_REPLICAS, until));
    expect(runs_of(scene, of).size() == 2 && records_of(scene, of).size() == 2,
           "a purge of replicas touched runs or records");
}

void replicas(StorageScene &scene) {
    prepare_purge(scene);
    const Replica idle = scene.joined("idle");
    const Replica other = scene.joined("other");
    const Replica owner = scene.joined("owner");
    const ClaimItem claim = scene.claim_of(scene.due_job());
    need_done(owner.claim(claim), "claim");
    for (const Replica *replica : {&idle, &other, &owner}) {
        need_done(replica->retire(replica->incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF), "retire");
    }
    gs_purge item = purge_by_age(GS_PURGE_REPLICAS, scene.now() + hour);
    item.limit = 1;
    const gs_purged first = purge_once(scene.replica(), item);
    expect_equal(first.removed, 1, "replicas removed with a limit of one");
    expect_equal(first.more, 1, "`more` of a purge that removed as many replicas as it may");
    purge_to_the_end(scene.replica(), item);
    expect(!has_replica(scene, idle) && !has_replica(scene, other), "a retired replica without runs is still there");
    expect(has_replica(scene, owner), "the retired owner of an open run was removed");
    expect(has_replica(scene, scene.replica()), "a living replica was removed");
    need_done(scene.replica().begin(claim.run_id, 1, false), "begin of a retired owner's run");
    purge_to_the_end(scene.replica(), item);
    expect(!has_replica(scene, owner), "a retired replica whose run is another's is still there");
}

constexpr const char *judged_bad =
    "limit or `what` out of range, keep below 1, keep_failures below keep, failures_before later than before: bad.";

} // namespace

StorageChecks purge_checks() {
    return {
        {{"storage.purge.bad", item_h, judged_bad}, bad},
        {{"storage.purge.bad_keep", item_h, judged_bad}, bad_keep},
        {{"storage.purge.young", item_h, "removes those that are too old or too many."}, young},
        {{"storage.purge.counted", item_h, "how many of them were failed, timed out, lost or rejected runs"}, counted},
        {{"storage.purge.records", item_h, "Records go likewise; by age it is by (at, id)."}, records},
        {{"storage.purge.kinds", item_h, "What one call of purge goes over."}, kinds},
        {{"storage.purge.replicas", item_h, "Replicas are those retired before `before` that own no open run"},
         replicas},
    };
}

} // namespace conformance::kit
