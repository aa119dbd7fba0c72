// pages_test.cpp - reading jobs and runs page by page.
#include "storage_test.h"

namespace conformance {
namespace {

class PagesTest : public StorageTest {
  protected:
    void put_looking(const std::string &id, std::int64_t look_at) {
        PutItem item;
        item.id = id;
        item.row.look_at = look_at;
        item.payload = "heavy";
        put(item);
    }

    std::vector<std::string> ids(const Answer &answer) {
        EXPECT_EQ(answer->status, GS_OK);
        std::vector<std::string> found;
        for (const SeenJob &job : answer->jobs) found.push_back(job.id);
        return found;
    }

    std::vector<std::string> due(std::int64_t until, std::uint32_t limit, std::int64_t after = no_time,
                                 const std::string &after_id = "") {
        return ids(replica().due_jobs(gs_due_page{sizeof(gs_due_page), limit, until, after, borrow(after_id)}));
    }

    using Names = std::vector<std::string>;
};

TEST_P(PagesTest, JobsComeById) {
    for (const char *id : {"b", "d", "a", "c"}) put_looking(id, no_time);
    EXPECT_EQ(ids(replica().jobs("", 10)), (Names{"a", "b", "c", "d"}));
    EXPECT_EQ(ids(replica().jobs("", 2)), (Names{"a", "b"}));
    EXPECT_EQ(ids(replica().jobs("b", 2)), (Names{"c", "d"}));
    EXPECT_EQ(ids(replica().jobs("bb", 1)), (Names{"c"})) << "the key need not exist";
    EXPECT_EQ(ids(replica().jobs("d", 2)), Names{});
}

TEST_P(PagesTest, JobsAreOrderedByBytes) {
    for (const char *id : {"z", "é", "Z", "日"}) put_looking(id, no_time);
    EXPECT_EQ(ids(replica().jobs("", 10)), (Names{"Z", "z", "é", "日"}));
}

TEST_P(PagesTest, PagesCarryNoPayload) {
    put_looking("a", 1);
    EXPECT_EQ(replica().jobs("", 10)->jobs.at(0).payload, "");
    EXPECT_EQ(replica().get_job("a")->jobs.at(0).payload, "heavy");
}

TEST_P(PagesTest, ALimitOfNoneIsAnEmptyPage) {
    put_looking("a", 1);
    EXPECT_EQ(ids(replica().jobs("", 0)), Names{});
    EXPECT_EQ(due(10, 0), Names{});
}

TEST_P(PagesTest, DueJobsComeByTheirLook) {
    put_looking("late", 300);
    put_looking("second", 200);
    put_looking("first", 200);
    put_looking("earliest", 100);
    put_looking("never", no_time);
    EXPECT_EQ(due(300, 10), (Names{"earliest", "first", "second", "late"}));
    EXPECT_EQ(due(299, 10), (Names{"earliest", "first", "second"}));
    EXPECT_EQ(due(99, 10), Names{});
}

TEST_P(PagesTest, DuePagesGoOnBehindTheirKey) {
    for (const char *id : {"a", "b", "c", "d", "e"}) put_looking(id, 200);
    put_looking("z", 100);
    EXPECT_EQ(due(200, 2), (Names{"z", "a"}));
    EXPECT_EQ(due(200, 2, 200, "a"), (Names{"b", "c"}));
    EXPECT_EQ(due(200, 2, 200, "c"), (Names{"d", "e"}));
    EXPECT_EQ(due(200, 2, 200, "e"), Names{});
    EXPECT_EQ(due(200, 10, 100, "z"), (Names{"a", "b", "c", "d", "e"}));
}

TEST_P(PagesTest, InstantsBefore1970AreInstants) {
    put_looking("old", -5);
    put_looking("new", 5);
    EXPECT_EQ(due(0, 10), (Names{"old"}));
    EXPECT_EQ(due(10, 10, -5, "old"), (Names{"new"}));
}

TEST_P(PagesTest, JobsOfOtherZoneDataLeaveOutThoseOfThisAndOfNone) {
    const auto put_with = [this](const std::string &id, const std::string &tzdata_version) {
        PutItem item;
        item.id = id;
        item.tzdata_version = tzdata_version;
        put(item);
    };
    put_with("e", "2024a");
    put_with("a", "2026a");
    put_with("b", "2026b");
    put_with("c", "");
    put_with("d", "2026c");
    EXPECT_EQ(ids(replica().jobs("", 10, "2026b")), (Names{"a", "d", "e"}));
    EXPECT_EQ(ids(replica().jobs("", 2, "2026b")), (Names{"a", "d"}));
    EXPECT_EQ(ids(replica().jobs("d", 2, "2026b")), (Names{"e"}));
    EXPECT_EQ(ids(replica().jobs("", 10, "none has this")), (Names{"a", "b", "d", "e"}));
    EXPECT_EQ(ids(replica().jobs("", 10)), (Names{"a", "b", "c", "d", "e"}));
}

TEST_P(PagesTest, AStartOfAnInstanceIsLaterThanEveryInstant) {
    put_looking("b at start", GS_AT_START);
    put_looking("a at start", GS_AT_START);
    put_looking("far", 7'258'118'400 * second);
    EXPECT_EQ(job("a at start").row.look_at, GS_AT_START);
    EXPECT_EQ(due(GS_AT_START - 1, 10), (Names{"far"}));
    EXPECT_EQ(due(GS_AT_START, 10), (Names{"far", "a at start", "b at start"}));
    EXPECT_EQ(due(GS_AT_START, 10, GS_AT_START - 1, ""), (Names{"a at start", "b at start"}));
    EXPECT_EQ(due(GS_AT_START, 10, GS_AT_START, "a at start"), (Names{"b at start"}));
}

class RunPagesTest : public StorageTest {
  protected:
    std::vector<gs_id> ids(const gs_runs_page &page) {
        const auto answer = replica().runs(page);
        EXPECT_EQ(answer->status, GS_OK);
        std::vector<gs_id> found;
        for (const SeenRun &run : answer->runs) found.push_back(run.row.id);
        return found;
    }

    using Ids = std::vector<gs_id>;
};

TEST_P(RunPagesTest, RunsComeNewestFirst) {
    const SeenJob of = due_job();
    const gs_id first = claimed_run(of);
    const gs_id second_run = claimed_run(of);
    const gs_id third = claimed_run(of);
    gs_runs_page page = runs_page(2);
    EXPECT_TRUE(ids(page) == (Ids{third, second_run}));
    page.before = second_run;
    EXPECT_TRUE(ids(page) == Ids{first});
    page.before = first;
    EXPECT_TRUE(ids(page).empty());
}

TEST_P(RunPagesTest, ByJobKeyOwnerAndId) {
    const SeenJob job_a = due_job("a");
    const gs_id of_a = claimed_run(job_a);
    due_job("b");
    ClaimItem shared(job("b"), new_id(), now() - second);
    shared.concurrency_key = "shared";
    ASSERT_EQ(joined("beta").claim(shared)->outcome(), GS_ITEM_DONE);

    gs_runs_page page = runs_page(10);
    EXPECT_EQ(ids(page).size(), 2U);
    const std::string a = "a", key = "shared", beta = "beta";
    page.job_id = borrow(a);
    EXPECT_TRUE(ids(page) == Ids{of_a});
    page.job_id = {};
    page.concurrency_key = borrow(key);
    EXPECT_TRUE(ids(page) == Ids{shared.run_id});
    page.concurrency_key = {};
    page.owner_instance = borrow(beta);
    EXPECT_TRUE(ids(page) == Ids{shared.run_id});
    page.run_id = of_a;
    EXPECT_TRUE(ids(page).empty()) << "restrictions hold together";
    page.owner_instance = {};
    EXPECT_TRUE(ids(page) == Ids{of_a});
}

TEST_P(RunPagesTest, ByInstant) {
    due_job();
    const std::int64_t due = now() - hour;
    const auto claim_at = [&](std::int64_t due_at) {
        ClaimItem item(job(), new_id(), due_at);
        item.max_active = 100;
        EXPECT_EQ(replica().claim(item)->outcome(), GS_ITEM_DONE);
        return item.run_id;
    };
    const gs_id epoch = claim_at(0);
    const gs_id first = claim_at(due);
    claim_at(due + 1);
    const gs_id again = claim_at(due);
    gs_runs_page page = runs_page(10);
    page.due_at = due;
    EXPECT_TRUE(ids(page) == (Ids{again, first}));
    page.limit = 1;
    page.before = again;
    EXPECT_TRUE(ids(page) == Ids{first});
    page = runs_page(10);
    page.due_at = 0;
    EXPECT_TRUE(ids(page) == Ids{epoch}) << "1970 is an instant like any other";
    const std::string id = "job";
    page.due_at = due;
    page.job_id = borrow(id);
    page.states = GS_STATE_CLAIMED;
    EXPECT_TRUE(ids(page) == (Ids{again, first}));
    page.states = GS_STATE_CLOSED;
    EXPECT_TRUE(ids(page).empty()) << "restrictions hold together";
    page.due_at = due - 1;
    page.states = 0;
    EXPECT_TRUE(ids(page).empty());
}

TEST_P(RunPagesTest, ByState) {
    const SeenJob of = due_job();
    const gs_id claimed = claimed_run(of);
    const gs_id running = running_run(of);
    const gs_id waiting = waiting_run(of, now());
    const gs_id closed = closed_run(of, GS_OUTCOME_FAILED);
    gs_runs_page page = runs_page(10);
    page.states = GS_STATE_CLAIMED;
    EXPECT_TRUE(ids(page) == Ids{claimed});
    page.states = GS_STATE_CLAIMED | GS_STATE_RUNNING | GS_STATE_WAITING;
    EXPECT_TRUE(ids(page) == (Ids{waiting, running, claimed}));
    page.states = GS_STATE_CLOSED;
    EXPECT_TRUE(ids(page) == Ids{closed});
    page.states = GS_STATE_CLOSED | GS_STATE_RUNNING;
    EXPECT_TRUE(ids(page) == (Ids{closed, running}));
    const std::string alpha = "alpha";
    page.states = GS_STATE_WAITING;
    page.owner_instance = borrow(alpha);
    EXPECT_TRUE(ids(page) == Ids{waiting});
}

CONFORMANCE_SUITE(PagesTest);
CONFORMANCE_SUITE(RunPagesTest);

} // namespace
} // namespace conformance
