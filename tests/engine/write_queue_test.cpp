// The writes that wait: group commit, fairness, answers that do not come, batches that fail, giving everything up.
#include "bench.h"
#include "engine/read_queue.h"
#include "engine/write_queue.h"

namespace engine_test {
namespace {

class Writes : public testing::Test {
  protected:
    static Moment moment(Duration since) { return Moment(1h + since); }

    Id id(int number) const {
        Id made;
        made.bytes[0] = static_cast<std::uint8_t>(number >> 8);
        made.bytes[1] = static_cast<std::uint8_t>(number);
        return made;
    }
    void push_begin(int number) { queue.push(Begin{id(number), 1, false}, RunOwner{id(number)}); }
    void push_cancel(int number) { queue.push(AskCancel{id(number)}, RunOwner{id(number)}); }

    std::vector<WriteItem> take(Duration now) {
        const auto call = queue.take(moment(now));
        return call ? std::get<std::vector<WriteItem>>(*call) : std::vector<WriteItem>{};
    }
    std::optional<WriteQueue::Settled> answer(CallStatus status, std::size_t items, Duration now) {
        StorageAnswer given;
        given.status = status;
        given.items.resize(items);
        return queue.answered(given, moment(now));
    }
    static Id run_of(const WriteItem &item) { return std::get<Begin>(item).run_id; }

