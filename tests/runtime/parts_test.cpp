// The runtime's parts by themselves: workers, the inbox, the alarm, the ledger of attempts, calls that wait.
#include "gate.h"
#include "runtime/alarm.h"
#include "runtime/attempt_ledger.h"
#include "runtime/inbox.h"
#include "runtime/pending_calls.h"
#include "runtime/reentrancy.h"
#include "runtime/worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace runtime_test {
namespace {

using namespace gateway_scheduler::runtime;
namespace engine = gateway_scheduler::engine;
using namespace std::chrono_literals;

void ignore(const char * /*what*/) {}

TEST(AWorker, TellsWhatATaskThrewAndGoesOn) {
    std::string told;
    Worker worker("test", HookKind::closed, [&told](const char *what) { told = what; });
    Gate done;
    worker.start();
    worker.post([] { throw std::runtime_error("no memory"); });
    worker.post([&done] { done.open(); });
    ASSERT_TRUE(done.pass());
    ASSERT_TRUE(worker.stop(kLongEnough));
    EXPECT_EQ(told, "no memory");
}

TEST(AWorker, CarriesOutItsTasksInOrder) {
    Worker worker("test", HookKind::closed, ignore);
    std::vector<int> order; // of the worker's thread alone, until it has ended
    Gate done;
    for (int i = 0; i < 100; ++i) worker.post([&order, i] { order.push_back(i); });
    worker.start();
    worker.post([&done] { done.open(); });
    ASSERT_TRUE(done.pass());
    ASSERT_TRUE(worker.stop(kLongEnough));
    ASSERT_EQ(order.size(), 100U);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(AWorker, KnowsInsideOfWhatItsTasksAre) {
    Worker worker("test", HookKind::may_call, ignore);
    HookKind inside = HookKind::none;
    Gate done;
    worker.start();
    worker.post([&] {
        inside = current_hook();
        done.open();
    });
    ASSERT_TRUE(done.pass());
    EXPECT_TRUE(worker.stop(kLongEnough));
    EXPECT_EQ(inside, HookKind::may_call);
    EXPECT_EQ(current_hook(), HookKind::none);
}

TEST(AWorker, ThatNeverStartedStops) {
    Worker worker("test", HookKind::closed, ignore);
    EXPECT_TRUE(worker.stop(0us));
    EXPECT_TRUE(worker.stop(0us));
}

TEST(AWorker, SaysSoWhenATaskIsInside) {
    Worker worker("test", HookKind::closed, ignore);
    Gate gate;
    worker.start();
    worker.post([&gate] { gate.pass(); });
    ASSERT_TRUE(gate.wait_for_arrivals(1));
    EXPECT_FALSE(worker.stop(1ms));
    EXPECT_FALSE(worker.stop(1ms));
    gate.open();
    EXPECT_TRUE(worker.stop(kLongEnough));
}

TEST(AWorker, BeginsNothingOnceItWasStopped) {
    Worker worker("test", HookKind::closed, ignore);
    std::atomic<bool> began{false};
    worker.start();
    EXPECT_TRUE(worker.stop(kLongEnough));
    worker.post([&began] { began = true; });
    EXPECT_TRUE(worker.stop(kLongEnough));
    EXPECT_FALSE(began);
}

TEST(AHook, InsideOfAnotherIsRemembered) {
    const InsideHook outer(HookKind::may_call);
    {
        const InsideHook inner(HookKind::closed);
        EXPECT_EQ(current_hook(), HookKind::closed);
    }
    EXPECT_EQ(current_hook(), HookKind::may_call);
    HookKind elsewhere = HookKind::closed;
    std::thread([&elsewhere] { elsewhere = current_hook(); }).join();
    EXPECT_EQ(elsewhere, HookKind::none);
}

TEST(TheInbox, WakesForTheFirstEventOnly) {
    int wakes = 0;
    Inbox inbox([&wakes] { ++wakes; });
    inbox.put(RunProgressed{{}, 1});
    inbox.put(RunProgressed{{}, 2});
    EXPECT_EQ(wakes, 1);
    const auto events = inbox.take_all();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(std::get<RunProgressed>(events[0]).attempt, 1);
    EXPECT_EQ(std::get<RunProgressed>(events[1]).attempt, 2);
    EXPECT_TRUE(inbox.take_all().empty());
    inbox.put(RunProgressed{{}, 3});
    EXPECT_EQ(wakes, 2);
}

TEST(TheInbox, LetsWhatBecomesOfRunsWaitForTheAnswerToAWrite) {
    int wakes = 0;
    Inbox inbox([&wakes] { ++wakes; });
    inbox.writing(true);
    inbox.put(StartAnswered{});
    inbox.put(RunCompleted{});
    inbox.put(RunProgressed{});
    inbox.put(NoticeAnswered{});
    EXPECT_EQ(wakes, 0);
    inbox.put(WriteAnswered{});
    EXPECT_EQ(wakes, 1);
    EXPECT_EQ(inbox.take_all().size(), 5U);
    inbox.put(RunCompleted{});
    EXPECT_EQ(wakes, 2) << "nothing is being written";
}

TEST(TheInbox, LetsNothingElseWait) {
    int wakes = 0;
    Inbox inbox([&wakes] { ++wakes; });
    int expected = 0;
    for (Event event : {Event(ReadAnswered{}), Event(QueryAnswered{}), Event(CommandGiven{}), Event(JobsChanged{}),
                        Event(StopAsked{})}) {
        inbox.writing(true);
        inbox.put(RunCompleted{});
        EXPECT_EQ(wakes, expected);
        inbox.put(std::move(event));
        EXPECT_EQ(wakes, ++expected);
        EXPECT_EQ(inbox.take_all().size(), 2U);
    }
    inbox.put(RunCompleted{});
    EXPECT_EQ(wakes, expected) << "the write is still under way";
    inbox.writing(false);
    EXPECT_EQ(inbox.take_all().size(), 1U);
    inbox.put(RunCompleted{});
    EXPECT_EQ(wakes, ++expected) << "nobody waits for it any longer";
}

TEST(TheInbox, LosesNothingFromManyThreads) {
    Alarm alarm;
    Inbox inbox([&alarm] { alarm.wake(); });
    constexpr int kThreads = 4;
    constexpr int kEach = 2000;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&inbox] {
            for (int i = 0; i < kEach; ++i) inbox.put(RunProgressed{{}, i});
        });
    }
    std::size_t taken = 0;
    while (taken < kThreads * kEach) {
        alarm.sleep(kLongEnough);
        taken += inbox.take_all().size();
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_EQ(taken, static_cast<std::size_t>(kThreads * kEach));
}

