// place_test.cpp - what opening does to the place where the database lies: private files, and no trace of a refusal.
#include "storage_fixture.h"

#include <algorithm>
#include <set>
#include <sys/stat.h>

#include <SQLiteCpp/Database.h>

#include "ordinary_user.h"
#include "storage/sqlite/migrations.h"

namespace sample_host::sqlite {
namespace {

class PlaceTest : public FolderTest {
  protected:
    std::string url() const { return "sqlite:" + path().string(); }

    static mode_t mode_of(const std::filesystem::path &file) {
        struct stat status {};
        return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
    }

    std::set<std::string> names() const {
        std::set<std::string> found;
        for (const auto &entry : std::filesystem::directory_iterator(folder())) found.insert(entry.path().filename());
        return found;
    }

    void make_database(const std::string &sql) const {
        SQLite::Database(path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
    }

    // What opening and checking say, which must be the same, and neither leaves a file behind.
    std::string refused() const {
        const auto before = names();
        const std::string sentence = refusal(url());
        EXPECT_EQ(names(), before) << sentence;
        EXPECT_EQ(checked(), sentence);
        return sentence;
    }

    std::string checked() const {
        const auto before = names();
        std::string sentence;
        try {
            check_storage(url(), folder());
        } catch (const StorageError &error) {
            sentence = error.what();
        }
        EXPECT_EQ(names(), before) << sentence;
        return sentence;
    }

    void expect_refused(const std::string &part) const {
        const std::string sentence = refused();
        EXPECT_NE(sentence.find(part), std::string::npos) << "said: \"" << sentence << '"';
    }
};

constexpr const char *companions[] = {"scheduler.db", "scheduler.db-wal", "scheduler.db-shm", "scheduler.db.lock"};

TEST_F(PlaceTest, AllThatIsMadeIsForItsOwnerOnlyWhateverTheUmask) {
    const mode_t before = ::umask(0);
    const auto storage = open_storage(url());
    ::umask(before);
    EXPECT_EQ(names(), std::set<std::string>(std::begin(companions), std::end(companions)));
    for (const char *file : companions) EXPECT_EQ(mode_of(folder() / file), 0600U) << file;
}

TEST_F(PlaceTest, ADatabaseThatSomebodyHasOpenedToOthersStaysSo) {
    ASSERT_EQ(refusal(url()), "");
    ASSERT_EQ(::chmod(path().c_str(), 0640), 0);
    const auto storage = open_storage(url());
    EXPECT_EQ(mode_of(path()), 0640U);
    EXPECT_EQ(mode_of(path().string() + "-wal"), 0640U) << "who reads the one needs the other";
}

TEST_F(PlaceTest, AFileOfSomebodyElseGetsNoLockBesideIt) {
    write_file(path(), "root:x:0:0:root:/root:/bin/bash\n");
    expect_refused("is not a database");
    write_file(path(), "SQLite format 3");
    expect_refused("is not a database");
}

TEST_F(PlaceTest, ADatabaseOfAnotherProgramIsSeenForWhatItIs) {
    make_database("CREATE TABLE bookmark (a)");
    expect_refused("belongs to another program");
    std::filesystem::remove(path());
    make_database("PRAGMA application_id = 7");
    expect_refused("belongs to another program");
    std::filesystem::remove(path());
    make_database("PRAGMA user_version = 1");
    expect_refused("belongs to another program");
}

// So many tables that the first page points to others instead of holding them.
TEST_F(PlaceTest, ALargeDatabaseOfAnotherProgramToo) {
    std::string tables;
    for (int i = 0; i < 200; ++i) tables += "CREATE TABLE bookmark_" + std::to_string(i) + " (a);";
    make_database(tables);
    expect_refused("belongs to another program");
}

TEST_F(PlaceTest, ANewerSchemaIsSeenToo) {
    make_database("PRAGMA application_id = " + std::to_string(application_id) + "; PRAGMA user_version = 70000");
    expect_refused("has schema version 70000, which is newer than this program knows");
}

TEST_F(PlaceTest, APipeIsNotWaitedFor) {
    ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
    expect_refused("expected a file, found something else");
}

TEST_F(PlaceTest, AFileThatCannotBeWrittenIsRefused) {
    ASSERT_EQ(refusal(url()), "");
    ASSERT_EQ(::chmod(path().c_str(), 0400), 0);
    as_ordinary_user([&] { expect_refused("cannot be written"); });
}

TEST_F(PlaceTest, AFolderThatCannotBeWrittenIsRefused) {
    ASSERT_EQ(::chmod(folder().c_str(), 0500), 0);
    as_ordinary_user([&] { expect_refused("cannot write beside the database"); });
    ASSERT_EQ(::chmod(folder().c_str(), 0700), 0);
}

TEST_F(PlaceTest, WhatCanBeOpenedPassesTheCheckWhichMakesNothing) {
    EXPECT_EQ(checked(), "");
    write_file(path(), "");
    EXPECT_EQ(checked(), "");
    std::filesystem::remove(path());
    make_database("PRAGMA journal_mode = WAL"); // as far as a first start may have come
    EXPECT_EQ(checked(), "");
    ASSERT_EQ(refusal(url()), "");
    EXPECT_EQ(checked(), "");
}

// After a crash the schema may be in the log alone.
TEST_F(PlaceTest, ADatabaseWhoseLogWasNotTakenInYetIsOurs) {
    const auto copy = folder() / "copy.db";
    {
        const auto storage = open_storage(url());
        std::filesystem::copy_file(path(), copy);
        std::filesystem::copy_file(path().string() + "-wal", copy.string() + "-wal");
    }
    ASSERT_EQ(::truncate(copy.c_str(), 4096), 0);
    EXPECT_NO_THROW(check_storage("sqlite:" + copy.string(), folder()));
    EXPECT_EQ(refusal("sqlite:" + copy.string()), "");
    EXPECT_TRUE(SQLite::Database(copy.string()).tableExists("job"));
}

TEST_F(PlaceTest, AnOpenDatabaseFailsTheCheckAndIsNotDisturbed) {
    const auto storage = open_storage(url());
    EXPECT_NE(checked().find("is in use by another host"), std::string::npos);
    EXPECT_NE(refusal(url()), "") << "its lock is still held";
    storage->has_calendar("none");
}

TEST_F(PlaceTest, AFolderThatIsMissingIsNoFaultOnlyIfItWillBeMade) {
    const auto passes = [](const std::filesystem::path &file, const std::filesystem::path &coming) {
        try {
            check_storage("sqlite:" + file.string(), coming);
        } catch (const StorageError &) {
            return false;
        }
        return true;
    };
    const auto coming = folder() / "new" / "data";
    EXPECT_TRUE(passes(coming / "a.db", coming));
    EXPECT_TRUE(passes(folder() / "new" / "a.db", coming)) << "it is made on the way";
    EXPECT_TRUE(passes(folder() / "." / "new" / "data" / ".." / "data" / "a.db", coming));
    EXPECT_FALSE(passes(coming / "deeper" / "a.db", coming));
    EXPECT_FALSE(passes(folder() / "new" / "other" / "a.db", coming));
    EXPECT_FALSE(passes(folder() / "other" / "a.db", coming));
    EXPECT_TRUE(names().empty());
}

} // namespace
} // namespace sample_host::sqlite
