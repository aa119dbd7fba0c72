// The small pure parts: capacity, ids, retry, the store's clock, the heap of deadlines, records.
#include "bench.h"
#include "engine/boxed.h"
#include "engine/capacity.h"
#include "engine/deadline_heap.h"
#include "engine/id_source.h"
#include "engine/job_ref.h"
#include "engine/key_use.h"
#include "engine/notice_delay.h"
#include "engine/record.h"
#include "engine/retry.h"
#include "engine/store_clock.h"
#include "random.h"

#include <algorithm>
#include <deque>
#include <set>

namespace engine_test {
namespace {

TEST(Capacity, HasRoomUpToItsUnits) {
    Capacity capacity(4);
    EXPECT_TRUE(capacity.fits(4));
    capacity.take(2);
    EXPECT_TRUE(capacity.fits(2));
    EXPECT_FALSE(capacity.fits(4));
    capacity.give_back(2);
    EXPECT_TRUE(capacity.fits(4));
    EXPECT_EQ(capacity.in_use(), 0);
}

TEST(Capacity, WhatIsLargerThanTheWholeStartsAlone) {
    Capacity capacity(2);
    EXPECT_TRUE(capacity.fits(4));
    capacity.take(4);
    EXPECT_FALSE(capacity.fits(1));
    capacity.reset();
    EXPECT_TRUE(capacity.fits(1));
}

TEST(KeyUse, CountsTheRunsOfEachKey) {
    KeyUse use;
    EXPECT_EQ(use.runs("a"), 0);
    KeyUse::Counter &a = use.add("a");
    EXPECT_EQ(&use.add("a"), &a);
    use.add("b");
    EXPECT_EQ(use.runs("a"), 2);
    EXPECT_EQ(use.runs("b"), 1);
    use.remove(a);
    use.remove(a);
    EXPECT_EQ(use.runs("a"), 0);
}

TEST(KeyUse, CountersInUseStayWhereTheyAreHoweverManyComeAndGo) {
    KeyUse use;
    KeyUse::Counter &kept = use.add("kept");
    for (int i = 0; i < 10'000; ++i) use.remove(use.add(std::to_string(i)));
    EXPECT_EQ(use.runs("kept"), 1);
    EXPECT_EQ(&use.add("kept"), &kept);
    EXPECT_LE(use.size(), 1100U) << "what nobody uses is swept out";
}

TEST(JobRefs, FindWhatStandsThereAndNothingElse) {
    JobRefs<int> refs;
    int one = 1;
    int two = 2;
    const JobRef first = refs.add(one);
    EXPECT_EQ(refs.find(first), &one);
    EXPECT_EQ(refs.find(JobRef{}), nullptr);
    refs.remove(first);
    EXPECT_EQ(refs.find(first), nullptr);
    const JobRef second = refs.add(two);
    EXPECT_EQ(second.place, first.place) << "places are used again";
    EXPECT_EQ(refs.find(first), nullptr);
    EXPECT_EQ(refs.find(second), &two);
}

TEST(Boxed, IsAValueThatMayBeMissing) {
    Boxed<std::string> none;
    EXPECT_FALSE(none);
    Boxed<std::string> one(std::string("one"));
    Boxed<std::string> copy = one;
    *copy += " more";
    EXPECT_EQ(*one, "one");
    EXPECT_EQ(*copy, "one more");
    one = std::nullopt;
    EXPECT_FALSE(one.has_value());
    one = copy;
    EXPECT_EQ(one->size(), 8U);
    EXPECT_FALSE(Boxed<std::string>(std::optional<std::string>()));
}

TEST(Ids, AreInTheOrderOfTheirCreation) {
    IdSource source(1);
    Instant now = at("2026-03-23T09:00:00");
    Id last;
    for (int i = 0; i < 20'000; ++i) { // several times as many as fit into one millisecond
        if (i % 7000 == 0) now += 1ms;
        const Id next = source.next(now);
        ASSERT_LT(last, next) << i;
        last = next;
    }
}

TEST(Ids, StayInOrderWhenTheClockGoesBack) {
    IdSource source(1);
    const Id first = source.next(at("2026-03-23T09:00:00"));
    EXPECT_LT(first, source.next(at("2026-03-23T08:00:00")));
    EXPECT_LT(first, source.next(at("1969-12-31T00:00:00")));
}

TEST(Ids, AreUuidsOfVersionSeven) {
    const Id id = IdSource(5).next(at("2026-03-23T09:00:00"));
    EXPECT_EQ(id.bytes[6] >> 4, 7);
    EXPECT_EQ(id.bytes[8] >> 6, 2);
    const std::int64_t milliseconds = at("2026-03-23T09:00:00").time_since_epoch().count() / 1000;
    std::int64_t read = 0;
    for (std::size_t i = 0; i < 6; ++i) read = read << 8 | id.bytes[i];
    EXPECT_EQ(read, milliseconds);
}

TEST(Ids, OfTwoSeedsDiffer) {
    std::set<Id> all;
    IdSource one(1);
    IdSource two(2);
    for (int i = 0; i < 1000; ++i) {
        all.insert(one.next(at("2026-03-23T09:00:00")));
        all.insert(two.next(at("2026-03-23T09:00:00")));
    }
    EXPECT_EQ(all.size(), 2000U);
}

TEST(Retry, OnTemporaryFailuresUnlessTheJobWantsAny) {
    Definition definition;
    definition.retries = 2;
    EXPECT_TRUE(may_retry(definition, 1, true));
    EXPECT_FALSE(may_retry(definition, 1, false));
    definition.retry_on = RetryOn::any;
    EXPECT_TRUE(may_retry(definition, 2, false));
    EXPECT_FALSE(may_retry(definition, 3, true));
    definition.retries = 0;
    EXPECT_FALSE(may_retry(definition, 1, true));
}

TEST(Retry, DelayDoublesUpToItsCeilingWithAQuarterOfJitter) {
    Definition definition;
    definition.retry_delay = 1s;
    definition.retry_max_delay = 10s;
    EXPECT_EQ(retry_delay(definition, 1, 0), 1s);
    EXPECT_EQ(retry_delay(definition, 2, 0), 2s);
    EXPECT_EQ(retry_delay(definition, 4, 0), 8s);
    EXPECT_EQ(retry_delay(definition, 5, 0), 10s);
    EXPECT_EQ(retry_delay(definition, 1000, 0), 10s);
    for (std::uint64_t random = 0; random < 5000; random += 7) {
        const Duration delay = retry_delay(definition, 3, random * 1'000'003);
        EXPECT_GE(delay, 4s);
        EXPECT_LT(delay, 5s);
    }
    definition.retry_delay = definition.retry_max_delay = 1us; // too little to be spread
    EXPECT_EQ(retry_delay(definition, 1, 12345), 1us);
}

TEST(Retry, HugeDelaysDoNotOverflow) {
    Definition definition;
    definition.retry_delay = 24h * 366;
    definition.retry_max_delay = 24h * 366;
    EXPECT_EQ(retry_delay(definition, 1000, 0), 24h * 366);
}

TEST(NoticeDelay, DoublesUpToFiveMinutes) {
    EXPECT_EQ(notice_delay(0), 1s);
    EXPECT_EQ(notice_delay(3), 8s);
    EXPECT_EQ(notice_delay(9), 5min);
    EXPECT_EQ(notice_delay(1'000'000), 5min);
}

Moment moment(Duration since) {
    return Moment(since);
}

TEST(TheStoresClock, IsNeverEstimatedAhead) {
    StoreClock clock(5min, 1min);
    EXPECT_FALSE(clock.known());
    const Instant store = at("2026-03-23T09:00:00");
    clock.answered(store, moment(100s), moment(104s)); // read at some time within these four seconds
    EXPECT_EQ(clock.at(moment(104s)), store);
    EXPECT_EQ(clock.moment_of(store + 10s), moment(114s));
}

TEST(TheStoresClock, IsSharpenedByShortRoundTrips) {
    StoreClock clock(5min, 1min);
    const Instant store = at("2026-03-23T09:00:00");
    clock.answered(store, moment(100s), moment(104s));
    clock.answered(store + 7s, moment(108s), moment(108s)); // the true offset is one second more
    EXPECT_EQ(clock.at(moment(108s)), store + 7s);
    clock.answered(store + 8s, moment(100s), moment(119s)); // says nothing new
    EXPECT_EQ(clock.at(moment(108s)), store + 7s);
    EXPECT_EQ(clock.steps(), 1);
}

TEST(TheStoresClock, FollowsAStepBackAtOnce) {
    StoreClock clock(5min, 1min);
    const Instant store = at("2026-03-23T09:00:00");
    clock.answered(store, moment(100s), moment(100s));
    clock.answered(store - 1h, moment(101s), moment(101s));
    EXPECT_EQ(clock.at(moment(101s)), store - 1h);
    EXPECT_FALSE(clock.claims_held());
    EXPECT_EQ(clock.steps(), 1);
}

TEST(TheStoresClock, MustNever_11_AnErrorOfEightHoursHoldsClaimsUntilItIsConfirmed) {
    StoreClock clock(5min, 1min);
    const Instant store = at("2026-03-23T09:00:00");
    clock.answered(store, moment(100s), moment(100s));
    clock.answered(store + 8h, moment(100s), moment(100s));
    EXPECT_TRUE(clock.claims_held());
    clock.answered(store + 8h + 59s, moment(159s), moment(159s));
    EXPECT_TRUE(clock.claims_held());
    clock.answered(store + 8h + 60s, moment(160s), moment(160s));
    EXPECT_FALSE(clock.claims_held());
}

TEST(TheStoresClock, AnErrorThatGoesAwayIsForgotten) {
    StoreClock clock(5min, 1min);
    const Instant store = at("2026-03-23T09:00:00");
    clock.answered(store, moment(100s), moment(100s));
    clock.answered(store + 8h, moment(100s), moment(100s));
    clock.answered(store + 5s, moment(105s), moment(105s));
    EXPECT_FALSE(clock.claims_held());
}

TEST(TheStoresClock, ASecondLeapBeginsTheWaitAnew) {
    StoreClock clock(5min, 1min);
    const Instant store = at("2026-03-23T09:00:00");
    clock.answered(store, moment(100s), moment(100s));
    clock.answered(store + 1h, moment(100s), moment(100s));
    clock.answered(store + 3h + 50s, moment(150s), moment(150s));
    clock.answered(store + 3h + 70s, moment(170s), moment(170s));
    EXPECT_TRUE(clock.claims_held());
    clock.answered(store + 3h + 110s, moment(210s), moment(210s));
    EXPECT_FALSE(clock.claims_held());
}

TEST(TheStoresClock, ASmallStepForwardIsADowntimeLikeAnyOther) {
    StoreClock clock(5min, 1min);
    clock.answered(at("2026-03-23T09:00:00"), moment(100s), moment(100s));
    clock.answered(at("2026-03-23T09:04:59"), moment(100s), moment(100s));
    EXPECT_FALSE(clock.claims_held());
}

struct Thing {
    int name = 0;
    HeapSlot<int> slot;
};

TEST(DeadlineHeap, GivesWhatIsDueFirstWhateverIsMovedOrTakenOut) {
    simulation::Random random(3);
    std::deque<Thing> things(200);
    DeadlineHeap<Thing, int, &Thing::slot> heap;
    std::set<std::pair<int, int>> witness; // (deadline, name)
    for (int i = 0; i < 200; ++i) things[static_cast<std::size_t>(i)].name = i;
    for (int step = 0; step < 20'000; ++step) {
        Thing &thing = things[static_cast<std::size_t>(random.below(200))];
        const bool inside = thing.slot.inside();
        if (inside) witness.erase({thing.slot.deadline, thing.name});
        if (random.chance(0.6)) {
            const int deadline = static_cast<int>(random.below(50));
            heap.set(thing, deadline);
            witness.insert({deadline, thing.name});
        } else {
            heap.remove(thing);
        }
        ASSERT_EQ(heap.empty(), witness.empty());
        if (heap.empty()) continue;
        ASSERT_EQ(heap.first_deadline(), witness.begin()->first);
        ASSERT_TRUE(witness.contains({heap.first_deadline(), heap.first().name}));
    }
}

class Records : public testing::Test {
  protected:
    simulation::Zones zones;
    Config config;
};

TEST_F(Records, OweANoticeOnlyWhenSomebodyWantsIt) {
    config.has_notifier = true;
    Core core(config, zones);
    core.clock.answered(at("2026-03-23T09:00:00"), Moment(1s), Moment(1s));
    core.now = Moment(1s);
    Definition definition = job("a", "* * * * *");
    JobRow row;
    row.generation = 42;
    const Disposed missed{
        RecordKind::missed, Reason::window, at("2026-03-22T09:00:00"), at("2026-03-22T10:00:00"), 61, {}};
    row.definition = std::make_shared<const Definition>(definition);
    const RecordRow silent = make_record(core, row, missed, Id{});
    EXPECT_TRUE(silent.announced);
    EXPECT_FALSE(silent.wake_at);
    EXPECT_EQ(silent.generation, 42);
    EXPECT_EQ(silent.count, 61);

    definition.notify_on = static_cast<std::int32_t>(NoticeEvent::missed);
    row.definition = std::make_shared<const Definition>(definition);
    const RecordRow loud = make_record(core, row, missed, Id{});
    EXPECT_FALSE(loud.announced);
    EXPECT_EQ(loud.wake_at, at("2026-03-23T09:00:00"));
}

TEST_F(Records, AreNeverOwedWithoutANotifier) {
    config.has_notifier = false;
    Core core(config, zones);
    core.clock.answered(at("2026-03-23T09:00:00"), Moment(1s), Moment(1s));
    const RecordRow event = make_job_event(core, "a", nullptr, 1, Reason::unreadable, "broken");
    EXPECT_TRUE(event.announced);
}

TEST_F(Records, TellTheEventOfTheirKind) {
    RecordRow record;
    const auto event = [&record](RecordKind kind, Reason reason) {
        record.kind = kind;
        record.reason = reason;
        return event_of(record);
    };
    EXPECT_EQ(event(RecordKind::skipped, Reason::overlap), NoticeEvent::skipped);
    EXPECT_EQ(event(RecordKind::expired, Reason::start_deadline), NoticeEvent::skipped);
    EXPECT_EQ(event(RecordKind::missed, Reason::window), NoticeEvent::missed);
    EXPECT_EQ(event(RecordKind::merged, Reason::catch_up), std::nullopt);
    EXPECT_EQ(event(RecordKind::event, Reason::unreadable), NoticeEvent::disabled);
    EXPECT_EQ(event(RecordKind::event, Reason::bad_schedule), NoticeEvent::disabled);
    EXPECT_EQ(event(RecordKind::event, Reason::failures), NoticeEvent::disabled);
    EXPECT_EQ(event(RecordKind::event, Reason::rederived), std::nullopt);
}

} // namespace
} // namespace engine_test
