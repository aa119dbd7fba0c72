// file_trouble_test.cpp - somebody removes, renames, replaces, damages or upgrades the file that is open: the storage
// says so, writes nothing that would be lost, spoils nothing, and goes on with the right file.
#include "storage_fixture.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include <SQLiteCpp/Database.h>

namespace sample_host::sqlite {
namespace {

namespace fs = std::filesystem;

class FileTroubleTest : public StorageFixture {
  protected:
    void SetUp() override { ASSERT_EQ(add("before").outcome, GS_ITEM_DONE); }

    Answer add(const std::string &name) {
        names_.push_back(std::make_unique<std::string>(name));
        return put(definition(*names_.back()), GS_NO_TIME);
    }
    fs::path log() const { return path().string() + "-wal"; }
    fs::path index() const { return path().string() + "-shm"; }

    // As the storage itself would see them after a restart.
    static std::string jobs_in(const fs::path &file) {
        SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
        return database.execAndGet("SELECT group_concat(id, ' ') FROM (SELECT id FROM job ORDER BY id)").getString();
    }
    // A complete copy, as "sqlite3 FILE '.backup ...'" makes it.
    fs::path backup() const {
        fs::path copy = folder() / "backup.db";
        SQLite::Database(path().string(), SQLite::OPEN_READWRITE).exec("VACUUM INTO '" + copy.string() + "'");
        return copy;
    }
    static std::string bytes_of(const fs::path &file) {
        std::stringstream bytes;
        bytes << std::ifstream(file, std::ios::binary).rdbuf();
        return bytes.str();
    }
    // In the place of everything behind the first page.
    void damage() const {
        const auto size = fs::file_size(path());
        std::fstream file(path(), std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(4096);
        file << std::string(size - 4096, '\x5a');
    }
    std::string said(const std::string &what) const { return "the database " + path().string() + " " + what; }

  private:
    std::vector<std::unique_ptr<std::string>> names_;
};

TEST_F(FileTroubleTest, ARenamedFileIsNotWrittenToAndIsCompleteWhereItIsNow) {
    const fs::path elsewhere = folder() / "elsewhere.db";
    fs::rename(path(), elsewhere);
    const Answer answer = add("meanwhile");
    EXPECT_EQ(answer.status, GS_UNAVAILABLE);
    EXPECT_EQ(answer.text, said("was removed or renamed while this host has it open: put it back"));
    EXPECT_EQ(value("SELECT group_concat(id) FROM job"), "before") << "reads go on";
    EXPECT_EQ(jobs_in(elsewhere), "before");
    EXPECT_FALSE(fs::exists(path())) << "nothing is made in its place";
}

TEST_F(FileTroubleTest, ItGoesOnWhenTheFileIsPutBack) {
    fs::rename(path(), folder() / "elsewhere.db");
    EXPECT_EQ(add("meanwhile").status, GS_UNAVAILABLE);
    fs::rename(folder() / "elsewhere.db", path());
    EXPECT_EQ(add("after").outcome, GS_ITEM_DONE);
    EXPECT_EQ(jobs_in(path()), "after before");
}

TEST_F(FileTroubleTest, ARemovedFileCanBeCopiedOutOfTheProcess) {
    fs::remove(path());
    const Answer answer = add("meanwhile");
    EXPECT_EQ(answer.status, GS_UNAVAILABLE);
    const std::string hint = "can be copied from /proc/";
    ASSERT_NE(answer.text.find(hint), std::string::npos) << answer.text;
    const fs::path descriptor = answer.text.substr(answer.text.find("/proc/"));
    fs::copy_file(descriptor, path());
    EXPECT_EQ(beat().status, GS_OK);
    EXPECT_EQ(jobs_in(path()), "before");
}

TEST_F(FileTroubleTest, ABackupThatIsMovedIntoItsPlaceIsOpened) {
    const fs::path copy = backup();
    ASSERT_EQ(add("later").outcome, GS_ITEM_DONE);
    fs::rename(copy, path());
    EXPECT_EQ(add("after").outcome, GS_ITEM_REFUSED) << "the caller has to join again, for it knows what is not there";
    EXPECT_EQ(value("SELECT group_concat(state) FROM replica"), "retired_by_observer");
    EXPECT_EQ(value("SELECT group_concat(id) FROM job"), "before");
    EXPECT_EQ(value("PRAGMA integrity_check"), "ok") << "the log of the file before was not taken for its own";
}

TEST_F(FileTroubleTest, AReaderSeesTheBackupToo) {
    const fs::path copy = backup();
    ASSERT_EQ(add("later").outcome, GS_ITEM_DONE);
    fs::rename(copy, path());
    EXPECT_FALSE(storage().has_calendar("none"));
    EXPECT_EQ(value("SELECT group_concat(id) FROM job"), "before");
}

TEST_F(FileTroubleTest, ALogThatCouldNotBeEmptiedIsNotLeftToTheNextFile) {
    const fs::path copy = backup();
    ASSERT_EQ(add("later").outcome, GS_ITEM_DONE);
    storage().writing().database().setBusyTimeout(0);
    auto reader = std::make_unique<SQLite::Database>(path().string(), SQLite::OPEN_READWRITE);
    reader->exec("BEGIN; SELECT count(*) FROM job");
    fs::rename(copy, path());
    const Answer answer = add("after");
    EXPECT_EQ(answer.status, GS_UNAVAILABLE);
    EXPECT_EQ(answer.text, said("was replaced, but the log beside it belongs to the one before: remove it"));
    reader.reset();
    EXPECT_EQ(add("after").status, GS_OK) << "nobody holds the log any more";
    EXPECT_EQ(value("PRAGMA integrity_check"), "ok");
}

TEST_F(FileTroubleTest, WhatIsNoDatabaseOfOursIsNotTouched) {
    fs::rename(path(), folder() / "elsewhere.db");
    write_file(path(), std::string(5000, 'x'));
    const Answer answer = add("meanwhile");
    EXPECT_EQ(answer.status, GS_UNAVAILABLE);
    EXPECT_EQ(answer.text, "the file " + path().string() + " is not a database: expected one of SQLite's");
    EXPECT_EQ(bytes_of(path()), std::string(5000, 'x'));
    EXPECT_EQ(value("SELECT group_concat(id) FROM job"), "before");
    fs::rename(folder() / "elsewhere.db", path());
    EXPECT_EQ(add("after").outcome, GS_ITEM_DONE);
}

TEST_F(FileTroubleTest, AnEmptyFileInItsPlaceIsNotTakenForADatabase) {
    fs::rename(path(), folder() / "elsewhere.db");
    write_file(path(), "");
    const Answer answer = add("meanwhile");
    EXPECT_EQ(answer.status, GS_UNAVAILABLE);
    EXPECT_EQ(answer.text, said("has schema version 0: expected 3"));
    fs::rename(folder() / "elsewhere.db", path());
    EXPECT_EQ(add("after").outcome, GS_ITEM_DONE);
    EXPECT_EQ(value("SELECT group_concat(id, ' ') FROM (SELECT id FROM job ORDER BY id)"), "after before");
}

TEST_F(FileTroubleTest, WhatIsInARemovedLogIsNotLost) {
    fs::remove(log());
    EXPECT_EQ(add("after").outcome, GS_ITEM_DONE);
    EXPECT_TRUE(fs::exists(log()));
    EXPECT_EQ(jobs_in(path()), "after before");
    fs::remove(index());
    EXPECT_EQ(add("again").outcome, GS_ITEM_DONE);
    EXPECT_EQ(jobs_in(path()), "after again before");
}

TEST_F(FileTroubleTest, ADamagedFileIsSaidToBeSoAndABackupHelps) {
    const fs::path copy = backup();
    storage().writing().database().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    damage();
    storage().writing().database().exec("PRAGMA shrink_memory");
    const Answer answer = add("meanwhile");
    EXPECT_EQ(answer.status, GS_UNAVAILABLE) << "it is no job's fault";
    EXPECT_EQ(answer.text, said("is damaged: database disk image is malformed; move a backup into its place"));
    const std::string damaged = bytes_of(path());
    EXPECT_EQ(add("meanwhile").status, GS_UNAVAILABLE);
    EXPECT_EQ(bytes_of(path()), damaged) << "left as it is for whoever wants to look at it";
    fs::rename(copy, path());
    EXPECT_EQ(add("after").status, GS_OK);
    EXPECT_EQ(value("PRAGMA integrity_check"), "ok");
}

TEST_F(FileTroubleTest, ATruncatedFileToo) {
    const fs::path copy = backup();
    storage().writing().database().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    fs::resize_file(path(), 4096);
    storage().writing().database().exec("PRAGMA shrink_memory");
    Answer answer = add("meanwhile");
    EXPECT_EQ(answer.status, GS_UNAVAILABLE);
    EXPECT_NE(answer.text.find("is damaged"), std::string::npos) << answer.text;
    EXPECT_EQ(fs::file_size(path()), 4096U);
    fs::rename(copy, path());
    EXPECT_EQ(add("after").status, GS_OK);
    EXPECT_EQ(value("SELECT group_concat(id) FROM job"), "before");
}

TEST_F(FileTroubleTest, ASchemaThatBecomesNewerStopsTheWritesOfThisProgram) {
    SQLite::Database other(path().string(), SQLite::OPEN_READWRITE);
    other.exec("PRAGMA user_version = 9");
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    Answer answer = beat();
    while (answer.status == GS_OK && std::chrono::steady_clock::now() < end) answer = beat();
    EXPECT_EQ(answer.status, GS_UNAVAILABLE);
    EXPECT_EQ(answer.text, said("has schema version 9, which is newer than this program knows: expected 3"));
    EXPECT_EQ(beat().status, GS_UNAVAILABLE);
    EXPECT_FALSE(storage().has_calendar("none")) << "reads go on";
    other.exec("PRAGMA user_version = 3");
    EXPECT_EQ(beat().status, GS_OK);
}

TEST_F(FileTroubleTest, ANoticeNamesTheFileToo) {
    fs::rename(path(), folder() / "elsewhere.db");
    gs_run run{};
    run.outcome = GS_OUTCOME_FAILED;
    gs_notice notice{};
    notice.event = GS_NOTIFY_FAILED;
    notice.id = id(1);
    notice.run = &run;
    try {
        storage().insert_notice(notice);
        ADD_FAILURE() << "it was written to a file that nobody finds again";
    } catch (const std::runtime_error &fault) {
        EXPECT_EQ(fault.what(), said("was removed or renamed while this host has it open: put it back"));
    }
}

} // namespace
} // namespace sample_host::sqlite
