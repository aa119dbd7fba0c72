// limits_test.cpp - texts as long as the contract allows, and longer than that: they come back whole or are refused,
// and are never cut.
#include "storage_test.h"

#include <string>

namespace conformance {
namespace {

class LimitsTest : public StorageTest {
  protected:
    // Exactly so many bytes, of characters of one to four.
    static std::string text(std::size_t size) {
        const std::string characters = "a\u00e9\u65e5\U0001f418";
        std::string text;
        while (text.size() + characters.size() <= size) text += characters;
        return text + std::string(size - text.size(), '.');
    }

    // All that a job says, each text of as many bytes as the limits times `factor`.
    static PutItem long_job(std::size_t factor) {
        PutItem item;
        item.id = text(GS_MAX_ID_SIZE * factor);
        item.name = text(GS_MAX_NAME_SIZE * factor);
        item.owner = text(GS_MAX_OWNER_SIZE * factor);
        item.schedule = text(GS_MAX_SCHEDULE_SIZE * factor);
        item.zone = text(GS_MAX_ZONE_SIZE * factor);
        item.concurrency_key = text(GS_MAX_ID_SIZE * factor);
        item.pause_reason = text(GS_MAX_REASON_SIZE * factor);
        for (std::size_t i = 0; i < GS_MAX_LABELS * factor; ++i) {
            const std::string key = std::to_string(100 + i);
            item.labels.emplace_back(key + text(GS_MAX_LABEL_SIZE * factor - key.size()),
                                     text(GS_MAX_LABEL_SIZE * factor));
        }
        for (std::size_t i = 0; i < GS_MAX_CALENDARS * factor; ++i) {
            const std::string name = std::to_string(100 + i);
            item.calendars.push_back(name + text(GS_MAX_NAME_SIZE * factor - name.size()));
        }
        item.row.next_fire = item.row.fire_at = item.row.look_at = 1;
        return item;
    }

    static void expect_whole(const SeenJob &seen, const PutItem &sent) {
        EXPECT_EQ(seen.id, sent.id);
        EXPECT_EQ(seen.name, sent.name);
        EXPECT_EQ(seen.owner, sent.owner);
        EXPECT_EQ(seen.schedule, sent.schedule);
        EXPECT_EQ(seen.zone, sent.zone);
        EXPECT_EQ(seen.concurrency_key, sent.concurrency_key);
        EXPECT_EQ(seen.pause_reason, sent.pause_reason);
        EXPECT_EQ(seen.labels, sent.labels);
        EXPECT_EQ(seen.calendars, sent.calendars);
    }
};

TEST_P(LimitsTest, TheLongestTextsOfAJobComeBack) {
    const PutItem item = long_job(1);
    expect_whole(put(item), item);
    expect_whole(replica().jobs("", 10)->jobs.at(0), item);
    const gs_due_page page{sizeof page, 10, 1, no_time, {}};
    expect_whole(replica().due_jobs(page)->jobs.at(0), item);
}

TEST_P(LimitsTest, TheLongestTextsOfAJobGoThroughARun) {
    const PutItem item = long_job(1);
    const SeenJob seen = put(item);
    const gs_id id = new_id();
    ASSERT_EQ(replica().claim(ClaimItem(seen, id, 1))->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).job_id, item.id);
    EXPECT_EQ(run(id).concurrency_key, item.concurrency_key);
    EXPECT_EQ(replica().claim(ClaimItem(job(item.id), new_id(), 1))->outcome(), GS_ITEM_BUSY);
    gs_runs_page page = runs_page(10);
    page.job_id = borrow(item.id);
    page.concurrency_key = borrow(item.concurrency_key);
    EXPECT_EQ(replica().runs(page)->runs.size(), 1U);
}

TEST_P(LimitsTest, LongerTextsAreKeptWholeOrRefused) {
    const PutItem item = long_job(2);
    const auto answer = replica().put(item);
    if (answer->status == GS_OK && answer->outcome() == GS_ITEM_DONE) {
        expect_whole(job(item.id), item);
    } else {
        EXPECT_TRUE(answer->status == GS_FAILED || answer->outcome() == GS_ITEM_BAD) << "sent again it would not pass";
        EXPECT_FALSE(has_job(item.id));
    }
    EXPECT_EQ(put(PutItem()).id, "job") << "it hinders no other";
}

TEST_P(LimitsTest, TheLongestOutputAndErrorComeBack) {
    const gs_id id = running_run(due_job());
    UpdateItem item = to_closed(id, GS_OUTCOME_FAILED);
    item.error = text(GS_ERROR_TEXT_SIZE - 1);
    item.output = text(GS_MAX_OUTPUT_SIZE);
    item.output[7] = '\0';
    item.output[8] = '\xff'; // output is bytes
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).error, item.error);
    EXPECT_EQ(run(id).output, item.output);
}

TEST_P(LimitsTest, TheLongestInstanceNameOwnsItsRuns) {
    const std::string name = text(GS_MAX_INSTANCE_SIZE);
    const Replica other = joined(name);
    const gs_id id = new_id();
    ASSERT_EQ(other.claim(ClaimItem(due_job(), id, now() - second))->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).owner_instance, name);
    gs_runs_page page = runs_page(10);
    page.owner_instance = borrow(name);
    EXPECT_EQ(replica().runs(page)->runs.size(), 1U);
}

// As bytes are ordered, and not as UTF-16 is, in which the elephant comes first.
TEST_P(LimitsTest, CharactersOfHigherPlanesComeBehindThoseOfLowerOnes) {
    for (const char *id : {"\U0001f418", "\uff5e", "\U0010fffd", "\ue000"}) {
        PutItem item;
        item.id = id;
        put(item);
    }
    const auto answer = replica().jobs("", 10);
    std::vector<std::string> found;
    for (const SeenJob &seen : answer->jobs) found.push_back(seen.id);
    EXPECT_EQ(found, (std::vector<std::string>{"\ue000", "\uff5e", "\U0001f418", "\U0010fffd"}));
}

CONFORMANCE_SUITE(LimitsTest);

} // namespace
} // namespace conformance
