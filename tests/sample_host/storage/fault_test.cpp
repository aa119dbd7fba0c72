// fault_test.cpp - what the table answers when the database fails, and that it goes on by itself afterwards.
#include "storage_fixture.h"

#include <cstring>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include "storage/sql/error.h"

namespace sample_host::sqlite {
namespace {

class FaultTest : public StorageFixture {
  protected:
    Answer put_large(std::size_t bytes) {
        static const std::string name = "large";
        const std::string payload(bytes, 'x');
        gs_job job = definition(name);
        job.payload = gs_bytes{reinterpret_cast<const std::uint8_t *>(payload.data()), payload.size()};
        return put(job, GS_NO_TIME);
    }
};

TEST_F(FaultTest, ALockHeldBySomebodyElseIsUnavailableAndPasses) {
    storage().writing().database().setBusyTimeout(0);
    SQLite::Database other(path().string(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    const Answer answer = put_large(1);
    EXPECT_EQ(answer.status, GS_UNAVAILABLE);
    EXPECT_EQ(answer.text, "the database " + path().string() + " is locked by another program");
    other.exec("ROLLBACK");
    EXPECT_EQ(put_large(1).outcome, GS_ITEM_DONE);
}

TEST_F(FaultTest, AFullDiskIsUnavailableAndPasses) {
    auto &database = storage().writing().database();
    const std::string pages = std::to_string(database.execAndGet("PRAGMA page_count").getInt());
    database.exec("PRAGMA max_page_count = " + pages);
    const Answer answer = put_large(1 << 20);
    EXPECT_EQ(answer.status, GS_UNAVAILABLE);
    EXPECT_EQ(answer.text, "the database " + path().string() + " cannot grow: database or disk is full");
    EXPECT_EQ(value("SELECT count(*) FROM job"), "0") << "nothing was applied";
    database.exec("PRAGMA max_page_count = 100000");
    EXPECT_EQ(put_large(1 << 20).outcome, GS_ITEM_DONE);
}

TEST_F(FaultTest, ADatabaseThatMayOnlyBeReadIsUnavailable) {
    storage().writing().database().exec("PRAGMA query_only = ON");
    EXPECT_EQ(put_large(1).status, GS_UNAVAILABLE);
    storage().writing().database().exec("PRAGMA query_only = OFF");
    EXPECT_EQ(put_large(1).outcome, GS_ITEM_DONE);
}

TEST_F(FaultTest, WhatWouldFailAgainHasFailed) {
    storage().writing().database().exec(
        "CREATE TRIGGER no BEFORE INSERT ON job BEGIN SELECT RAISE(ABORT, 'never'); END");
    const Answer answer = put_large(1);
    EXPECT_EQ(answer.status, GS_FAILED);
    EXPECT_EQ(answer.text, "never");
}

TEST_F(FaultTest, ANoticeThatCannotBeWrittenThrows) {
    storage().writing().database().exec("PRAGMA query_only = ON");
    gs_run run{};
    run.outcome = GS_OUTCOME_FAILED;
    gs_notice notice{};
    notice.event = GS_NOTIFY_FAILED;
    notice.id = id(1);
    notice.run = &run;
    EXPECT_THROW(storage().insert_notice(notice), std::runtime_error);
}

TEST_F(FaultTest, CodesAreToldApart) {
    const auto status = [this](int code) {
        return tell(nullptr, storage(), std::make_exception_ptr(SQLite::Exception("fault", code)));
    };
    for (const int passing :
         {SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_IOERR_FSYNC, SQLITE_FULL,
          SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_NOMEM, SQLITE_CORRUPT, SQLITE_NOTADB}) {
        EXPECT_EQ(status(passing), GS_UNAVAILABLE) << passing;
    }
    for (const int lasting : {SQLITE_CONSTRAINT, SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_TOOBIG}) {
        EXPECT_EQ(status(lasting), GS_FAILED) << lasting;
    }
}

TEST_F(FaultTest, NoExceptionIsUnknown) {
    gs_error error{};
    EXPECT_EQ(tell(&error, storage(), std::make_exception_ptr(std::bad_alloc())), GS_UNAVAILABLE);
    EXPECT_EQ(tell(&error, storage(), std::make_exception_ptr(7)), GS_FAILED);
    EXPECT_EQ(error.status, GS_FAILED);
    EXPECT_EQ(error.position, -1);
    EXPECT_STREQ(error.field, "");
    EXPECT_STREQ(error.text, "an unknown fault in the storage");
}

TEST(ErrorTest, TextIsCutOnACharactersBoundary) {
    gs_error error{};
    std::string text = "x";
    while (text.size() < 2 * GS_ERROR_TEXT_SIZE) text += "\u00e9";
    tell(&error, GS_FAILED, text);
    EXPECT_EQ(std::strlen(error.text), GS_ERROR_TEXT_SIZE - 1U);
    tell(&error, GS_FAILED, text.substr(1));
    EXPECT_EQ(std::strlen(error.text), GS_ERROR_TEXT_SIZE - 2U) << "the last character does not fit whole";
    tell(&error, GS_FAILED, "short");
    EXPECT_STREQ(error.text, "short");
}

} // namespace
} // namespace sample_host::sqlite