    WriteQueue queue;
};

TEST_F(Writes, NothingWaitsInAnEmptyQueue) {
    EXPECT_TRUE(queue.idle());
    EXPECT_FALSE(queue.take(moment(0s)));
}

TEST_F(Writes, WhatPilesUpGoesIntoTheNextCall) {
    push_begin(1);
    EXPECT_EQ(take(0s).size(), 1U);
    push_begin(2);
    push_begin(3);
    EXPECT_FALSE(queue.take(moment(0s))) << "one call at a time";
    EXPECT_FALSE(queue.idle());
    ASSERT_TRUE(answer(CallStatus::ok, 1, 0s));
    EXPECT_EQ(take(0s).size(), 2U);
    ASSERT_TRUE(answer(CallStatus::ok, 2, 0s));
    EXPECT_TRUE(queue.idle());
}

TEST_F(Writes, OneCallHasItemsOfOneKindAndTheKindThatWaitsLongestGoesFirst) {
    push_begin(1);
    push_cancel(2);
    push_begin(3);
    const auto first = take(0s);
    ASSERT_EQ(first.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<Begin>(first[0]));
    push_begin(4); // came after the cancellation: it has to wait for it
    answer(CallStatus::ok, 2, 0s);
    const auto second = take(0s);
    ASSERT_EQ(second.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<AskCancel>(second[0]));
}

TEST_F(Writes, ABeatGoesBeforeAnyBatch) {
    for (int i = 0; i < 2000; ++i) push_begin(i);
    queue.push_first(Beat{});
    const auto call = queue.take(moment(0s));
    ASSERT_TRUE(call);
    EXPECT_TRUE(std::holds_alternative<Beat>(*call));
    const auto settled = answer(CallStatus::ok, 1, 0s);
    ASSERT_TRUE(settled);
    EXPECT_TRUE(settled->items.empty());
    EXPECT_EQ(take(0s).size(), 500U) << "a batch is bounded";
}

TEST_F(Writes, ALostAnswerIsSentAgainUnchangedAfterAWhile) {
    push_begin(1);
    take(0s);
    EXPECT_FALSE(answer(CallStatus::unavailable, 0, 1s));
    push_begin(2);
    EXPECT_FALSE(queue.take(moment(1s))) << "the storage is left alone";
    ASSERT_TRUE(queue.retry_at());
    EXPECT_EQ(*queue.retry_at(), moment(1s + 100ms));
    const auto again = take(1s + 100ms);
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(run_of(again[0]), id(1));
    const auto settled = answer(CallStatus::ok, 2, 2s);
    ASSERT_TRUE(settled);
    EXPECT_TRUE(settled->items[0].in_doubt);
    EXPECT_EQ(settled->items[0].first_sent, moment(0s)) << "a permission to start counts from the first sending";
    EXPECT_FALSE(settled->items[1].in_doubt);
    EXPECT_EQ(settled->items[1].first_sent, moment(1s + 100ms));
}

TEST_F(Writes, AnAnswerThatIsTooShortIsNoAnswer) {
    push_begin(1);
    push_begin(2);
    take(0s);
    EXPECT_FALSE(answer(CallStatus::ok, 1, 0s));
    EXPECT_EQ(take(1s).size(), 2U);
}

TEST_F(Writes, TheStorageIsLeftAloneEverLongerUpToHalfAMinute) {
    push_begin(1);
    Duration now = 0s;
    Duration last = 0s;
    for (int i = 0; i < 12; ++i) {
        ASSERT_EQ(take(now).size(), 1U) << i;
        answer(CallStatus::unavailable, 0, now);
        const Duration wait = *queue.retry_at() - moment(now);
        EXPECT_GE(wait, last);
        EXPECT_LE(wait, 30s);
        last = wait;
        now += wait;
    }
    EXPECT_EQ(last, 30s);
    take(now);
    answer(CallStatus::ok, 1, now);
    push_begin(2);
    take(now);
    answer(CallStatus::unavailable, 0, now);
    EXPECT_EQ(*queue.retry_at(), moment(now + 100ms)) << "an answer makes up for everything";
}

TEST_F(Writes, MustNever_36_ABatchThatFailsIsHalvedUntilTheBadItemStandsAlone) {
    for (int i = 0; i < 100; ++i) push_begin(i);
    int calls = 0;
    int settled_items = 0;
    bool bad_alone = false;
    while (!queue.idle() && ++calls < 1000) {
        const auto batch = take(0s);
        ASSERT_FALSE(batch.empty());
        bool poisoned = false;
        for (const WriteItem &item : batch) poisoned = poisoned || run_of(item) == id(63);
        const auto settled = answer(poisoned ? CallStatus::failed : CallStatus::ok, poisoned ? 0 : batch.size(), 0s);
        if (!settled) continue;
        settled_items += static_cast<int>(settled->items.size());
        if (poisoned) {
            bad_alone = true;
            ASSERT_EQ(settled->items.size(), 1U);
            EXPECT_FALSE(settled->items[0].in_doubt) << "nothing was applied: it is not in doubt";
        }
    }
    EXPECT_TRUE(bad_alone);
    EXPECT_EQ(settled_items, 100);
    EXPECT_LT(calls, 40);
}

TEST_F(Writes, WhatWasGivenUpIsNotAnswered) {
    push_begin(1);
    take(0s);
    push_begin(2);
    queue.push_first(Beat{});
    queue.abandon();
    EXPECT_FALSE(answer(CallStatus::ok, 1, 0s)) << "the answer is nobody's any more";
    EXPECT_TRUE(queue.idle());
    push_begin(3);
    EXPECT_EQ(take(0s).size(), 1U);
    EXPECT_TRUE(answer(CallStatus::ok, 1, 0s));
}

TEST_F(Writes, ACallThatIsNotABatchIsSentAgainFirst) {
    queue.push_first(Join{});
    push_begin(1);
    queue.take(moment(0s));
    answer(CallStatus::unavailable, 0, 0s);
    const auto again = queue.take(moment(1s));
    ASSERT_TRUE(again);
    EXPECT_TRUE(std::holds_alternative<Join>(*again));
}

TEST_F(Writes, AnItemCanBeExchangedUntilItIsSent) {
    std::vector<WriteQueue::Place> places;
    for (int number = 1; number <= 5; ++number)
        places.push_back(queue.push(Begin{id(number), 1, false}, RunOwner{id(number)}));
    for (std::size_t i = 0; i < places.size(); ++i) {
        WriteItem *item = queue.unsent<Begin>(places[i]);
        ASSERT_NE(item, nullptr);
        EXPECT_EQ(run_of(*item), id(static_cast<int>(i) + 1));
    }
    *queue.unsent<Begin>(places[2]) = Begin{id(30), 1, false};
    const auto sent = take(0s);
    ASSERT_EQ(sent.size(), 5U);
    EXPECT_EQ(run_of(sent[2]), id(30));
    EXPECT_EQ(queue.unsent<Begin>(places[2]), nullptr) << "under way";
}

TEST_F(Writes, WhatMayHaveTakenEffectIsNotExchangedAndWhatHasNotMayBe) {
    const auto first = queue.push(Begin{id(1), 1, false}, RunOwner{id(1)});
    const auto second = queue.push(Begin{id(2), 1, false}, RunOwner{id(2)});
    take(0s);
    const auto third = queue.push(Begin{id(3), 1, false}, RunOwner{id(3)});
    answer(CallStatus::failed, 0, 0s); // nothing of it took effect
    EXPECT_NE(queue.unsent<Begin>(first), nullptr);
    EXPECT_NE(queue.unsent<Begin>(second), nullptr);
    EXPECT_EQ(take(0s).size(), 1U);
    answer(CallStatus::unavailable, 0, 0s);
    EXPECT_EQ(queue.unsent<Begin>(first), nullptr);
    EXPECT_NE(queue.unsent<Begin>(second), nullptr);
    EXPECT_NE(queue.unsent<Begin>(third), nullptr);
    EXPECT_EQ(queue.unsent<Pass>(third), nullptr) << "of another kind";
}

TEST(Reads, OneAtATimeInOrderAndAgainWhenTheStorageIsAway) {
    ReadQueue queue;
    queue.push(ReadJob{"a"}, ForJob{"a"});
    queue.push(ReadJob{"b"}, ForJob{"b"});
    const Moment now(1h);
    ASSERT_EQ(std::get<ReadJob>(*queue.take(now)).id, "a");
    EXPECT_FALSE(queue.take(now));
    StorageAnswer away;
    away.status = CallStatus::unavailable;
    EXPECT_FALSE(queue.answered(away, now));
    EXPECT_FALSE(queue.take(now));
    ASSERT_EQ(std::get<ReadJob>(*queue.take(*queue.retry_at())).id, "a");
    const auto answered = queue.answered(StorageAnswer{}, now);
    ASSERT_TRUE(answered);
    EXPECT_EQ(std::get<ForJob>(answered->owner).job_id, "a");
    StorageAnswer failed;
    failed.status = CallStatus::failed;
    ASSERT_EQ(std::get<ReadJob>(*queue.take(now)).id, "b");
    EXPECT_TRUE(queue.answered(failed, now)) << "a read that fails for good is answered so";
}

} // namespace
} // namespace engine_test
