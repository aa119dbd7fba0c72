// storage_history_pages.cpp - wake_runs, runs, records and calendars.
#include <algorithm>

#include "storage_checks.h"

namespace conformance::kit {

namespace {

using Ids = std::vector<gs_id>;

const Ids &order_of(const Answer &answer) {
    if (answer->status != GS_OK) throw Blocked("a page of history could not be read");
    return answer->order;
}

// Those of `mine` that were visited, in their order.
Ids own(const Answer &answer, const Ids &mine) {
    Ids found;
    for (const gs_id &id : order_of(answer)) {
        if (std::find(mine.begin(), mine.end(), id) != mine.end()) found.push_back(id);
    }
    return found;
}

gs_id put_record(StorageScene &scene, const SeenJob &of, std::int64_t wake_at) {
    PutItem edit(scene.job(of.id));
    edit.record = scene.event(of);
    edit.record->announced = 0;
    edit.record->wake_at = wake_at;
    scene.put(edit);
    return edit.record->id;
}

void wake_order(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const std::int64_t at = scene.now() + hour;
    const gs_id record = put_record(scene, of, at);
    const gs_id late = scene.waiting_run(of, at + 2);
    const gs_id run = scene.waiting_run(of, at);
    const gs_id early = put_record(scene, of, at - 1);
    const gs_id last = put_record(scene, of, at);
    const Ids all{record, late, run, early, last};
    const auto woken = [&](std::int64_t until, std::int64_t after, gs_id after_id) {
        return own(scene.replica().wake_runs(until, 1'000, after, after_id), all);
    };
    expect_ids(woken(at + 2, at - 2, no_id), {early, record, run, last, late}, "runs and records that wake");
    expect_ids(woken(at + 1, at - 2, no_id), {early, record, run, last}, "those that wake before the last");
    expect_ids(woken(at + 2, at, record), {run, last, late}, "those behind a record");
}

void wake_pages(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const std::int64_t at = scene.now() + 10 * hour + 54'321;
    const gs_id first = scene.waiting_run(of, at);
    const gs_id second_run = scene.waiting_run(of, at);
    const gs_id third = scene.waiting_run(of, at);
    expect_ids(order_of(scene.replica().wake_runs(at, 2, at)), {first, second_run}, "the first two that wake");
    expect_ids(order_of(scene.replica().wake_runs(at, 2, at, second_run)), {third}, "those behind the second");
}

void sleepers(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id claimed = scene.claimed_run(of);
    const gs_id running = scene.running_run(of);
    const gs_id told = scene.closed_run(of, GS_OUTCOME_SUCCEEDED);
    const gs_id untold = scene.closed_run(of, GS_OUTCOME_FAILED, 0);
    const gs_id record = put_record(scene, of, scene.now());
    const Ids all{claimed, running, told, untold, record};
    const auto woken = [&] { return own(scene.replica().wake_runs(scene.now(), 1'000, scene.now() - hour), all); };
    expect_ids(woken(), {untold, record}, "what wakes of claimed, running, announced and unannounced ones");
    const auto announced = scene.replica().records_announced({record, scene.new_id(), record});
    expect_outcome(announced, 0, GS_ITEM_DONE, "records_announced");
    expect_outcome(announced, 1, GS_ITEM_GONE, "records_announced of no record");
    expect_outcome(announced, 2, GS_ITEM_ALREADY, "records_announced once more");
    expect_ids(woken(), {untold}, "what wakes after the record was announced");
}

void runs_newest_first(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const gs_id first = scene.claimed_run(of);
    const gs_id second_run = scene.claimed_run(of);
    const gs_id third = scene.claimed_run(of);
    gs_runs_page page = runs_page(2);
    page.job_id = borrow(of.id);
    expect_ids(order_of(scene.replica().runs(page)), {third, second_run}, "the two newest runs");
    page.before = second_run;
    expect_ids(order_of(scene.replica().runs(page)), {first}, "the runs before the second");
    page.before = first;
    expect_ids(order_of(scene.replica().runs(page)), {}, "the runs before the first");
}

void runs_restricted(StorageScene &scene) {
    const SeenJob job_a = scene.due_job("a");
    const gs_id of_a = scene.running_run(job_a);
    ClaimItem item = scene.claim_of(scene.due_job("b"));
    item.concurrency_key = scene.name("key");
    const Replica beta = scene.joined("beta");
    need_done(beta.claim(item), "claim");
    const auto read = [&](auto restrict_page) {
        gs_runs_page page = runs_page(10);
        restrict_page(page);
        return order_of(scene.replica().runs(page));
    };
    const std::string &key = item.concurrency_key;
    expect_ids(read([&](gs_runs_page &page) { page.job_id = borrow(job_a.id); }), {of_a}, "runs of a job");
    expect_ids(read([&](gs_runs_page &page) { page.concurrency_key = borrow(key); }), {item.run_id}, "runs of a key");
    expect_ids(read([&](gs_runs_page &page) { page.owner_instance = borrow(beta.instance()); }), {item.run_id},
               "runs of an owner");
    expect_ids(read([&](gs_runs_page &page) { page.run_id = of_a; }), {of_a}, "the run of an id");
    expect_ids(read([&](gs_runs_page &page) {
                   page.job_id = borrow(job_a.id);
                   page.states = GS_STATE_CLAIMED | GS_STATE_WAITING;
               }),
               {}, "the claimed and waiting runs of a job with a running one");
    const std::int64_t due = scene.run(of_a).row.due_at;
    expect_ids(read([&](gs_runs_page &page) {
                   page.job_id = borrow(job_a.id);
                   page.due_at = due;
               }),
               {of_a}, "the runs of a job at its instant");
    expect_ids(read([&](gs_runs_page &page) {
                   page.job_id = borrow(job_a.id);
                   page.due_at = due + 1;
               }),
               {}, "the runs of a job at another instant");
}

void records_kept(StorageScene &scene) {
    PutItem item(scene.due_job());
    SeenJob of = scene.job(item.id);
    item.record = scene.record(of, scene.now() - hour, scene.now() - minute);
    item.record->kind = GS_RECORD_SKIPPED;
    item.record->reason = GS_REASON_OVERLAP;
    item.record->count = -1;
    item.record->run = scene.new_id();
    item.record->detail = "beside another";
    scene.put(item);
    const auto records = scene.records(of.id);
    expect_equal(static_cast<std::int64_t>(records.size()), 1, "records of the job");
    const SeenRecord &seen = records[0];
    expect_equal(seen.row.kind, GS_RECORD_SKIPPED, "the record's kind");
    expect_equal(seen.row.reason, GS_REASON_OVERLAP, "the record's reason");
    expect_equal(seen.row.count, -1, "the record's count");
    expect_equal(seen.row.first_due, item.record->first_due, "the record's first_due");
    expect_equal(seen.row.last_due, item.record->last_due, "the record's last_due");
    expect_equal(seen.row.run, item.record->run, "the record's run");
    expect_equal(seen.detail, "beside another", "the record's detail");
    expect_equal(seen.by_instance, scene.replica().instance(), "the record's by_instance");
    expect_equal(seen.row.by_incarnation, scene.replica().incarnation(), "the record's by_incarnation");
    expect(seen.row.at != no_time && seen.row.at > of.row.created_at - hour, "the record's `at` was not filled in");
}

void records_restricted(StorageScene &scene) {
    const SeenJob of = scene.due_job();
    const std::int64_t from = scene.now() - hour;
    const auto put_covering = [&](std::int64_t last_due, std::int32_t kind) {
        PutItem edit(scene.job(of.id));
        edit.record = scene.record(of, from, last_due);
        edit.record->kind = kind;
        scene.put(edit);
        return edit.record->id;
    };
    const gs_id one = put_covering(from, GS_RECORD_MISSED);
    const gs_id many = put_covering(from + minute, GS_RECORD_EVENT);
    const Replica &replica = scene.replica();
    expect_ids(order_of(replica.records(of.id, 10)), {many, one}, "records, newest first");
    expect_ids(order_of(replica.records(of.id, 1, many)), {one}, "the record before the newest");
    expect_ids(order_of(replica.records_covering(of.id, from)), {many, one}, "records that cover an instant");
    expect_ids(order_of(replica.records_covering(of.id, from + minute)), {many},
               "records that cover their last instant");
    expect_ids(order_of(replica.records_covering(of.id, from + minute + 1)), {}, "records that cover a later instant");
    expect_ids(order_of(replica.events(of.id, 10)), {many}, "events alone");
}

void calendars_in_order(StorageScene &scene) {
    const auto answer = scene.replica().calendars();
    if (answer->status != GS_OK) throw Blocked("the calendars could not be read");
    if (answer->calendars.empty()) throw Skipped("the host keeps no calendar");
    for (const SeenCalendar &calendar : answer->calendars) {
        const std::string what = "calendar " + shown(calendar.name);
        expect(!calendar.name.empty(), "a calendar has no name");
        for (std::size_t i = 0; i < calendar.days.size(); ++i) {
            expect(calendar.days[i].first_day <= calendar.days[i].last_day,
                   what + " has a range that ends before it begins");
            expect(i == 0 || calendar.days[i - 1].last_day < calendar.days[i].first_day,
                   what + " has ranges that overlap or do not ascend");
        }
    }
}

} // namespace

StorageChecks history_page_checks() {
    return {
        {{"storage.wake_runs.order", item_h,
          "Runs and records with wake_at <= until and (wake_at, id) > (after_wake_at, after_id), in that order"},
         wake_order},
        {{"storage.wake_runs.pages", storage_h, "Pages are by key: a page that is shorter than its limit is the last."},
         wake_pages},
        {{"storage.wake_runs.announced", item_h,
          "records_announced takes record ids: announced is 1, wake_at none. Announced before: already. No such "
          "record: "
          "gone."},
         sleepers},
        {{"storage.runs.order", item_h, "Runs, newest first (by id, descending), with id < before."},
         runs_newest_first},
        {{"storage.runs.restricted", item_h, "Empty and zero fields do not restrict."}, runs_restricted},
        {{"storage.records.row", run_h, "who wrote it; the store fills both in"}, records_kept},
        {{"storage.records.restricted", item_h, "only those with first_due <= covering <= last_due; GS_NO_TIME: all"},
         records_restricted},
        {{"storage.calendars.ranges", run_h, "ascending, not overlapping"}, calendars_in_order},
    };
}

} // namespace conformance::kit
