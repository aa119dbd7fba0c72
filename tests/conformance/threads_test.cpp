// threads_test.cpp - the scheduler calls from two threads at once, one writing and one reading; the host reads beside.
#include "storage_test.h"

#include <atomic>
#include <thread>

namespace conformance {
namespace {

class ThreadsTest : public StorageTest {};

TEST_P(ThreadsTest, AReaderSeesEachClaimWhole) {
    const SeenJob of = due_job();
    std::atomic<bool> done = false;
    std::atomic<int> torn = 0;
    const auto read = [&] {
        while (!done) {
            const auto seen = job();
            const gs_runs_page page = runs_page(1'000);
            // Read after the job, so there may be more runs than the job says, never fewer.
            const auto runs = replica().runs(page)->runs.size();
            if (runs < static_cast<std::size_t>(seen.row.fires)) ++torn;
        }
    };
    std::thread first(read);
    std::thread second_reader(read);
    for (int i = 0; i < 50; ++i) claimed_run(of);
    done = true;
    first.join();
    second_reader.join();
    EXPECT_EQ(torn, 0);
    EXPECT_EQ(job().row.fires, 50);
}

TEST_P(ThreadsTest, OfRacingWritersEachOccurrenceHasOneWinner) {
    due_job();
    const Replica beta = joined("beta");
    std::atomic<int> won = 0;
    std::atomic<std::uint64_t> next = 1'000'000;
    const auto race = [&](const Replica &replica) {
        for (int i = 0; i < 40; ++i) {
            const auto seen = replica.get_job("job")->jobs.at(0);
            ClaimItem claim(seen, numbered_id(++next), now() - second);
            claim.max_active = 1'000;
            if (replica.claim(claim)->outcome() == GS_ITEM_DONE) ++won;
        }
    };
    std::thread other([&] { race(beta); });
    race(replica());
    other.join();
    EXPECT_EQ(job().row.fires, won);
    const gs_runs_page page = runs_page(1'000);
    EXPECT_EQ(replica().runs(page)->runs.size(), static_cast<std::size_t>(won));
}

CONFORMANCE_SUITE(ThreadsTest);

} // namespace
} // namespace conformance
