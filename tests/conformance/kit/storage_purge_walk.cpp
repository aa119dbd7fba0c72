// storage_purge_walk.cpp - how a purge walks: so many rows in a call, and the next call goes on behind them.
#include "purge_scene.h"
#include "storage_checks.h"

namespace conformance::kit {

namespace {

// Runs of one job that are closed in one call, so that they may end at the same time; where a walk by age meets them.
struct Closed {
    SeenJob job;
    Ids runs;
    gs_purged place{}; // just before the first
};

Closed close_together(StorageScene &scene, const std::string &word, const std::vector<std::int32_t> &outcomes) {
    Closed closed{scene.due_job(word), {}, {}};
    const gs_id before = scene.new_id();
    std::vector<UpdateItem> items;
    for (const std::int32_t outcome : outcomes) {
        closed.runs.push_back(scene.running_run(closed.job));
        items.push_back(to_closed(closed.runs.back(), outcome));
        items.back().announced = 1;
    }
    const auto answer = scene.replica().update(items);
    for (std::size_t i = 0; i < items.size(); ++i) expect_outcome(answer, i, GS_ITEM_DONE, "update to closed");
    closed.place = place_in_time(scene.run(closed.runs.front()).row.finished_at, before);
    return closed;
}

// What is looked at and stays counts like what goes.
void limit(StorageScene &scene) {
    prepare_purge(scene);
    const Closed by_age = close_together(scene, "age", {good, GS_OUTCOME_FAILED, good, good, good});
    gs_purge item = purge_by_age(GS_PURGE_RUNS_BY_AGE, scene.now() + hour);
    item.failures_before = no_time;
    item.limit = 2;
    item.after = &by_age.place;
    gs_purged purged = purge_once(scene.replica(), item);
    expect_equal(purged.removed, 1, "runs removed by age of two that are looked at, one of them a failure that stays");
    expect_equal(purged.more, 1, "`more` when there are more than the limit");
    const Closed by_count = close_together(scene, "count", {good, good, good, good, good});
    const gs_purged place = place_before_job(by_count.job.id);
    item = purge_by_count(GS_PURGE_RUNS_BY_COUNT, 1, 1);
    item.limit = 2;
    item.after = &place;
    purged = purge_once(scene.replica(), item);
    expect_equal(purged.removed, 1, "runs removed by count of two that are looked at, one of them the newest");
    expect_equal(purged.more, 1, "`more` when there are more than the limit");
    const Ids &runs = by_count.runs;
    expect_runs(scene, by_count.job, Ids{runs[4], runs[2], runs[1], runs[0]}, "runs left by a purge with a limit");
}

void walk_by_age(StorageScene &scene) {
    prepare_purge(scene);
    const Closed a = close_together(scene, "a", {good, GS_OUTCOME_FAILED, good, good, good});
    const Closed b = close_together(scene, "b", {good, good});
    gs_purge item = purge_by_age(GS_PURGE_RUNS_BY_AGE, scene.now() + hour);
    item.failures_before = no_time;
    item.limit = 2;
    item.after = &a.place;
    expect_equal(purge_to_the_end(scene.replica(), item).removed, 4, "runs removed by a walk by age");
    expect_runs(scene, a.job, Ids{a.runs[4], a.runs[1]}, "runs left by a walk by age of a newest and a failure");
    expect_runs(scene, b.job, Ids{b.runs[1]}, "runs left by a walk by age of a newest");
}

// Job after job, in the order of the bytes of their ids, and on in the middle of a job.
void walk_by_count(StorageScene &scene) {
    prepare_purge(scene);
    std::vector<Closed> jobs;
    for (const char *word : {"a", "A", "aa", "\u00e9", "\U0001F600"}) {
        jobs.push_back(close_together(scene, word, {good, GS_OUTCOME_FAILED, good, good}));
    }
    for (const std::int64_t keep : {3, 2}) {
        gs_purge item = purge_by_count(GS_PURGE_RUNS_BY_COUNT, keep, keep);
        item.limit = 3;
        expect_equal(purge_to_the_end(scene.replica(), item).removed, 5, "runs removed by a walk by count");
        for (const Closed &each : jobs) {
            Ids left(each.runs.rbegin(), each.runs.rbegin() + keep);
            expect_runs(scene, each.job, left, "runs left by a walk by count of the job " + shown(each.job.id));
        }
    }
}

void again(StorageScene &scene) {
    prepare_purge(scene);
    const Closed closed = close_together(scene, "job", {good, good, good, good, good, good});
    const gs_purged place = place_before_job(closed.job.id);
    gs_purge item = purge_by_count(GS_PURGE_RUNS_BY_COUNT, 3, 3);
    item.limit = 2;
    item.after = &place;
    const gs_purged first = purge_once(scene.replica(), item);
    expect_equal(first.removed, 0, "runs removed of the two newest when three are kept");
    item.after = &first;
    const std::string after = " of two behind the two newest when three are kept";
    expect_equal(purge_once(scene.replica(), item).removed, 1, "runs removed" + after);
    expect_equal(purge_once(scene.replica(), item).removed, 1, "runs removed, sent again," + after);
    expect_equal(purge_once(scene.replica(), item).removed, 1, "runs removed, sent once more," + after);
    const Ids &runs = closed.runs;
    expect_runs(scene, closed.job, Ids{runs[5], runs[4], runs[3]}, "runs left by a purge that was sent again");
}

} // namespace

StorageChecks purge_walk_checks() {
    return {
        {{"storage.purge.limit", item_h, "purge: looks at `limit` rows at most, behind those that `after` names"},
         limit},
        {{"storage.purge.walk_by_age", item_h, "Runs by age go by (finished_at, id)"}, walk_by_age},
        {{"storage.purge.walk_by_count", item_h, "Runs by count go by (job_id, id), both descending"}, walk_by_count},
        {{"storage.purge.again", item_h,
          "Sent again after a lost answer it goes over the same rows, as far as they are left."},
         again},
    };
}

} // namespace conformance::kit
