// good_hosts_test.cpp - hosts that keep the contract pass every check.
#include <gtest/gtest.h>

#include "../../storage_factory.h"
#include "kit_run.h"
#include "memory_gateway.h"

namespace kit_test {
namespace {

using Names = std::vector<std::string>;

TEST(GoodHosts, TheGatewayInPlainCPassesEveryCheck) {
    MemoryGateway gateway;
    const Verdict verdict = run_kit(gateway.host(), MemoryGateway::payloads(), gateway.serve());
    EXPECT_EQ(verdict.status, GS_OK) << verdict.complaints();
    EXPECT_EQ(verdict.failed, Names{});
    EXPECT_GT(verdict.passed.size(), 150U);
    EXPECT_TRUE(verdict.unloaded);
    EXPECT_TRUE(verdict.healthy) << verdict.health_text;
}

class GoodStorages : public testing::TestWithParam<conformance::StorageFactory> {};

TEST_P(GoodStorages, PassesEveryCheckOfTheStorage) {
    const auto host = GetParam().make();
    const Verdict verdict = run_kit(host_of(&host->table()), {{"ONLY", "storage."}});
    EXPECT_EQ(verdict.status, GS_OK) << verdict.complaints();
    EXPECT_EQ(verdict.failed, Names{});
    EXPECT_EQ(verdict.skipped, Names{"storage.calendars.ranges"});
}

INSTANTIATE_TEST_SUITE_P(Storage, GoodStorages,
                         testing::Values(conformance::sqlite_storage(), conformance::postgresql_storage()),
                         [](const auto &kind) { return kind.param.name; });

} // namespace
} // namespace kit_test
