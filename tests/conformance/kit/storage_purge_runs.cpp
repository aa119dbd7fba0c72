// storage_purge_runs.cpp - which runs, and records, are too old or too many for a purge, and which stay.
#include "purge_scene.h"
#include "storage_checks.h"

namespace conformance::kit {

namespace {

// To the microsecond: what ended at `before` itself is not before it.
void before(StorageScene &scene) {
    prepare_purge(scene);
    const SeenJob of = scene.due_job();
    for (const std::int32_t outcome : {good, std::int32_t{GS_OUTCOME_FAILED}}) {
        const Ids made = closed_runs(scene, of, {outcome, outcome, good});
        const std::int64_t instant = scene.run(made[1]).row.finished_at;
        purge_to_the_end(scene.replica(), purge_by_age(GS_PURGE_RUNS_BY_AGE, instant));
        const Ids left = runs_of(scene, of);
        expect(has(left, made[1]), "a purge by age removed a run that did not finish before `before`, but then");
        expect(!has(left, made[0]) || scene.run(made[0]).row.finished_at >= instant,
               "a purge by age left a run that finished before `before`");
    }
    put_records(scene, of, 3);
    const auto records = scene.records(of.id);
    const gs_record &middle = records[1].row;
    purge_to_the_end(scene.replica(), purge_by_age(GS_PURGE_RECORDS_BY_AGE, middle.at));
    const Ids left = records_of(scene, of);
    expect(has(left, middle.id), "a purge by age removed a record that was not written before `before`, but then");
    expect(!has(left, records[2].row.id) || records[2].row.at >= middle.at,
           "a purge by age left a record that was written before `before`");
}

void failures_by_age(StorageScene &scene) {
    prepare_purge(scene);
    const SeenJob of = scene.due_job();
    const Ids made = closed_runs(scene, of,
                                 {GS_OUTCOME_FAILED, GS_OUTCOME_TIMED_OUT, GS_OUTCOME_LOST, GS_OUTCOME_REJECTED,
                                  GS_OUTCOME_CANCELED, good, good});
    const Ids failures{made[3], made[2], made[1], made[0]};
    gs_purge item = purge_by_age(GS_PURGE_RUNS_BY_AGE, scene.now() + hour);
    item.failures_before = no_time;
    expect_equal(purge_to_the_end(scene.replica(), item).removed, 2, "runs removed when no failure goes");
    expect_runs(scene, of, Ids{made[6], made[3], made[2], made[1], made[0]}, "runs left when no failure goes");
    item.failures_before = scene.now() - hour;
    expect_equal(purge_to_the_end(scene.replica(), item).removed, 0, "runs removed when failures are young");
    item.failures_before = item.before;
    expect_equal(purge_to_the_end(scene.replica(), item).removed, 4, "runs removed when failures are old");
    expect_runs(scene, of, Ids{made[6]}, "runs left when failures are old");
}

// By id, not by time: what began last may have ended first.
void newest(StorageScene &scene) {
    prepare_purge(scene);
    const SeenJob of = scene.due_job("job");
    const gs_id first = scene.running_run(of);
    const gs_id last = scene.closed_run(of, good);
    UpdateItem close = to_closed(first, good);
    close.announced = 1;
    need_done(scene.replica().update(close), "update to closed");
    const SeenJob single = scene.due_job("single");
    const gs_id only = scene.closed_run(single, GS_OUTCOME_FAILED);
    const Ids records = put_records(scene, of, 2);
    const std::int64_t until = scene.now() + hour;
    purge_to_the_end(scene.replica(), purge_by_age(GS_PURGE_RUNS_BY_AGE, until));
    purge_to_the_end(scene.replica(), purge_by_age(GS_PURGE_RECORDS_BY_AGE, until));
    expect_runs(scene, of, Ids{last}, "runs left of a job");
    expect_runs(scene, single, Ids{only}, "runs left of a job that has one");
    expect_ids(records_of(scene, of), Ids{records[1]}, "records left of a job");
}

void open(StorageScene &scene) {
    prepare_purge(scene);
    const SeenJob of = scene.due_job();
    const gs_id oldest = scene.closed_run(of, good);
    const gs_id claimed = scene.claimed_run(of);
    const gs_id waiting = scene.waiting_run(of, scene.now() + hour);
    const gs_id failed = scene.closed_run(of, GS_OUTCOME_FAILED, 0);
    const gs_id untold = scene.closed_run(of, good, 0);
    const gs_id last = scene.closed_run(of, good);
    const auto keep = [&](std::int64_t count) {
        return purge_to_the_end(scene.replica(), purge_by_count(GS_PURGE_RUNS_BY_COUNT, count, count)).removed;
    };
    expect_equal(keep(6), 0, "runs removed of six, when six are kept");
    expect_equal(keep(5), 1, "runs removed when five are kept, open ones among them");
    expect_equal(keep(1), 0, "runs removed of open and unannounced ones by count");
    purge_to_the_end(scene.replica(), purge_by_age(GS_PURGE_RUNS_BY_AGE, scene.now() + hour));
    expect_runs(scene, of, Ids{last, untold, failed, waiting, claimed}, "runs left of open and unannounced ones");
    expect(!has(runs_of(scene, of), oldest), "the oldest run is still there");
}

void count(StorageScene &scene) {
    prepare_purge(scene);
    const SeenJob of_a = scene.due_job("a");
    const SeenJob of_b = scene.due_job("b");
    const SeenJob of_c = scene.due_job("c");
    const Ids a = closed_runs(scene, of_a, {good, good, good});
    const Ids b = closed_runs(scene, of_b, {good, good});
    const Ids c = closed_runs(scene, of_c, {good});
    const auto keep = [&](std::int64_t kept) {
        return purge_to_the_end(scene.replica(), purge_by_count(GS_PURGE_RUNS_BY_COUNT, kept, kept)).removed;
    };
    expect_equal(keep(2), 1, "runs removed when two of three, two and one are kept");
    expect_runs(scene, of_a, Ids{a[2], a[1]}, "runs left of three when two are kept");
    expect_runs(scene, of_b, Ids{b[1], b[0]}, "runs left of two when two are kept");
    expect_equal(keep(1), 2, "runs removed when one of two, two and one is kept");
    expect_runs(scene, of_a, Ids{a[2]}, "runs left when one is kept");
    expect_runs(scene, of_b, Ids{b[1]}, "runs left when one is kept");
    expect_runs(scene, of_c, c, "runs left of one");
}

void failures_by_count(StorageScene &scene) {
    prepare_purge(scene);
    const SeenJob of = scene.due_job();
    const Ids made =
        closed_runs(scene, of, {GS_OUTCOME_FAILED, good, GS_OUTCOME_REJECTED, GS_OUTCOME_LOST, good, good});
    const auto keep = [&](std::int64_t kept, std::int64_t failures) {
        return purge_to_the_end(scene.replica(), purge_by_count(GS_PURGE_RUNS_BY_COUNT, kept, failures)).removed;
    };
    expect_equal(keep(1, 3), 3, "runs removed when one is kept, and failures until there are three");
    expect_runs(scene, of, Ids{made[5], made[3], made[2]}, "runs left of one and failures until there are three");
    expect_equal(keep(1, 3), 0, "runs removed by the same purge once more");
    expect_equal(keep(1, 1), 2, "failures removed when one run is kept at all");
}

} // namespace

StorageChecks purge_run_checks() {
    return {
        {{"storage.purge.before", item_h, "those that finished before `before`, failures before `failures_before`."},
         before},
        {{"storage.purge.failures_by_age", item_h, "runs by age only; GS_NO_TIME: no failure goes"}, failures_by_age},
        {{"storage.purge.newest", item_h, "the newest run and the newest record of a job (by id) always stay."},
         newest},
        {{"storage.purge.open", item_h, "A run stays while it is open or not announced"}, open},
        {{"storage.purge.count", item_h,
          "from each job's newest on: those with `keep` newer ones of their job that stay"},
         count},
        {{"storage.purge.failures_by_count", item_h,
          "So a job has keep_failures runs at most, the newest `keep` and older failures."},
         failures_by_count},
    };
}

} // namespace conformance::kit
