// storage_fixture.h - a folder for one test, a SQLite storage in it whose clock the test sets, and the few calls of the
// table that these tests need.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "storage/sqlite/sqlite_storage.h"

namespace sample_host::sqlite {

using namespace sql; // what all databases share

inline constexpr std::int64_t noon = 1'767'268'800'000'000; // 2026-01-01T12:00:00Z
inline constexpr std::int64_t second = 1'000'000;

class FolderTest : public testing::Test {
  protected:
    FolderTest();
    ~FolderTest() override;

    const std::filesystem::path &folder() const { return folder_; }
    std::filesystem::path path() const { return folder_ / "scheduler.db"; }
    void write_file(const std::filesystem::path &file, const std::string &content) const;

    // What opening says when it refuses, or "" when it does not.
    static std::string refusal(const std::string &url);

  private:
    std::filesystem::path folder_;
};

class StorageFixture : public FolderTest {
  protected:
    StorageFixture();

    SqliteStorage &storage() { return *storage_; }
    void set_now(std::int64_t now) { now_ = now; }
    static gs_id id(std::uint8_t number);
    gs_caller caller() const;

    struct Answer {
        std::int32_t status = -1;
        std::int32_t outcome = 0;
        std::int64_t version = 0;
        std::int64_t store_now = 0;
        std::string text;
    };

    Answer put(const gs_job &job, std::int64_t next_fire, std::int64_t expected_version = 0);
    Answer claim(const std::string &job, std::int64_t version, gs_id run, std::int64_t due_at,
                 std::int32_t trigger = GS_TRIGGER_SCHEDULE);
    Answer close(gs_id run, std::int64_t next_fire);
    Answer note_late_result(gs_id run, std::int32_t result);
    Answer beat();

    // A definition with the bare necessities; it borrows the id.
    static gs_job definition(const std::string &id);
    std::string value(const std::string &sql); // the first column of the first row, "" for NULL

  private:
    Answer update(const gs_update &item);

    std::int64_t now_ = noon;
    std::unique_ptr<SqliteStorage> storage_;
};

} // namespace sample_host::sqlite