TEST(TheAlarm, DoesNotSleepWhenThereIsNothingToWaitFor) {
    Alarm alarm;
    EXPECT_FALSE(alarm.sleep(0us).clock_stepped);
    EXPECT_FALSE(alarm.sleep(-1h).clock_stepped);
}

TEST(TheAlarm, RemembersAWakeThatCameBeforeItSlept) {
    Alarm alarm;
    alarm.wake();
    alarm.wake();
    EXPECT_FALSE(alarm.sleep(kLongEnough).clock_stepped);
}

TEST(TheAlarm, IsWokenByAnotherThread) {
    Alarm alarm;
    std::thread other([&alarm] { alarm.wake(); });
    alarm.sleep(kLongEnough);
    other.join();
}

TEST(TheAlarm, GoesOffAtItsDeadline) {
    Alarm alarm;
    alarm.sleep(1ms);
    alarm.sleep(1us);
    alarm.sleep(2ms);
}

engine::Id id(std::uint8_t number) {
    engine::Id made;
    made.bytes[8] = number;
    return made;
}

TEST(TheLedger, KnowsNewRepeatedAndLateCompletions) {
    AttemptLedger ledger;
    ledger.expect(id(1), 1);
    EXPECT_TRUE(ledger.awaited(id(1), 1));
    EXPECT_EQ(ledger.complete(id(1), 2), AttemptLedger::Verdict::stale);
    EXPECT_EQ(ledger.complete(id(1), 1), AttemptLedger::Verdict::accepted);
    EXPECT_EQ(ledger.complete(id(1), 1), AttemptLedger::Verdict::already);
    EXPECT_FALSE(ledger.awaited(id(1), 1));
}

TEST(TheLedger, TheNextAttemptMakesTheLastOneStale) {
    AttemptLedger ledger;
    ledger.expect(id(1), 1);
    ledger.expect(id(1), 2);
    EXPECT_EQ(ledger.complete(id(1), 1), AttemptLedger::Verdict::stale);
    EXPECT_EQ(ledger.complete(id(1), 2), AttemptLedger::Verdict::accepted);
}

