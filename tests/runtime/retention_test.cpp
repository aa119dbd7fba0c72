// What is kept, as text and as the calls of one sweep. Nothing runs here.
#include "runtime/retention_job.h"
#include "runtime/retention_sweep.h"

#include <gtest/gtest.h>

#include <limits>

namespace runtime_test {
namespace {

using namespace gateway_scheduler;
using namespace gateway_scheduler::runtime;
using namespace std::chrono_literals;

const engine::Instant kNow{24h * 20'000};

RetentionPolicy policy_of(std::optional<std::chrono::seconds> runs_for,
                          std::optional<std::chrono::seconds> failures_for, std::optional<std::int64_t> runs,
                          std::optional<std::int64_t> failures) {
    return {runs_for, failures_for, runs, failures};
}

std::vector<Purge> calls_of(const RetentionPolicy &policy) {
    RetentionSweep sweep(policy, kNow);
    std::vector<Purge> calls;
    while (const Purge *call = sweep.next()) {
        calls.push_back(*call);
        EXPECT_TRUE(sweep.answered({}));
    }
    return calls;
}

TEST(ARetentionPolicy, IsReadAsItWasWritten) {
    const RetentionPolicy standard;
    EXPECT_EQ(policy_to_json(standard), "{\"keep_runs\":100,\"keep_runs_seconds\":7776000,\"keep_failures\":1000,"
                                        "\"keep_failures_seconds\":31536000}");
    for (const RetentionPolicy &policy :
         {standard, policy_of(1h, std::nullopt, 1, 2), policy_of({}, {}, 1'000'000, {}), policy_of({}, {}, {}, {})}) {
        EXPECT_EQ(policy_from_json(policy_to_json(policy)), policy) << policy_to_json(policy);
    }
}

TEST(ARetentionPolicy, ThatSomebodyElseWroteIsNone) {
    const std::string good = policy_to_json({});
    EXPECT_EQ(policy_from_json(""), std::nullopt);
    EXPECT_EQ(policy_from_json("{}"), std::nullopt);
    EXPECT_EQ(policy_from_json(good + " "), std::nullopt);
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_EQ(policy_from_json(good.substr(0, size)), std::nullopt);
    for (const char *bad : {"0", "-1", "1.5", "99999999999999999999", "\"100\""}) {
        std::string text = good;
        text.replace(text.find("100"), 3, bad);
        EXPECT_EQ(policy_from_json(text), std::nullopt) << text;
    }
}

TEST(ASweep, MakesACallForEachRule) {
    const auto calls = calls_of({});
    ASSERT_EQ(calls.size(), 5U);
    for (const Purge &call : calls) {
        EXPECT_EQ(call.limit, RetentionSweep::kRowsPerCall);
        EXPECT_EQ(call.after, std::nullopt);
    }
    EXPECT_EQ(calls[0].kind, PurgeKind::runs_by_age);
    EXPECT_EQ(calls[0].before, kNow - 24h * 90);
    EXPECT_EQ(calls[0].failures_before, kNow - 24h * 365);
    EXPECT_EQ(calls[1].kind, PurgeKind::records_by_age);
    EXPECT_EQ(calls[1].before, kNow - 24h * 90);
    EXPECT_EQ(calls[2].kind, PurgeKind::replicas);
    EXPECT_EQ(calls[2].before, kNow - 24h * 90);
    EXPECT_EQ(calls[3].kind, PurgeKind::runs_by_count);
    EXPECT_EQ(calls[3].keep, 100);
    EXPECT_EQ(calls[3].keep_failures, 1000);
    EXPECT_EQ(calls[4].kind, PurgeKind::records_by_count);
    EXPECT_EQ(calls[4].keep, 100);
}

TEST(ASweep, LeavesOutWhatIsKeptForEver) {
    const auto by_count = calls_of(policy_of({}, {}, 7, {}));
    ASSERT_EQ(by_count.size(), 2U);
    EXPECT_EQ(by_count[0].keep_failures, std::numeric_limits<std::int64_t>::max());
    const auto by_age = calls_of(policy_of(1h, {}, {}, {}));
    ASSERT_EQ(by_age.size(), 3U);
    EXPECT_EQ(by_age[0].failures_before, std::nullopt);
    EXPECT_TRUE(calls_of(policy_of({}, {}, {}, {})).empty());
}

TEST(ASweep, GoesOnFromWhereTheStorageGotTo) {
    RetentionSweep sweep(policy_of({}, {}, 7, 7), kNow);
    PurgeAnswer answer;
    answer.more = true;
    answer.place = {kNow, {}, 3, "job"};
    ASSERT_TRUE(sweep.answered(answer));
    ASSERT_TRUE(sweep.next());
    EXPECT_EQ(sweep.next()->kind, PurgeKind::runs_by_count);
    EXPECT_EQ(sweep.next()->after, answer.place);
    EXPECT_FALSE(sweep.answered(answer)) << "it stands still";
}

TEST(ASweep, AsksForReplicasAgainWhileThereAreSome) {
    RetentionSweep sweep(policy_of(1h, 1h, {}, {}), kNow);
    sweep.answered({});
    sweep.answered({});
    PurgeAnswer answer;
    answer.more = true;
    answer.removed = 500;
    ASSERT_TRUE(sweep.answered(answer));
    EXPECT_EQ(sweep.next()->kind, PurgeKind::replicas);
    EXPECT_EQ(sweep.next()->after, std::nullopt);
    answer.removed = 0;
    EXPECT_FALSE(sweep.answered(answer)) << "it stands still";
}

TEST(ASweep, SaysWhatItHasRemoved) {
    RetentionSweep sweep({}, kNow);
    for (const std::int64_t removed : {1234, 56, 1, 1'000'000, 0}) {
        PurgeAnswer answer;
        answer.removed = removed;
        answer.failures = removed == 1234 ? 3 : 0;
        sweep.answered(answer);
    }
    EXPECT_EQ(sweep.report(),
              "removed 1,001,231 runs and 56 records (older than 90 days or beyond the newest 100 of "
              "their job), 3 failures (older than 365 days or beyond the newest 1,000 of their job) and "
              "1 retired replica in 5 batches");
}

TEST(ASweep, SaysWhatIsKeptForEver) {
    EXPECT_EQ(
        RetentionSweep(policy_of(36h, {}, {}, {}), kNow).report(),
        "removed 0 runs and 0 records (older than 36 hours), 0 failures (kept for ever) and 0 retired replicas in "
        "0 batches");
    EXPECT_EQ(
        RetentionSweep(policy_of({}, {}, 5, 6), kNow).report(),
        "removed 0 runs and 0 records (beyond the newest 5 of their job), 0 failures (beyond the newest 6 of their "
        "job) and 0 retired replicas in 0 batches");
}

TEST(TheJobOfRetention, IsStoredUnlessEverythingIsKept) {
    const auto put = std::get<engine::PutCommand>(retention_command({}));
    EXPECT_EQ(put.definition.id, kRetentionJob);
    EXPECT_EQ(put.definition.payload, policy_to_json({}));
    EXPECT_TRUE(put.keeps_pause);
    EXPECT_EQ(engine::units_of(put.definition), 0) << "it takes none of the host's capacity";
    const auto remove = std::get<engine::RemoveCommand>(retention_command(policy_of({}, {}, {}, {})));
    EXPECT_EQ(remove.job_id, kRetentionJob);
}

} // namespace
} // namespace runtime_test
