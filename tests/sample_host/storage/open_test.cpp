// open_test.cpp - opening: each fault gets one clear sentence, and a file that is refused stays as it was.
#include "storage_fixture.h"

#include <fstream>
#include <iterator>

#include <SQLiteCpp/Database.h>

namespace sample_host::sqlite {
namespace {

class OpenTest : public FolderTest {
  protected:
    std::string url() const { return "sqlite:" + path().string(); }

    static std::string content(const std::filesystem::path &file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    }

    void expect_refused(const std::string &storage_url, const std::string &part) {
        const std::string sentence = refusal(storage_url);
        EXPECT_NE(sentence.find(part), std::string::npos) << "said: \"" << sentence << '"';
        EXPECT_EQ(sentence.find('\n'), std::string::npos);
    }
};

TEST_F(OpenTest, AnUnknownKindIsRefused) {
    expect_refused("oracle:xe", "the storage is of the unknown kind \"oracle\": expected sqlite:PATH");
    expect_refused("", "the storage's address does not begin with its kind: expected sqlite:PATH");
    expect_refused("scheduler.db", "the storage's address does not begin with its kind: expected sqlite:PATH");
}

TEST_F(OpenTest, APasswordIsNotRepeated) {
    for (const char *address : {"mysql://me:secret@host/db", "host=here password=secret", "me:secret@host",
                                "secret@host:5432", "Postgresql://me:secret@host/db"}) {
        const std::string sentence = refusal(address);
        EXPECT_NE(sentence.find("expected sqlite:PATH or postgresql://"), std::string::npos) << sentence;
        EXPECT_EQ(sentence.find("secret"), std::string::npos) << sentence;
    }
}

TEST_F(OpenTest, NoPathIsRefused) {
    expect_refused("sqlite:", "names no file");
}

TEST_F(OpenTest, AFileIsMadeAndOpenedAgain) {
    EXPECT_EQ(refusal(url()), "");
    EXPECT_TRUE(std::filesystem::exists(path()));
    EXPECT_EQ(refusal(url()), "");
}

TEST_F(OpenTest, TheTableSaysThatItIsExclusive) {
    const auto storage = open_storage(url());
    EXPECT_EQ(storage->table().exclusive, 1);
    EXPECT_EQ(storage->table().struct_size, sizeof(gs_storage));
}

TEST_F(OpenTest, ANewerSchemaIsRefusedAndLeftAlone) {
    ASSERT_EQ(refusal(url()), "");
    {
        SQLite::Database database(path().string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA user_version = 7");
        database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    const std::string before = content(path());
    expect_refused(url(), "has schema version 7, which is newer than this program knows: expected 3 at most");
    EXPECT_EQ(content(path()), before);
}

TEST_F(OpenTest, AFileThatIsNoDatabaseIsRefusedAndLeftAlone) {
    const std::string text(4096, 'x');
    write_file(path(), text);
    expect_refused(url(), "is not a database");
    EXPECT_EQ(content(path()), text);
}

TEST_F(OpenTest, AnotherProgramsDatabaseIsRefusedAndLeftAlone) {
    {
        SQLite::Database(path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
            .exec("CREATE TABLE bookmark (a)");
    }
    const std::string before = content(path());
    expect_refused(url(), "belongs to another program");
    EXPECT_EQ(content(path()), before);
}

TEST_F(OpenTest, AFolderThatIsMissingIsNamed) {
    expect_refused("sqlite:" + (folder() / "missing" / "a.db").string(), (folder() / "missing").string());
}

TEST_F(OpenTest, AFolderInPlaceOfTheFileIsRefused) {
    expect_refused("sqlite:" + folder().string(), "expected a file, found a directory");
    expect_refused("sqlite:" + folder().string() + "/", "expected a file, found a directory");
}

TEST_F(OpenTest, APlaceThatCannotBeWrittenIsRefused) {
    // Nobody, not even root, can make a file there.
    expect_refused("sqlite:/proc/scheduler.db", "cannot write beside the database /proc/scheduler.db");
}

TEST_F(OpenTest, ASecondOpenerIsRefusedForTheLifeOfTheFirst) {
    {
        const auto first = open_storage(url());
        expect_refused(url(), "is in use by another host");
    }
    EXPECT_EQ(refusal(url()), "");
}

TEST_F(OpenTest, ARefusedSecondOpenerDoesNotDisturbTheFirst) {
    const auto first = open_storage(url());
    const std::string second = refusal(url());
    ASSERT_NE(second, "");
    gs_answer answer{};
    answer.struct_size = sizeof answer;
    const gs_caller caller{sizeof caller, 0, {"a", 1}, gs_id{{1}}};
    const gs_join join{sizeof join, 0, gs_id{}, gs_id{}, gs_id{}};
    const gs_storage &table = first->table();
    EXPECT_EQ(table.join(table.context, &caller, &join, &answer, nullptr), GS_OK);
}

TEST_F(OpenTest, TheLockIsOnTheRealPath) {
    const auto link = folder() / "link.db";
    std::filesystem::create_symlink(path(), link);
    const auto first = open_storage(url());
    expect_refused("sqlite:" + link.string(), "is in use by another host");
    const auto roundabout = folder() / "." / "scheduler.db";
    expect_refused("sqlite:" + roundabout.string(), "is in use by another host");
}

TEST_F(OpenTest, ALinkToAFileThatIsNotThereYetLocksThatFile) {
    const auto link = folder() / "link.db";
    std::filesystem::create_symlink("scheduler.db", link);
    const auto first = open_storage("sqlite:" + link.string());
    EXPECT_TRUE(std::filesystem::exists(path()));
    expect_refused(url(), "is in use by another host");
}

TEST_F(OpenTest, LinksInACircleAreRefused) {
    std::filesystem::create_symlink(folder() / "b.db", folder() / "a.db");
    std::filesystem::create_symlink(folder() / "a.db", folder() / "b.db");
    EXPECT_NE(refusal("sqlite:" + (folder() / "a.db").string()), "");
}

TEST_F(OpenTest, ANameOfSQLitesOwnIsJustAFile) {
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder());
    EXPECT_EQ(refusal("sqlite::memory:"), "");
    std::filesystem::current_path(before);
    EXPECT_TRUE(std::filesystem::exists(folder() / ":memory:"));
}

TEST_F(OpenTest, EachCommitIsOnTheDisk) {
    SqliteStorage storage(path(), realtime_clock());
    for (Connection *connection : {&storage.writing(), &storage.reading()}) {
        EXPECT_EQ(connection->database().execAndGet("PRAGMA journal_mode").getString(), "wal");
        EXPECT_EQ(connection->database().execAndGet("PRAGMA synchronous").getInt(), 2) << "FULL";
        EXPECT_EQ(connection->database().execAndGet("PRAGMA foreign_keys").getInt(), 1);
        EXPECT_GE(connection->database().execAndGet("PRAGMA busy_timeout").getInt(), 1'000);
    }
    EXPECT_THROW(storage.reading().database().exec("DELETE FROM job"), SQLite::Exception) << "it only reads";
}

} // namespace
} // namespace sample_host::sqlite
