// purge_scene.cpp - see purge_scene.h.
#include "purge_scene.h"

#include <algorithm>

namespace conformance::kit {

void prepare_purge(StorageScene &scene) {
    if (!scene.store().was_empty) {
        throw Skipped("the store was not empty, and a purge would remove what is not the kit's");
    }
    const std::int64_t until = scene.now() + hour;
    for (const std::int32_t what : {GS_PURGE_RUNS_BY_AGE, GS_PURGE_RECORDS_BY_AGE, GS_PURGE_REPLICAS}) {
        purge_to_the_end(scene.replica(), purge_by_age(what, until));
    }
}

Ids closed_runs(StorageScene &scene, const SeenJob &of, const std::vector<std::int32_t> &outcomes) {
    Ids made;
    for (const std::int32_t outcome : outcomes) made.push_back(scene.closed_run(of, outcome));
    return made;
}

Ids put_records(StorageScene &scene, const SeenJob &of, int count, std::int32_t announced) {
    Ids made;
    for (int i = 0; i < count; ++i) {
        PutItem edit(scene.job(of.id));
        edit.record = scene.event(of);
        edit.record->announced = announced;
        if (announced == 0) edit.record->wake_at = scene.now() + hour;
        scene.put(edit);
        made.push_back(edit.record->id);
    }
    return made;
}

Ids runs_of(StorageScene &scene, const SeenJob &of) {
    gs_runs_page page = runs_page(100);
    page.job_id = borrow(of.id);
    return scene.replica().runs(page)->order;
}

Ids records_of(StorageScene &scene, const SeenJob &of) {
    Ids ids;
    for (const SeenRecord &seen : scene.records(of.id)) ids.push_back(seen.row.id);
    return ids;
}

bool has(const Ids &ids, const gs_id &id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool has_replica(StorageScene &scene, const Replica &which) {
    const auto answer = scene.replica().replicas();
    return std::any_of(answer->replicas.begin(), answer->replicas.end(),
                       [&](const SeenReplica &row) { return row.row.incarnation == which.incarnation(); });
}

void expect_runs(StorageScene &scene, const SeenJob &of, const Ids &expected, const std::string &what) {
    expect_ids(runs_of(scene, of), expected, what);
}

} // namespace conformance::kit
