// The storage has the next write while the results of the one before are gone through: what waits can be taken between
// the answer's coming and its being settled, and nothing depends on when that is.
#include "bench.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace engine_test {
namespace {

constexpr int kJobs = 600; // more than one call takes

class NextWrite : public testing::Test {
  protected:
    NextWrite() {
        bench.config.capacity = 2 * kJobs;
        bench.start();
        for (int i = 0; i < kJobs; ++i) bench.put(job("job-" + std::to_string(i), "1 9 * * *"));
        bench.run_for(59s);
        bench.monotonic += 1s;
        bench.engine->tick(bench.moment());
        bench.engine->take_decisions();
    }

    StorageAnswer carried_out(const Write &call) {
        bench.store.set_now(bench.now());
        StorageAnswer answer = bench.store.write({bench.config.instance, bench.engine->incarnation(),
                                                  bench.config.executor_session, bench.config.data_directory},
                                                 call);
        answer.sent = answer.received = bench.moment();
        return answer;
    }

    void answer(const Write &call) {
        bench.engine->write_came(carried_out(call), bench.moment());
        bench.engine->settle_write(bench.moment());
    }

    // The next call, which has to be one of claims.
    Write take(std::size_t expected) {
        auto call = bench.engine->take_write(bench.moment());
        if (!call) throw std::runtime_error("there is no write to take");
        const auto &items = std::get<std::vector<WriteItem>>(*call);
        EXPECT_EQ(items.size(), expected);
        EXPECT_TRUE(std::ranges::all_of(items, [](const auto &item) { return std::holds_alternative<Claim>(item); }));
        return std::move(*call);
    }

    std::size_t starts() {
        const std::vector<Decision> decisions = bench.engine->take_decisions();
        return static_cast<std::size_t>(std::ranges::count_if(
            decisions, [](const Decision &decision) { return std::holds_alternative<StartRun>(decision); }));
    }

    Bench bench;
};

TEST_F(NextWrite, IsTakenBeforeTheResultsAreSettled) {
    const Write first = take(500);
    EXPECT_FALSE(bench.engine->take_write(bench.moment())) << "one at a time";
    bench.engine->write_came(carried_out(first), bench.moment());
    const Write second = take(100);
    EXPECT_EQ(starts(), 0U) << "nothing has been gone through yet";
    bench.engine->settle_write(bench.moment());
    EXPECT_EQ(starts(), 500U);
    answer(second);
    EXPECT_EQ(starts(), 100U);
    EXPECT_EQ(bench.store.runs().size(), static_cast<std::size_t>(kJobs));
}

// Both calls are refused, the second before the first one's refusals are known.
TEST_F(NextWrite, OfAMembershipThatIsOverDoesNoHarm) {
    const Write first = take(500);
    Id observer;
    observer.bytes[0] = 7;
    bench.store.write({"other", observer, {}, {}}, Retire{bench.engine->incarnation(), 0, Retirement::by_observer});
    bench.engine->write_came(carried_out(first), bench.moment());
    const Write second = take(100);
    bench.engine->settle_write(bench.moment());
    answer(second);
    EXPECT_EQ(starts(), 0U);
    EXPECT_TRUE(bench.store.runs().empty());
    bench.run_for(5min);
    EXPECT_TRUE(bench.engine->health().joined) << "anew";
    EXPECT_EQ(bench.store.runs().size(), static_cast<std::size_t>(kJobs));
}

TEST_F(NextWrite, WaitsIfTheStorageDidNotAnswer) {
    take(500);
    StorageAnswer lost;
    lost.status = CallStatus::unavailable;
    lost.sent = lost.received = bench.moment();
    bench.engine->write_came(lost, bench.moment());
    EXPECT_FALSE(bench.engine->take_write(bench.moment())) << "it is left alone for a moment";
    bench.engine->settle_write(bench.moment());
    bench.monotonic += 1s;
    const Write again = take(500);
    answer(again);
    EXPECT_EQ(starts(), 500U);
}

} // namespace
} // namespace engine_test
