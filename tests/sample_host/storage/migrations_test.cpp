// migrations_test.cpp - from an older schema to the newest, one transaction a step.
#include "storage_fixture.h"

#include <stdexcept>
#include <vector>

#include <SQLiteCpp/Database.h>

#include "storage/sqlite/migrations.h"
#include "storage/sqlite/schema.h"

namespace sample_host::sqlite {
namespace {

class MigrationsTest : public FolderTest {
  protected:
    SQLite::Database open() const { return {path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}; }
    static int version(SQLite::Database &database) { return database.execAndGet("PRAGMA user_version").getInt(); }

    static MigrationStep step(const char *sql) {
        return [sql](SQLite::Database &database) { database.exec(sql); };
    }

    const std::vector<MigrationStep> older{step("CREATE TABLE thing (name TEXT); INSERT INTO thing VALUES ('kept')")};
    const std::vector<MigrationStep> newer{older[0], step("ALTER TABLE thing ADD COLUMN size INTEGER DEFAULT 3"),
                                           step("CREATE TABLE other (a)")};
};

TEST_F(MigrationsTest, AnEmptyFileGetsAllSteps) {
    auto database = open();
    migrate(database, newer);
    EXPECT_EQ(version(database), 3);
    EXPECT_EQ(database.execAndGet("PRAGMA application_id").getInt(), application_id);
    EXPECT_TRUE(database.tableExists("other"));
}

TEST_F(MigrationsTest, AnOlderDatabaseGetsWhatItLacksAndKeepsItsRows) {
    auto database = open();
    migrate(database, older);
    ASSERT_EQ(version(database), 1);
    migrate(database, newer);
    EXPECT_EQ(version(database), 3);
    EXPECT_EQ(database.execAndGet("SELECT name || size FROM thing").getString(), "kept3");
}

TEST_F(MigrationsTest, TheNewestIsLeftAlone) {
    auto database = open();
    migrate(database, newer);
    migrate(database, newer);
    EXPECT_EQ(database.execAndGet("SELECT count(*) FROM thing").getInt(), 1);
}

TEST_F(MigrationsTest, AStepThatFailsLeavesTheVersionBefore) {
    auto database = open();
    std::vector<MigrationStep> steps = older;
    steps.emplace_back([](SQLite::Database &half) {
        half.exec("CREATE TABLE half (a)");
        throw std::runtime_error("no further");
    });
    EXPECT_THROW(migrate(database, steps), std::runtime_error);
    EXPECT_EQ(version(database), 1);
    EXPECT_FALSE(database.tableExists("half"));
    EXPECT_TRUE(database.tableExists("thing"));
}

TEST_F(MigrationsTest, AnOlderDatabasePassesTheCheckAndANewerDoesNot) {
    auto database = open();
    migrate(database, newer);
    EXPECT_NO_THROW(check_schema(database, "a.db", 3));
    EXPECT_NO_THROW(check_schema(database, "a.db", 4));
    EXPECT_THROW(check_schema(database, "a.db", 2), StorageError);
}

TEST_F(MigrationsTest, TheSchemaItselfStandsAlone) {
    auto database = open();
    migrate(database, schema_steps());
    EXPECT_EQ(static_cast<std::size_t>(version(database)), schema_steps().size());
    EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
    for (const char *table : {"job", "job_payload", "run", "record", "replica", "calendar", "notice", "sequence"}) {
        EXPECT_TRUE(database.tableExists(table)) << table;
    }
}

} // namespace
} // namespace sample_host::sqlite
