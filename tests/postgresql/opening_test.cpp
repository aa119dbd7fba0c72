// opening_test.cpp - a database is brought to the newest schema by whoever comes first, and nothing is changed in one
// that is not as it should be.
#include "storage_fixture.h"

#include <thread>
#include <vector>

namespace tests {
namespace {

class Opening : public PostgresqlTest {};

TEST_F(Opening, AnEmptyDatabaseByManyHostsAtOnceMakesOneSchema) {
    std::vector<std::thread> hosts;
    for (int i = 0; i < 8; ++i) {
        hosts.emplace_back([this] { EXPECT_EQ(refusal(place()), ""); });
    }
    for (std::thread &host : hosts) host.join();
    EXPECT_EQ(value("SELECT version FROM schema_version"), "1");
    EXPECT_EQ(value("SELECT count(*) FROM schema_version"), "1");
}

TEST_F(Opening, ASchemaOfANewerProgramIsRefused) {
    open();
    execute("UPDATE schema_version SET version = 7");
    EXPECT_EQ(refusal(place()),
              "the database has schema version 7, which is newer than this program knows: expected 1 at most");
    EXPECT_EQ(value("SELECT version FROM schema_version"), "7");
}

TEST_F(Opening, ADatabaseThatDoesNotKeepUnicodeIsRefused) {
    server_.run("createdb", {"-h", "127.0.0.1", "-p", std::to_string(server_.port()), "-U", "owner", "-T", "template0",
                             "-E", "LATIN1", "--locale=C", "latin"});
    std::string url = server_.url();
    url.replace(url.rfind('/') + 1, std::string::npos, "latin");
    EXPECT_EQ(refusal({url, schema_}), "the database keeps text as LATIN1: expected one made with the encoding UTF8");
}

// What the README says about roles.
TEST_F(Opening, ARoleThatCannotMakeTablesIsEnoughOnceTheSchemaIsThere) {
    execute("DROP ROLE IF EXISTS runtime; CREATE ROLE runtime LOGIN");
    EXPECT_EQ(refusal(place("runtime")), "permission denied for database scheduler");
    open();
    execute("GRANT USAGE ON SCHEMA " + schema_ +
            " TO runtime; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN "
            "SCHEMA " +
            schema_ + " TO runtime; GRANT USAGE ON ALL SEQUENCES IN SCHEMA " + schema_ + " TO runtime");
    storage_ = std::make_unique<PostgresqlStorage>(place("runtime"));
    const auto alpha = replica();
    ASSERT_EQ(alpha.join()->outcome(), GS_ITEM_DONE);
    ASSERT_EQ(alpha.put(conformance::PutItem())->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(alpha.get_job("job")->jobs.size(), 1U);
    EXPECT_THROW(Session(place("runtime")).execute("ALTER TABLE job ADD COLUMN mine integer"),
                 sample_host::postgresql::Fault);
    storage_.reset();
    execute("DROP OWNED BY runtime; DROP ROLE runtime");
}

TEST_F(Opening, NobodyThereIsSaidInOneSentence) {
    const std::string text = refusal({"postgresql://owner@127.0.0.1:1/scheduler"});
    EXPECT_TRUE(text.starts_with("the database cannot be reached: ")) << text;
    EXPECT_NE(text.find("127.0.0.1"), std::string::npos) << text;
    EXPECT_EQ(text.find_first_of("\n\t"), std::string::npos) << text;
}

TEST_F(Opening, AnAddressThatCannotBeReadIsSaidSo) {
    const std::string text = refusal({"postgresql://owner@127.0.0.1:none/scheduler"});
    EXPECT_NE(text.find("none"), std::string::npos) << text;
}

TEST_F(Opening, AnAddressThatCannotBeReadDoesNotGiveItsPasswordAway) {
    EXPECT_EQ(
        refusal({"postgresql://owner:se%zzcret@127.0.0.1/scheduler"}),
        "the database's address cannot be read: expected postgresql://USER@HOST:PORT/DATABASE, with what is special "
        "in a name or password written as %XX");
}

TEST_F(Opening, AnAddressIsShownWithoutItsPassword) {
    EXPECT_EQ(sample_host::shown_address("postgresql://owner:secret@db.example:5432/scheduler?sslmode=require"),
              "postgresql://owner@db.example:5432/scheduler");
    EXPECT_EQ(sample_host::shown_address("postgresql://db.example/scheduler?password=secret"),
              "postgresql://db.example/scheduler");
    EXPECT_EQ(sample_host::shown_address("sqlite:scheduler.db"), "sqlite:scheduler.db");
}

} // namespace
} // namespace tests
