// storage_scene.cpp - see storage_scene.h.
#include "storage_scene.h"

#include <algorithm>
#include <iterator>

#include "text.h"

namespace conformance::kit {

namespace {

constexpr std::uint32_t page = 100;

bool comes_before(const gs_id &left, const gs_id &right) {
    return std::lexicographical_compare(std::begin(left.bytes), std::end(left.bytes), std::begin(right.bytes),
                                        std::end(right.bytes));
}

void tidy_run(const Replica &cleaner, const SeenRun &seen) {
    const bool closed = seen.row.state == GS_STATE_CLOSED;
    if (closed && seen.row.announced != 0) return;
    cleaner.begin(seen.row.id, seen.row.epoch, false);
    UpdateItem item = to_closed(seen.row.id, GS_OUTCOME_CANCELED, seen.row.epoch + 1);
    if (closed) item.from_states = GS_STATE_CLOSED;
    item.announced = 1;
    cleaner.update(item);
}

void need_ok(const Answer &answer, const std::string &what) {
    if (answer->status == GS_OK) return;
    throw Blocked(what + " answered " + status_name(answer->status) + " " + said(answer->error));
}

} // namespace

// The first six bytes count, so that the order of the ids is the order of their making, as with a UUID of version 7.
gs_id StoreUnderTest::new_id() {
    gs_id id = first_id;
    std::uint64_t count = 0;
    for (int i = 0; i < 6; ++i) count = count << 8 | first_id.bytes[i];
    count += ++next_id;
    for (int i = 5; i >= 0; --i, count >>= 8) id.bytes[i] = static_cast<std::uint8_t>(count);
    return id;
}

StorageScene::StorageScene(StoreUnderTest &store, int number)
    : store_(store), prefix_(store.prefix + std::to_string(number) + "/"), alpha_(newcomer("alpha")) {}

const Replica &StorageScene::replica() {
    if (!has_joined_) {
        need_done(alpha_.join(), "join");
        has_joined_ = true;
    }
    return alpha_;
}

std::int64_t StorageScene::now() {
    const auto answer = replica().replicas();
    need_ok(answer, "replicas");
    return answer->answer.store_now;
}

Replica StorageScene::newcomer(const std::string &instance) {
    Replica replica([this]() -> const gs_storage & { return *store_.table; }, prefix_ + instance, new_id());
    replicas_.push_back(replica);
    return replica;
}

Replica StorageScene::joined(const std::string &instance) {
    Replica replica = newcomer(instance);
    need_done(replica.join(), "join");
    return replica;
}

Replica StorageScene::successor_of(const Replica &predecessor) {
    Replica replica([this]() -> const gs_storage & { return *store_.table; }, predecessor.instance(), new_id());
    replicas_.push_back(replica);
    need_done(replica.join(predecessor.incarnation()), "join in place of the predecessor");
    return replica;
}

SeenReplica StorageScene::row_of(const Replica &of) {
    const auto answer = of.replicas();
    need_ok(answer, "replicas");
    for (const SeenReplica &row : answer->replicas) {
        if (row.row.incarnation == of.incarnation()) return row;
    }
    throw Blocked("replicas does not visit a replica that has joined");
}

PutItem StorageScene::new_job(const std::string &word) {
    PutItem item;
    item.id = name(word);
    return item;
}

SeenJob StorageScene::put(PutItem item) {
    item.row.writer = new_id();
    if (std::find(jobs_.begin(), jobs_.end(), item.id) == jobs_.end()) jobs_.push_back(item.id);
    need_done(replica().put(item), "put_job");
    return job(item.id);
}

SeenJob StorageScene::due_job(const std::string &word) {
    PutItem item = new_job(word);
    item.row.next_fire = item.row.fire_at = item.row.look_at = now() - minute;
    return put(item);
}

SeenJob StorageScene::job(const std::string &id) {
    const auto answer = replica().get_job(id);
    need_ok(answer, "get_job");
    if (answer->jobs.size() != 1) {
        throw Blocked("get_job visited " + std::to_string(answer->jobs.size()) + " rows of a job that was put");
    }
    return answer->jobs.front();
}

bool StorageScene::has_job(const std::string &id) {
    const auto answer = replica().get_job(id);
    need_ok(answer, "get_job");
    return !answer->jobs.empty();
}

SeenRun StorageScene::run(gs_id id) {
    gs_runs_page wanted = runs_page(10);
    wanted.run_id = id;
    const auto answer = replica().runs(wanted);
    need_ok(answer, "runs");
    if (answer->runs.size() != 1) {
        throw Blocked("runs visited " + std::to_string(answer->runs.size()) + " rows of a run that was claimed");
    }
    return answer->runs.front();
}

std::vector<SeenRecord> StorageScene::records(const std::string &job_id) {
    const auto answer = replica().records(job_id, page);
    need_ok(answer, "records");
    return answer->records;
}

ClaimItem StorageScene::claim_of(const SeenJob &of) {
    ClaimItem item(job(of.id), new_id(), now() - second);
    item.max_active = 1'000;
    return item;
}

gs_id StorageScene::claimed_run(const SeenJob &of) {
    const ClaimItem item = claim_of(of);
    need_done(replica().claim(item), "claim");
    return item.run_id;
}

gs_id StorageScene::running_run(const SeenJob &of) {
    const gs_id id = claimed_run(of);
    need_done(replica().update(to_running(id)), "update to running");
    return id;
}

gs_id StorageScene::waiting_run(const SeenJob &of, std::int64_t wake_at) {
    const gs_id id = running_run(of);
    need_done(replica().update(to_waiting(id, wake_at)), "update to waiting");
    return id;
}

gs_id StorageScene::closed_run(const SeenJob &of, std::int32_t outcome, std::int32_t announced) {
    const gs_id id = running_run(of);
    UpdateItem item = to_closed(id, outcome);
    item.announced = announced;
    item.wake_at = announced != 0 ? no_time : now();
    need_done(replica().update(item), "update to closed");
    return id;
}

RecordItem StorageScene::record(const SeenJob &of, std::int64_t first_due, std::int64_t last_due) {
    RecordItem item;
    item.id = new_id();
    item.job_id = of.id;
    item.first_due = first_due;
    item.last_due = last_due;
    item.announced = 1;
    return item;
}

RecordItem StorageScene::event(const SeenJob &of) {
    RecordItem item = record(of, no_time, no_time);
    item.kind = GS_RECORD_EVENT;
    item.reason = GS_REASON_FAILURES;
    return item;
}

void StorageScene::remove(const SeenJob &of) {
    const RecordItem all = covering(of);
    need_done(replica().remove(of.id, job(of.id).row.version, &all), "remove_job");
}

void StorageScene::pause(const SeenJob &of) {
    PutItem edit(job(of.id));
    edit.definition.paused = 1;
    put(edit);
}

void StorageScene::tidy_runs(const Replica &cleaner, const std::string &job_id) {
    gs_runs_page wanted = runs_page(page);
    wanted.job_id = borrow(job_id);
    for (auto answer = cleaner.runs(wanted); !answer->runs.empty(); answer = cleaner.runs(wanted)) {
        for (const SeenRun &seen : answer->runs) {
            if (!(wanted.before == no_id) && !comes_before(seen.row.id, wanted.before)) return; // it would never end
            wanted.before = seen.row.id;
            tidy_run(cleaner, seen);
        }
    }
}

void StorageScene::tidy_jobs(const Replica &cleaner) {
    for (const std::string &id : jobs_) {
        const auto jobs = cleaner.get_job(id);
        for (const SeenJob &left : jobs->jobs) {
            RecordItem last;
            last.id = new_id();
            last.job_id = id;
            last.kind = GS_RECORD_EVENT;
            last.reason = GS_REASON_REMOVED;
            last.first_due = -GS_MAX_DURATION_US;
            last.last_due = GS_AT_START;
            last.announced = 1;
            cleaner.remove(id, left.row.version, &last);
        }
        tidy_runs(cleaner, id);
        std::vector<gs_id> untold;
        const auto records = cleaner.records(id, page);
        for (const SeenRecord &seen : records->records) {
            if (seen.row.announced == 0) untold.push_back(seen.row.id);
        }
        if (!untold.empty()) cleaner.records_announced(untold);
    }
}

void StorageScene::tidy_up() noexcept {
    try {
        const Replica cleaner([this]() -> const gs_storage & { return *store_.table; }, prefix_ + "cleaner", new_id());
        if (replicas_.size() == 1 && !has_joined_) return; // nothing was done
        cleaner.join();
        for (const Replica &replica : replicas_) replica.retire(replica.incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF);
        tidy_jobs(cleaner);
        cleaner.retire(cleaner.incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF);
    } catch (const std::exception &) {
        return; // a store that breaks the contract keeps the rest; the checks have told
    }
}

} // namespace conformance::kit
