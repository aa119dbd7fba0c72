// broken_storages_test.cpp - for each check of the storage there is a storage that breaks just what it stands for, and
// the kit names that check, and no other but those that rest on the same rule.
#include <algorithm>
#include <cctype>
#include <set>

#include <gtest/gtest.h>

#include "../storage_checks.h"
#include "breaks.h"
#include "kit_run.h"

namespace kit_test {
namespace {

using Names = std::set<std::string>;

Breaks all_breaks() {
    Breaks all;
    for (const auto topic : {breaks_of_replicas, breaks_of_put, breaks_of_remove, breaks_of_claim, breaks_of_keys,
                             breaks_of_pass, breaks_of_begin, breaks_of_update, breaks_of_close, breaks_of_cancel,
                             breaks_of_job_pages, breaks_of_history_pages, breaks_of_values, breaks_of_batches,
                             breaks_of_races, breaks_of_purge, breaks_of_calls}) {
        const Breaks breaks = topic();
        all.insert(all.end(), breaks.begin(), breaks.end());
    }
    return all;
}

class BrokenStorages : public testing::TestWithParam<Break> {};

TEST_P(BrokenStorages, AreCaughtByTheirCheck) {
    MemoryGateway gateway;
    BrokenStorage storage(gateway.storage());
    GetParam().apply(storage, gateway);
    const Verdict verdict = run_kit(host_of(&storage.table()), {{"ONLY", "storage."}});
    EXPECT_EQ(Names(verdict.failed.begin(), verdict.failed.end()),
              Names(GetParam().caught.begin(), GetParam().caught.end()))
        << GetParam().name << "\n"
        << verdict.complaints();
    EXPECT_EQ(verdict.status, GS_FAILED);
    EXPECT_FALSE(verdict.healthy);
}

std::string test_name(const testing::TestParamInfo<Break> &info) {
    std::string name = std::to_string(info.index) + "_";
    for (const char character : std::string(info.param.name)) name += std::isalnum(character) != 0 ? character : '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(Break, BrokenStorages, testing::ValuesIn(all_breaks()), test_name);

TEST(BrokenStoragesTable, HasAStorageForEachCheck) {
    Names caught;
    for (const Break &each : all_breaks()) caught.insert(each.caught.front());
    for (const auto &each : conformance::kit::all_storage_checks()) {
        EXPECT_TRUE(caught.contains(each.check.name)) << each.check.name << " was never seen to fail";
    }
}

} // namespace
} // namespace kit_test