TEST(TheLedger, AcceptsWhatItDoesNotKnow) {
    AttemptLedger ledger;
    EXPECT_FALSE(ledger.awaited(id(9), 1));
    EXPECT_EQ(ledger.complete(id(9), 1), AttemptLedger::Verdict::accepted);
}

TEST(TheLedger, AnAttemptThatWasGivenUpIsOver) {
    AttemptLedger ledger;
    ledger.expect(id(1), 1);
    ledger.ended(id(1), 2); // another one
    EXPECT_TRUE(ledger.awaited(id(1), 1));
    ledger.ended(id(1), 1);
    ledger.ended(id(7), 1); // unknown
    EXPECT_EQ(ledger.complete(id(1), 1), AttemptLedger::Verdict::late) << "its end is noted, once";
    EXPECT_EQ(ledger.complete(id(1), 1), AttemptLedger::Verdict::already);
}

TEST(TheLedger, AnAttemptThatWasReleasedAfterItsEndIsNotLate) {
    AttemptLedger ledger;
    ledger.expect(id(1), 1);
    EXPECT_EQ(ledger.complete(id(1), 1), AttemptLedger::Verdict::accepted);
    ledger.ended(id(1), 1);
    EXPECT_EQ(ledger.complete(id(1), 1), AttemptLedger::Verdict::already);
}

TEST(TheLedger, ForgetsTheOldestOfVeryMany) {
    AttemptLedger ledger;
    const auto numbered = [](std::uint32_t number) {
        engine::Id made;
        for (std::size_t i = 0; i < 4; ++i) made.bytes[8 + i] = static_cast<std::uint8_t>(number >> (8 * i));
        return made;
    };
    for (std::uint32_t i = 0; i <= 100'000; ++i) {
        ledger.expect(numbered(i), 1);
        ledger.ended(numbered(i), 1);
    }
    EXPECT_EQ(ledger.complete(numbered(0), 1), AttemptLedger::Verdict::accepted) << "forgotten: the store will tell";
    EXPECT_EQ(ledger.complete(numbered(100'000), 1), AttemptLedger::Verdict::late);
}

engine::Reply reply_to(engine::CommandId command, std::int64_t revision) {
    engine::Reply reply;
    reply.command = command;
    reply.revision = revision;
    return reply;
}

TEST(CallsThatWait, GetTheirOwnReplies) {
    PendingCalls calls;
    const engine::CommandId one = calls.open();
    const engine::CommandId two = calls.open();
    EXPECT_NE(one, two);
    calls.answer(reply_to(two, 22));
    calls.answer(reply_to(one, 11));
    calls.answer(reply_to(999, 0)); // nobody's
    EXPECT_EQ(calls.wait(one).revision, 11);
    EXPECT_EQ(calls.wait(two).revision, 22);
}

TEST(CallsThatWait, FromManyThreads) {
    PendingCalls calls;
    constexpr int kThreads = 8;
    std::vector<engine::CommandId> ids;
    ids.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) ids.push_back(calls.open());
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (const engine::CommandId command : ids) {
        threads.emplace_back([&, command] {
            if (calls.wait(command).revision == static_cast<std::int64_t>(command) * 10) ++right;
        });
    }
    for (const engine::CommandId command : ids) {
        calls.answer(reply_to(command, static_cast<std::int64_t>(command) * 10));
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_EQ(right, kThreads);
}

TEST(CallsThatWait, AllEndWhenTheyAreClosed) {
    PendingCalls calls;
    const engine::CommandId answered = calls.open();
    const engine::CommandId open = calls.open();
    calls.answer(reply_to(answered, 5));
    std::thread waiter([&] { EXPECT_EQ(calls.wait(open).status, engine::CommandStatus::not_running); });
    engine::Reply ended;
    ended.status = engine::CommandStatus::not_running;
    calls.close(ended);
    waiter.join();
    EXPECT_EQ(calls.wait(answered).revision, 5) << "what was answered before stays so";
    EXPECT_EQ(calls.wait(calls.open()).status, engine::CommandStatus::not_running) << "later ones end at once";
}

} // namespace
} // namespace runtime_test
