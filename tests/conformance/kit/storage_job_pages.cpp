// storage_job_pages.cpp - get_job, jobs and due_jobs: order, pages, and that reading changes nothing. The store may
// hold other jobs, so each page is asked for where the check's own jobs lie, and others are left out of what is
// compared.
#include "storage_checks.h"

namespace conformance::kit {

namespace {

using Names = std::vector<std::string>;

Names own(StorageScene &scene, const Answer &answer) {
    if (answer->status != GS_OK) throw Blocked("a page of jobs could not be read");
    Names found;
    const std::string prefix = scene.name("");
    for (const SeenJob &job : answer->jobs) {
        if (job.id.starts_with(prefix)) found.push_back(job.id.substr(prefix.size()));
    }
    return found;
}

void expect_names(const Names &actual, const Names &expected, const std::string &what) {
    const auto list = [](const Names &names) {
        std::string text;
        for (const std::string &name : names) text += (text.empty() ? "" : " ") + name;
        return text.empty() ? "nothing" : text;
    };
    expect(actual == expected, what + ": expected " + list(expected) + ", got " + list(actual));
}

void put_looking(StorageScene &scene, const std::string &word, std::int64_t look_at) {
    PutItem item = scene.new_job(word);
    item.row.look_at = look_at;
    scene.put(item);
}

Names due(StorageScene &scene, std::int64_t until, std::uint32_t limit, std::int64_t after, const std::string &id) {
    const std::string name = scene.name(id);
    return own(scene, scene.replica().due_jobs({sizeof(gs_due_page), limit, until, after, borrow(name)}));
}

void get_job(StorageScene &scene) {
    PutItem item = scene.new_job();
    item.payload = "what to do";
    scene.put(item);
    const auto answer = scene.replica().get_job(item.id);
    expect_equal(static_cast<std::int64_t>(answer->jobs.size()), 1, "rows visited by get_job");
    expect_equal(answer->jobs[0].payload, "what to do", "the payload that get_job visits");
    expect(!scene.has_job(scene.name("nobody")), "get_job visits a row for a job that is not there");
}

void jobs_by_id(StorageScene &scene) {
    for (const char *word : {"b", "d", "a", "c"}) put_looking(scene, word, no_time);
    expect_names(own(scene, scene.replica().jobs(scene.name(""), 3)), {"a", "b", "c"}, "the first three jobs");
    expect_names(own(scene, scene.replica().jobs(scene.name("b"), 2)), {"c", "d"}, "the two jobs after b");
    expect_names(own(scene, scene.replica().jobs(scene.name("bb"), 1)), {"c"}, "the job after bb, which is not there");
}

void jobs_by_bytes(StorageScene &scene) {
    for (const char *word : {"z", "\xc3\xa9", "Z", "\xe6\x97\xa5"}) put_looking(scene, word, no_time);
    expect_names(own(scene, scene.replica().jobs(scene.name(""), 4)), {"Z", "z", "\xc3\xa9", "\xe6\x97\xa5"},
                 "jobs in the order of their bytes");
}

void without_payload(StorageScene &scene) {
    PutItem item = scene.new_job();
    item.payload = "heavy";
    item.row.look_at = scene.now();
    scene.put(item);
    const auto by_id = scene.replica().jobs(scene.name(""), 1);
    for (const SeenJob &job : by_id->jobs) {
        expect_equal(job.payload, "", "the payload in a page of jobs");
    }
    const std::string before = scene.name("");
    const auto due_now =
        scene.replica().due_jobs({sizeof(gs_due_page), 1, item.row.look_at, item.row.look_at, borrow(before)});
    for (const SeenJob &job : due_now->jobs) {
        expect_equal(job.payload, "", "the payload in a page of due jobs");
    }
}

void other_zone_data(StorageScene &scene) {
    const auto put_with = [&](const std::string &word, const std::string &version) {
        PutItem item = scene.new_job(word);
        item.tzdata_version = version;
        scene.put(item);
    };
    put_with("a", "2026a");
    put_with("b", "2026b");
    put_with("c", "");
    put_with("d", "2026c");
    expect_names(own(scene, scene.replica().jobs(scene.name(""), 2, "2026b")), {"a", "d"},
                 "jobs of other zone data than 2026b");
    expect_names(own(scene, scene.replica().jobs(scene.name("a"), 1, "2026b")), {"d"}, "the one after a");
}

void due_order(StorageScene &scene) {
    const std::int64_t at = scene.now();
    put_looking(scene, "late", at + 100);
    put_looking(scene, "second", at);
    put_looking(scene, "first", at);
    put_looking(scene, "earliest", at - 100);
    put_looking(scene, "never", no_time);
    expect_names(due(scene, at + 100, 1'000, at - 101, "~"), {"earliest", "first", "second", "late"}, "due jobs");
    expect_names(due(scene, at + 99, 1'000, at - 101, "~"), {"earliest", "first", "second"},
                 "due jobs until before late");
}

// The jobs of one look_at lie behind the scene's own name, so that the limit counts them alone.
void due_pages(StorageScene &scene) {
    const std::int64_t at = scene.now() - 12'345;
    for (const char *word : {"a", "b", "c", "d"}) put_looking(scene, word, at);
    expect_names(due(scene, at, 2, at, ""), {"a", "b"}, "the first two due jobs of an instant");
    expect_names(due(scene, at, 2, at, "b"), {"c", "d"}, "the two due jobs after b");
    expect_names(due(scene, at, 2, at, "d"), {}, "the due jobs after the last");
    expect_names(due(scene, at, 0, at, ""), {}, "a page of none");
}

void before_1970(StorageScene &scene) {
    put_looking(scene, "old", -5);
    put_looking(scene, "new", 5);
    expect_names(due(scene, 0, 1'000, -6, "~"), {"old"}, "due jobs until 1970");
    expect_names(due(scene, 10, 1'000, -5, "old"), {"new"}, "due jobs after one before 1970");
}

void at_start(StorageScene &scene) {
    put_looking(scene, "b", GS_AT_START);
    put_looking(scene, "a", GS_AT_START);
    put_looking(scene, "far", GS_AT_START - 1);
    expect_names(due(scene, GS_AT_START, 1'000, GS_AT_START - 2, "~"), {"far", "a", "b"},
                 "due jobs with those at start");
    expect_names(due(scene, GS_AT_START - 1, 1'000, GS_AT_START - 2, "~"), {"far"}, "due jobs without those at start");
    expect_equal(scene.job(scene.name("a")).row.look_at, GS_AT_START, "look_at of a job at start");
}

void reads_change_nothing(StorageScene &scene) {
    const gs_id id = scene.waiting_run(scene.due_job("retried"), scene.now() - second);
    const SeenJob before = scene.due_job();
    for (int i = 0; i < 2; ++i) {
        scene.replica().jobs(scene.name(""), 10);
        due(scene, scene.now(), 10, before.row.look_at - 1, "");
        scene.replica().wake_runs(scene.now(), 10, scene.now() - hour);
        scene.replica().runs(runs_page(10));
        scene.replica().records(before.id, 10);
        scene.replica().calendars();
    }
    const SeenJob after = scene.job(before.id);
    expect_equal(after.row.version, before.row.version, "the version after reads");
    expect_equal(after.row.look_at, before.row.look_at, "look_at after reads");
    expect_equal(after.row.next_fire, before.row.next_fire, "next_fire after reads");
    expect_equal(scene.run(id).row.epoch, 1, "the epoch of a run after reads");
    expect_state(scene.run(id), GS_STATE_WAITING, "a run after reads");
}

} // namespace

StorageChecks job_page_checks() {
    static constexpr const char *due_sentence =
        "jobs with look_at <= until and (look_at, id) > (after_look_at, after_id), in that order, without payload.";
    return {
        {{"storage.get_job.row", storage_h, "with payload; no visit: no such job"}, get_job},
        {{"storage.jobs.pages", item_h, "jobs with id > after, by id, without payload."}, jobs_by_id},
        {{"storage.jobs.bytes", item_h, "jobs with id > after, by id, without payload."}, jobs_by_bytes},
        {{"storage.jobs.payload", job_h, "payload empty unless the function says that it carries it"}, without_payload},
        {{"storage.jobs.other_than", item_h,
          "With `other_than` only those whose tzdata_version is neither empty nor this one"},
         other_zone_data},
        {{"storage.due_jobs.order", item_h, due_sentence}, due_order},
        {{"storage.due_jobs.pages", storage_h, "Pages are by key: a page that is shorter than its limit is the last."},
         due_pages},
        {{"storage.due_jobs.before_1970", item_h, due_sentence}, before_1970},
        {{"storage.due_jobs.at_start", contract_readme, "a storage treats it as any other."}, at_start},
        {{"storage.reads.change_nothing", storage_h, "Reads. They change nothing."}, reads_change_nothing},
    };
}

} // namespace conformance::kit
