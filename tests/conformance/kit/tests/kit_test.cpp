// kit_test.cpp - the kit as a guest in a gateway: its life, its verdicts, what it leaves, and hosts that hang.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "../../items.h"
#include "../../replica.h"
#include "../examination.h"
#include "broken_storage.h"
#include "kit_run.h"
#include "memory_gateway.h"

namespace kit_test {
namespace {

using Names = std::vector<std::string>;

bool contains(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

// Somebody else's row in the gateway's store.
void put_foreign_job(MemoryGateway &gateway) {
    const conformance::Replica replica([&]() -> const gs_storage & { return gateway.storage(); }, "production",
                                       conformance::numbered_id(1));
    replica.join();
    conformance::PutItem item;
    item.id = "morning-report";
    item.row.writer = conformance::numbered_id(2);
    replica.put(item);
    replica.retire(replica.incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF);
}

TEST(Verdict, IsTapOfVersion14WithAPlanFirst) {
    MemoryGateway gateway;
    const Verdict verdict = run_kit(gateway.host(), {{"ONLY", "storage.join"}});
    EXPECT_TRUE(verdict.tap.starts_with("TAP version 14\n1..5\nok 1 - storage.join.inserts\n")) << verdict.tap;
    EXPECT_TRUE(verdict.tap.ends_with("# 5 passed, 0 failed, 0 skipped\n")) << verdict.tap;
    EXPECT_EQ(verdict.health_text, "conformance: 5 passed, 0 failed, 0 skipped");
}

TEST(Verdict, OfAFailureQuotesTheSentenceThatWasBroken) {
    MemoryGateway gateway;
    BrokenStorage storage(gateway.storage());
    storage.on<gs_claim>() = [](gs_claim &item, Call &) { ++item.max_active; };
    const Verdict verdict = run_kit(host_of(&storage.table()), {{"ONLY", "storage.claim.busy,storage.join"}});
    EXPECT_TRUE(contains(verdict.tap,
                         "  ---\n"
                         "  message: \"claim on a key that is full: expected busy, got done\"\n"
                         "  kind: broken\n"
                         "  contract: \"Fewer than max_active active runs on concurrency_key, else busy.\"\n"
                         "  source: \"host-api/gateway_scheduler/storage_item.h\"\n"
                         "  ...\n"))
        << verdict.tap;
    EXPECT_TRUE(contains(verdict.junit, "<testsuite name=\"gateway_scheduler_conformance\" tests=\"7\" failures=\"1\""))
        << verdict.junit;
    EXPECT_TRUE(contains(verdict.junit, "<failure message=\"claim on a key that is full: expected busy, got done\">"
                                        "host-api/gateway_scheduler/storage_item.h says: Fewer than max_active"))
        << verdict.junit;
    EXPECT_EQ(verdict.status, GS_FAILED);
    EXPECT_TRUE(
        verdict.told.starts_with("conformance: 6 passed, 1 failed, 0 skipped; the first is storage.claim.busy: "))
        << verdict.told;
}

TEST(Verdict, WithoutPayloadsTheExecutorIsSkippedWithTheReason) {
    MemoryGateway gateway;
    const Verdict verdict = run_kit(gateway.host(), {{"ONLY", "executor."}}, gateway.serve());
    EXPECT_EQ(verdict.passed, (Names{"executor.table", "executor.session", "executor.query.pair"}));
    EXPECT_TRUE(contains(verdict.tap,
                         "ok 4 - executor.start.completes # SKIP GATEWAY_SCHEDULER_CONFORMANCE_PAYLOAD is not set"))
        << verdict.tap;
}

TEST(Verdict, WhatIsNotLentIsSkipped) {
    MemoryGateway gateway;
    const Verdict verdict = run_kit(host_of(&gateway.storage()), {{"ONLY", "notifier.,executor.table"}});
    EXPECT_TRUE(verdict.passed.empty());
    EXPECT_TRUE(verdict.failed.empty());
    EXPECT_TRUE(contains(verdict.tap, "# SKIP the host lends no notifier"));
}

TEST(Verdict, ThatCannotBeWrittenIsToldBeforeAnythingIsDone) {
    MemoryGateway gateway;
    const Verdict verdict = run_kit(gateway.host(), {{"JUNIT", "/nowhere/verdict.xml"}});
    EXPECT_EQ(verdict.status, GS_FAILED);
    EXPECT_EQ(verdict.told, "cannot write to /nowhere/verdict.xml: No such file or directory");
    EXPECT_TRUE(verdict.passed.empty());
}

class BadSettings : public testing::TestWithParam<std::pair<Environment, std::string>> {};

TEST_P(BadSettings, AreRefusedInOneSentence) {
    MemoryGateway gateway;
    const Verdict verdict = run_kit(gateway.host(), GetParam().first);
    EXPECT_EQ(verdict.status, GS_INVALID);
    EXPECT_TRUE(contains(verdict.told, GetParam().second)) << verdict.told;
}

INSTANTIATE_TEST_SUITE_P(
    Settings, BadSettings,
    testing::Values(std::pair(Environment{{"PAYLAOD", "x"}},
                              "there is no variable GATEWAY_SCHEDULER_CONFORMANCE_PAYLAOD"),
                    std::pair(Environment{{"WRITERS", "0"}}, "WRITERS is \"0\", expected a number from 1 to 64"),
                    std::pair(Environment{{"WRITERS", "four"}}, "WRITERS is \"four\", expected a number from 1 to 64"),
                    std::pair(Environment{{"HOOK_DEADLINE", "601"}}, "expected a number from 1 to 600"),
                    std::pair(Environment{{"FOREIGN", "yes"}}, "FOREIGN is \"yes\", expected 0 or 1"),
                    std::pair(Environment{{"ONLY", "storage,,"}}, "expected beginnings of names"),
                    std::pair(Environment{{"PAYLOAD", "@/nowhere"}}, "expected a file that can be read after the @")));

TEST(Settings, APayloadMayComeFromAFile) {
    MemoryGateway gateway;
    const Verdict verdict =
        run_kit(gateway.host(), {{"PAYLOAD", "@" PAYLOAD_FILE}, {"ONLY", "executor.start.succeeds"}}, gateway.serve());
    EXPECT_EQ(verdict.passed, Names{"executor.start.succeeds"}) << verdict.complaints();
}

TEST(Settings, ThatNameNoCheckAreRefused) {
    MemoryGateway gateway;
    const Verdict verdict = run_kit(gateway.host(), {{"ONLY", "storege"}});
    EXPECT_EQ(verdict.status, GS_FAILED);
    EXPECT_EQ(verdict.told, "GATEWAY_SCHEDULER_CONFORMANCE_ONLY names no check that there is");
    EXPECT_TRUE(contains(verdict.tap, "Bail out! ")) << verdict.tap;
}

TEST(Settings, WithOneWriterThereAreNoRaces) {
    MemoryGateway gateway;
    const Verdict verdict = run_kit(gateway.host(), {{"ONLY", "storage.races"}, {"WRITERS", "1"}});
    EXPECT_EQ(verdict.passed, Names{"storage.races.reader"});
    EXPECT_EQ(verdict.skipped.size(), 3U);
}

TEST(Store, OfSomebodyElseIsLeftAlone) {
    MemoryGateway gateway;
    put_foreign_job(gateway);
    const Verdict verdict = run_kit(gateway.host());
    EXPECT_EQ(verdict.status, GS_FAILED);
    EXPECT_TRUE(contains(verdict.told, "the store holds the job \"morning-report\"")) << verdict.told;
    const conformance::Replica reader([&]() -> const gs_storage & { return gateway.storage(); }, "r",
                                      conformance::no_id);
    EXPECT_EQ(reader.replicas()->replicas.size(), 1U) << "nothing was written";
}

TEST(Store, OfSomebodyElseIsUsedWhenAllowedAndPurgesAreLeftOut) {
    MemoryGateway gateway;
    put_foreign_job(gateway);
    const Verdict verdict = run_kit(host_of(&gateway.storage()), {{"FOREIGN", "1"}, {"ONLY", "storage."}});
    EXPECT_EQ(verdict.status, GS_OK) << verdict.complaints();
    for (const char *each : {"storage.purge.count", "storage.purge.bad_keep", "storage.purge.walk_by_age"}) {
        EXPECT_EQ(std::count(verdict.skipped.begin(), verdict.skipped.end(), each), 1) << each;
    }
    const conformance::Replica reader([&]() -> const gs_storage & { return gateway.storage(); }, "r",
                                      conformance::no_id);
    EXPECT_EQ(reader.get_job("morning-report")->jobs.size(), 1U);
}

TEST(Store, IsLeftWithoutJobsOpenRunsAndLivingReplicas) {
    MemoryGateway gateway;
    ASSERT_EQ(run_kit(host_of(&gateway.storage()), {{"ONLY", "storage."}}).status, GS_OK);
    const conformance::Replica reader([&]() -> const gs_storage & { return gateway.storage(); }, "r",
                                      conformance::no_id);
    EXPECT_TRUE(reader.jobs("", 10)->jobs.empty());
    EXPECT_TRUE(reader.wake_runs(GS_AT_START, 10)->order.empty()) << "nothing is left to be announced";
    const auto runs = reader.runs(conformance::runs_page(1'000));
    for (const auto &run : runs->runs) {
        EXPECT_EQ(run.row.state, GS_STATE_CLOSED) << run.job_id;
    }
    std::set<std::string> jobs;
    for (const auto &run : runs->runs) EXPECT_TRUE(jobs.insert(run.job_id).second) << run.job_id << " has two";
    const auto replicas = reader.replicas();
    for (const auto &replica : replicas->replicas) EXPECT_NE(replica.row.retired, GS_REPLICA_ALIVE);
}

TEST(Store, CanBeExaminedAgain) {
    MemoryGateway gateway;
    ASSERT_EQ(run_kit(host_of(&gateway.storage()), {{"ONLY", "storage."}}).status, GS_OK);
    const Verdict verdict = run_kit(host_of(&gateway.storage()), {{"ONLY", "storage."}});
    EXPECT_EQ(verdict.status, GS_OK) << verdict.complaints();
}

// A hook that waits until the test lets it go.
class Gate {
  public:
    void wait() const {
        while (!open_) std::this_thread::yield();
    }
    void open() { open_ = true; }

  private:
    std::atomic<bool> open_ = false;
};

TEST(HangingHook, FailsItsCheckAndBlocksTheRestOfItsTable) {
    MemoryGateway gateway;
    BrokenStorage storage(gateway.storage());
    Gate gate;
    storage.on<gs_retire>() = [&gate](gs_retire &, Call &) { gate.wait(); };
    const Verdict verdict = run_kit(host_of(&storage.table(), nullptr, &gateway.notifier()),
                                    {{"ONLY", "storage.retire,notifier.notify.runs"}, {"HOOK_DEADLINE", "1"}}, {},
                                    [&gate] { gate.open(); });
    EXPECT_EQ(verdict.failed.size(), 4U) << verdict.complaints();
    EXPECT_TRUE(contains(verdict.tap, "message: \"storage.retire has not returned for 1 s\"")) << verdict.tap;
    EXPECT_TRUE(contains(verdict.tap, "contract: \"they may block, 30 s at most\"")) << verdict.tap;
    EXPECT_TRUE(contains(verdict.tap, "message: \"not tried, because storage.retire has not returned\""))
        << verdict.tap;
    EXPECT_EQ(verdict.passed, Names{"notifier.notify.runs"}) << "another table goes on";
    EXPECT_EQ(verdict.stop_status, GS_STILL_INSIDE);
    EXPECT_TRUE(verdict.unloaded) << "once the hook has returned";
}

TEST(Life, AllChecksHaveNamesOfTheirOwn) {
    std::vector<std::string> names;
    for (const auto &check : conformance::kit::all_checks()) names.emplace_back(check.name);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

} // namespace
} // namespace kit_test
