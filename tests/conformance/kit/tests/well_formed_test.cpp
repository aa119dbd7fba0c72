// well_formed_test.cpp - garbage that a host may hand over is told in words and not looked into.
#include <gtest/gtest.h>

#include "../well_formed.h"

namespace kit_test {
namespace {

using conformance::kit::fault_of;

template <class Row>
Row sized() {
    Row row{};
    row.struct_size = sizeof row;
    return row;
}

TEST(WellFormed, RowsMayBeEmpty) {
    gs_job definition = sized<gs_job>();
    gs_job_row row = sized<gs_job_row>();
    row.readable = 1;
    row.definition = &definition;
    EXPECT_EQ(fault_of(&row), "");
    const auto run = sized<gs_run>();
    EXPECT_EQ(fault_of(&run), "");
}

TEST(WellFormed, NullIsNoRow) {
    EXPECT_EQ(fault_of(static_cast<const gs_run *>(nullptr)), "a run is null");
    EXPECT_EQ(fault_of(static_cast<const gs_item_result *>(nullptr)), "a result is null");
    EXPECT_EQ(fault_of(static_cast<const gs_completion *>(nullptr)), "a completion is null");
}

TEST(WellFormed, SizesThatAreTooSmallAreTold) {
    gs_run run{};
    run.struct_size = 8;
    EXPECT_EQ(fault_of(&run), "a run has a struct_size of 8, expected " + std::to_string(sizeof run));
}

TEST(WellFormed, AJobNeedsItsDefinition) {
    const auto row = sized<gs_job_row>();
    EXPECT_EQ(fault_of(&row), "a job has no definition");
}

TEST(WellFormed, TextsAreNotLookedIntoWhenTheyCannotBe) {
    gs_run run = sized<gs_run>();
    run.error = {nullptr, 5};
    EXPECT_EQ(fault_of(&run), "a run's error has a length and no address");
    run.error = {reinterpret_cast<const char *>(8), UINT64_MAX};
    EXPECT_EQ(fault_of(&run), "a run's error has 18446744073709551615 bytes");
}

TEST(WellFormed, TextsAreUtf8) {
    gs_record record = sized<gs_record>();
    for (const char *bad : {"\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\xe2\x82", "\xff"}) {
        record.detail = {bad, std::char_traits<char>::length(bad)};
        EXPECT_EQ(fault_of(&record), "a record's detail is not UTF-8");
    }
}

TEST(WellFormed, CountsAndOutcomesAreInTheirRange) {
    gs_item_result result = sized<gs_item_result>();
    result.outcome = 10;
    EXPECT_EQ(fault_of(&result), "a result has the outcome 10, which is no GS_ITEM_*");
    result.outcome = GS_ITEM_BUSY;
    result.run_count = -1;
    EXPECT_EQ(fault_of(&result), "a result has -1 runs");
    result.run_count = 2;
    EXPECT_EQ(fault_of(&result), "a result has runs without an address");
    gs_completion completion = sized<gs_completion>();
    EXPECT_EQ(fault_of(&completion), "a completion has the result 0, which is no GS_RESULT_*");
}

TEST(WellFormed, APurgeCountsAndNamesAPlace) {
    gs_purged purged = sized<gs_purged>();
    EXPECT_EQ(fault_of(purged), "");
    purged.job_id_size = GS_MAX_ID_SIZE + 1;
    EXPECT_EQ(fault_of(purged), "a purge's answer has a job_id_size of 256");
    purged.failures = 1;
    EXPECT_EQ(fault_of(purged), "a purge's answer has `failures` 1 of 0");
    purged.removed = -1;
    EXPECT_EQ(fault_of(purged), "a purge's answer has `removed` -1");
    purged.more = 2;
    EXPECT_EQ(fault_of(purged), "a purge's answer has `more` 2");
    purged.struct_size = 8;
    EXPECT_EQ(fault_of(purged), "a purge's answer has a struct_size of 8, expected " + std::to_string(sizeof purged));
}

TEST(WellFormed, AnErrorEndsWithANul) {
    gs_error error{};
    error.struct_size = sizeof error;
    EXPECT_EQ(fault_of(error, GS_FAILED), "");
    for (char &character : error.text) character = 'x';
    EXPECT_EQ(fault_of(error, GS_FAILED), "the error's text is not UTF-8 with a NUL at its end");
    EXPECT_EQ(fault_of(error, GS_OK), "the error was written with GS_OK");
}

} // namespace
} // namespace kit_test
