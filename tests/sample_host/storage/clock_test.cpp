// clock_test.cpp - the store's clock is the one that it was given, and by default the machine's.
#include "storage_fixture.h"

#include <chrono>

namespace sample_host::sqlite {
namespace {

class ClockTest : public StorageFixture {};

TEST_F(ClockTest, EveryAnswerTellsIt) {
    EXPECT_EQ(beat().store_now, noon);
    set_now(noon + 1);
    EXPECT_EQ(beat().store_now, noon + 1);
    EXPECT_EQ(value("SELECT last_beat_at FROM replica"), std::to_string(noon + 1));
}

TEST_F(ClockTest, AnAnswerThatFailedTellsItToo) {
    storage().writing().database().exec("DELETE FROM sequence");
    const std::string job = "job";
    const Answer answer = put(definition(job), GS_NO_TIME);
    EXPECT_EQ(answer.status, GS_FAILED);
    EXPECT_EQ(answer.store_now, noon);
}

TEST_F(ClockTest, ItDecidesWhatIsEarly) {
    const std::string job = "job";
    const std::int64_t version = put(definition(job), noon + second).version;
    EXPECT_EQ(claim(job, version, id(1), noon + second).outcome, GS_ITEM_EARLY);
    set_now(noon + second);
    EXPECT_EQ(claim(job, version, id(1), noon + second).outcome, GS_ITEM_DONE);
}

TEST_F(ClockTest, TheDefaultIsTheMachinesInMicroseconds) {
    const auto machine = [] {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    };
    const auto before = machine();
    const auto now = realtime_clock()();
    EXPECT_LE(before, now);
    EXPECT_LE(now, machine());
}

} // namespace
} // namespace sample_host::sqlite
