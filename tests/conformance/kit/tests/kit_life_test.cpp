// kit_life_test.cpp - the kit's table, function by function, as a gateway may call it at any time.
#include <atomic>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include <gateway_scheduler/jobs_changed.h>
#include <gateway_scheduler/scheduler.h>

#include "kit_table.h"
#include "memory_gateway.h"

namespace kit_test {
namespace {

bool contains(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

TEST(Entry, RefusesAnotherAbiInWords) {
    gs_error error{};
    error.struct_size = sizeof error;
    const KitTable kit;
    EXPECT_EQ(kit.entry(GS_ABI_VERSION_OF(7, 0), GS_ABI_VERSION_OF(7, 3), &error), nullptr);
    EXPECT_EQ(error.status, GS_INCOMPATIBLE);
    EXPECT_TRUE(contains(error.text, "speaks ABI version 0.1")) << error.text;
}

TEST(Create, RefusesWhatIsTooShort) {
    const KitTable kit;
    gs_error error{};
    error.struct_size = sizeof error;
    gs_scheduler *scheduler = nullptr;
    gs_host host{};
    gs_options options{};
    options.struct_size = sizeof options;
    EXPECT_EQ(kit.api().create(&host, &options, &scheduler, &error), GS_INVALID);
    EXPECT_TRUE(contains(error.text, "struct_size")) << error.text;
    EXPECT_EQ(kit.api().create(nullptr, &options, &scheduler, nullptr), GS_INVALID);
    EXPECT_EQ(scheduler, nullptr);
}

TEST(Start, WithNothingLentIsInvalid) {
    KitTable kit;
    kit.create(host_of(nullptr));
    EXPECT_EQ(kit.start(), GS_INVALID);
    EXPECT_TRUE(contains(kit.told(), "there is nothing to examine")) << kit.told();
}

TEST(Start, IsDoneOnce) {
    const MemoryGateway gateway;
    KitTable kit(Environment{{"ONLY", "storage.table"}});
    kit.create(host_of(&gateway.storage()));
    EXPECT_EQ(kit.start(), GS_OK);
    EXPECT_EQ(kit.start(), GS_ALREADY);
}

TEST(Start, IsRefusedAfterAStop) {
    const MemoryGateway gateway;
    KitTable kit;
    kit.create(host_of(&gateway.storage()));
    EXPECT_EQ(kit.stop(), GS_OK);
    EXPECT_EQ(kit.start(), GS_REFUSED);
}

// The notifier's first call lets the test go on, and waits for the stop.
TEST(Stop, FromAnotherThreadLeavesTheRestUntried) {
    struct Waiting {
        std::atomic<bool> inside = false;
        std::atomic<bool> stopped = false;
    } waiting;
    gs_notifier notifier{sizeof notifier, 0, &waiting, [](void *context, const gs_notice *, gs_error *) {
                             auto &state = *static_cast<Waiting *>(context);
                             state.inside = true;
                             while (!state.stopped) std::this_thread::yield();
                             return GS_OK + 0;
                         }};
    KitTable kit(Environment{{"ONLY", "notifier."}});
    kit.create(host_of(nullptr, nullptr, &notifier));
    std::int32_t started = GS_OK;
    std::thread starter([&] { started = kit.start(); });
    while (!waiting.inside) std::this_thread::yield();
    EXPECT_EQ(kit.stop(), GS_STILL_INSIDE);
    waiting.stopped = true;
    starter.join();
    EXPECT_EQ(started, GS_FAILED);
    EXPECT_TRUE(contains(kit.told(), "2 passed, 11 failed")) << kit.told();
    EXPECT_TRUE(contains(kit.told(), "not tried, because the scheduler was stopped")) << kit.told();
    EXPECT_EQ(kit.stop(), GS_OK);
}

TEST(Functions, OfASchedulerAreRefusedInWords) {
    KitTable kit;
    kit.create(host_of(nullptr));
    gs_error error{};
    error.struct_size = sizeof error;
    gs_job job{};
    job.struct_size = sizeof job;
    kit.api().job_init(&job);
    EXPECT_EQ(job.retries, 3);
    EXPECT_EQ(job.start_at, GS_NO_TIME);
    EXPECT_EQ(kit.api().add_or_update(kit.get(), &job, GS_REVISION_ANY, nullptr, &error), GS_REFUSED);
    EXPECT_STREQ(error.text, "this is the conformance kit, which runs no jobs: expected gateway_scheduler.so");
    EXPECT_EQ(kit.api().run_now(kit.get(), {}, nullptr, nullptr), GS_REFUSED);
    EXPECT_EQ(kit.api().validate(kit.get(), &job, nullptr), GS_REFUSED);
    EXPECT_EQ(kit.api().preview(kit.get(), nullptr, nullptr, nullptr, nullptr), GS_REFUSED);
    for (const std::string name : {"", GS_JOBS_CHANGED, "no_such_table/1"}) {
        EXPECT_EQ(kit.api().extension(kit.get(), {name.data(), name.size()}), nullptr) << name;
    }
    gs_stats stats{};
    stats.struct_size = sizeof stats;
    EXPECT_EQ(kit.api().stats(kit.get(), &stats), GS_OK);
    EXPECT_EQ(stats.claims, 0);
}

TEST(Functions, TakeForeignCompletionsAndSignsOfLife) {
    KitTable kit;
    kit.create(host_of(nullptr));
    const gs_id run{{1}};
    gs_completion completion{};
    completion.struct_size = sizeof completion;
    completion.result = GS_RESULT_SUCCEEDED;
    EXPECT_EQ(kit.api().complete_run(kit.get(), &run, 1, &completion, nullptr), GS_STALE);
    EXPECT_EQ(kit.api().complete_run(kit.get(), &run, 1, nullptr, nullptr), GS_STALE);
    EXPECT_EQ(kit.api().progress(kit.get(), &run, 1, nullptr), GS_STALE);
}

} // namespace
} // namespace kit_test
