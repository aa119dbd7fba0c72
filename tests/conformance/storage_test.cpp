// storage_test.cpp - see storage_test.h.
#include "storage_test.h"

#include <stdexcept>

namespace conformance {

namespace {

void expect_done(const Answer &answer, const char *scene) {
    if (answer->outcome() == GS_ITEM_DONE) return;
    throw std::runtime_error(std::string("the scene is not set: ") + scene + " came to outcome " +
                             std::to_string(answer->outcome()) + " " + answer->item().detail);
}

} // namespace

StorageTest::StorageTest() : host_(GetParam().make()), replica_(newcomer("alpha")) {
    expect_done(replica_.join(), "join");
}

Replica StorageTest::newcomer(const std::string &instance) {
    return {[this]() -> const gs_storage & { return host_->table(); }, instance, new_id()};
}

Replica StorageTest::joined(const std::string &instance) {
    Replica replica = newcomer(instance);
    expect_done(replica.join(), "join");
    return replica;
}

Replica StorageTest::successor_of(const Replica &predecessor) {
    Replica replica = newcomer(predecessor.instance());
    expect_done(replica.join(predecessor.incarnation()), "join");
    return replica;
}

SeenJob StorageTest::put(PutItem item) {
    item.row.writer = new_id();
    expect_done(replica_.put(item), "put_job");
    return job(item.id);
}

SeenJob StorageTest::job(const std::string &id) const {
    const auto answer = replica_.get_job(id);
    if (answer->jobs.size() != 1) throw std::runtime_error("there is no job " + id);
    return answer->jobs.front();
}

bool StorageTest::has_job(const std::string &id) const {
    return !replica_.get_job(id)->jobs.empty();
}

SeenJob StorageTest::due_job(const std::string &id) {
    PutItem item;
    item.id = id;
    item.row.next_fire = item.row.fire_at = item.row.look_at = now() - minute;
    return put(item);
}

SeenRun StorageTest::run(gs_id id) const {
    gs_runs_page page = runs_page(10);
    page.run_id = id;
    const auto answer = replica_.runs(page);
    if (answer->runs.size() != 1) throw std::runtime_error("there is no such run");
    return answer->runs.front();
}

gs_id StorageTest::claimed_run(const SeenJob &of) {
    const gs_id id = new_id();
    ClaimItem item(job(of.id), id, now() - second);
    item.max_active = 100;
    expect_done(replica_.claim(item), "claim");
    return id;
}

gs_id StorageTest::running_run(const SeenJob &of) {
    const gs_id id = claimed_run(of);
    expect_done(replica_.update(to_running(id)), "update to running");
    return id;
}

gs_id StorageTest::waiting_run(const SeenJob &of, std::int64_t wake_at) {
    const gs_id id = running_run(of);
    expect_done(replica_.update(to_waiting(id, wake_at)), "update to waiting");
    return id;
}

gs_id StorageTest::closed_run(const SeenJob &of, std::int32_t outcome, std::int32_t announced) {
    const gs_id id = running_run(of);
    UpdateItem item = to_closed(id, outcome);
    item.announced = announced;
    item.wake_at = announced != 0 ? no_time : now();
    expect_done(replica_.update(item), "update to closed");
    return id;
}

RecordItem StorageTest::record(std::int64_t first_due, std::int64_t last_due) {
    RecordItem item;
    item.id = new_id();
    item.first_due = first_due;
    item.last_due = last_due;
    return item;
}

} // namespace conformance
