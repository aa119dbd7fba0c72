// kill_nine_test.cpp - a process that writes is killed in the midst of it: whatever it was told is done is there when
// the storage is opened again, each call whole or not at all.
#include "storage_test.h"

#include <array>
#include <csignal>
#include <stdexcept>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace conformance {
namespace {

constexpr int acknowledged_before_the_kill = 25;

std::string job_of(int number) {
    return "job-" + std::to_string(1'000 + number);
}

gs_id run_of(int number) {
    return numbered_id(1'000'000 + static_cast<std::uint64_t>(number));
}

void expect_done(const Answer &answer) {
    if (answer->outcome() != GS_ITEM_DONE) throw std::runtime_error("a write was not carried out");
}

// One job after the other is made, fires and succeeds; each is told through the pipe once it is done.
[[noreturn]] void write_for_ever(const gs_storage &table, int pipe) {
    const Replica writer([&table]() -> const gs_storage & { return table; }, "writer", numbered_id(999'999));
    expect_done(writer.join());
    for (int number = 0;; ++number) {
        PutItem job;
        job.id = job_of(number);
        job.payload = std::string(10'000, 'p');
        job.row.next_fire = job.row.fire_at = job.row.look_at = 1;
        expect_done(writer.put(job));
        const SeenJob seen = writer.get_job(job.id)->jobs.at(0);
        expect_done(writer.claim(ClaimItem(seen, run_of(number), 1)));
        expect_done(writer.update(to_running(run_of(number))));
        expect_done(writer.update(to_closed(run_of(number), GS_OUTCOME_SUCCEEDED)));
        if (::write(pipe, &number, sizeof number) != sizeof number) throw std::runtime_error("nobody listens");
    }
}

class KillNineTest : public StorageTest {
  protected:
    // Kills the child amid its writes. Returns how many jobs it was told were done.
    static int kill_amid_writes(pid_t child, int pipe) {
        int number = -1;
        int last = -1;
        while (last < acknowledged_before_the_kill && ::read(pipe, &number, sizeof number) == sizeof number)
            last = number;
        ::kill(child, SIGKILL);
        while (::read(pipe, &number, sizeof number) == sizeof number) last = number;
        ::waitpid(child, nullptr, 0);
        return last + 1;
    }
};

TEST_P(KillNineTest, WhatWasAcknowledgedIsThereAndNothingIsHalfDone) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = host().open_in_child([&](const gs_storage &table) {
        ::close(pipe[0]);
        write_for_ever(table, pipe[1]);
    });
    ::close(pipe[1]);
    if (child < 0) GTEST_SKIP() << "this storage is not durable";
    const int done = kill_amid_writes(child, pipe[0]);
    ::close(pipe[0]);
    ASSERT_TRUE(host().reopen());
    ASSERT_GE(done, acknowledged_before_the_kill) << "the child has failed";

    for (int number = 0; number < done; ++number) {
        const SeenJob job = this->job(job_of(number));
        EXPECT_EQ(job.row.fires, 1);
        EXPECT_EQ(job.row.succeeded, 1);
        EXPECT_EQ(job.payload.size(), 10'000U);
        EXPECT_EQ(run(run_of(number)).row.outcome, GS_OUTCOME_SUCCEEDED);
    }
    // The one that it was at: its run is there if the job says that it fired, and counted if the run is closed.
    if (has_job(job_of(done))) {
        SeenJob last = job(job_of(done));
        gs_runs_page page = runs_page(10);
        page.job_id = borrow(last.id);
        auto runs = replica().runs(page);
        // A server may still be about to commit what the killed one has sent.
        for (SeenJob now = job(job_of(done)); now.row.version != last.row.version; now = job(job_of(done))) {
            last = now;
            runs = replica().runs(page);
        }
        ASSERT_EQ(runs->runs.size(), static_cast<std::size_t>(last.row.fires));
        for (const SeenRun &seen : runs->runs) EXPECT_EQ(seen.row.state == GS_STATE_CLOSED, last.row.succeeded == 1);
    }
    EXPECT_FALSE(has_job(job_of(done + 1)));
    EXPECT_GT(put(PutItem()).row.version, job(job_of(done - 1)).row.version) << "versions go on";
}

CONFORMANCE_SUITE(KillNineTest);

} // namespace
} // namespace conformance
