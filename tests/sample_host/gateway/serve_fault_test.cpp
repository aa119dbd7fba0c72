// Permanent faults at start: one sentence on standard error, exit code 1, or 2 for an option that is not what it has to
// be. A start that is refused for its options, or for what they name, leaves no trace: neither where there was nothing
// before, nor in a data directory whose database an accepted start would migrate.
#include "folder_snapshot.h"
#include "gateway/data_directory.h"
#include "host_process.h"
#include "temporary_directory.h"

#include <SQLiteCpp/Database.h>

#include <fstream>

namespace sample_host {
namespace {

struct Start {
    std::string instance = "alpha";
    std::string plugin = "fake_plugin.so";
    std::string listen = "127.0.0.1:0";
    std::string storage; // empty: in the data directory
};

class ServeFaultTest : public testing::Test {
  protected:
    ServeFaultTest() {
        std::filesystem::create_directory(old_data_);
        std::ofstream(old_data_ / "scheduler.db"); // SQLite's way of a database of version 0
    }

    // The standard error, which must be the same for a data directory that is not there and for one that is.
    std::string refused(const Start &start, int exit_code = 1) {
        const FolderSnapshot before = snapshot_of(directory_.path());
        std::string text;
        for (const auto &data : {directory_.path() / "new" / "data", old_data_}) {
            HostProcess host(data, start.instance, start.plugin, start.listen, start.storage);
            text = host.rest();
            EXPECT_EQ(host.wait(), exit_code) << text;
            EXPECT_EQ(snapshot_of(directory_.path()), before) << text;
        }
        return text;
    }

    std::string refused_storage(const std::string &storage) {
        Start start;
        start.storage = storage;
        return refused(start);
    }

    const TemporaryDirectory directory_;
    const std::filesystem::path old_data_ = directory_.path() / "old";
};

TEST_F(ServeFaultTest, AnAddressThatIsNoneIsAUsageError) {
    for (const char *listen : {"", "8080", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "localhost", "here:80",
                               "0.0.0.0:8080", "[::]:8080", "192.168.1.1:8080"}) {
        Start start;
        start.listen = listen;
        const std::string text = refused(start, 2);
        EXPECT_THAT(text, testing::StartsWith("sample-host: --listen: cannot listen on \"" + start.listen + "\": "));
        EXPECT_THAT(text, testing::EndsWith("sample-host --help tells how it is used.\n"));
    }
}

TEST_F(ServeFaultTest, AnInstanceThatIsNoNameIsAUsageError) {
    for (const std::string &instance : {std::string(), std::string(256, 'x'), std::string("a\nb"), std::string("\x7F"),
                                        std::string("a\xC2\x85"), std::string("\xFF")}) {
        Start start;
        start.instance = instance;
        EXPECT_EQ(refused(start, 2), "sample-host: --instance: expected a name of 1 to 255 bytes of UTF-8 without "
                                     "control characters\nsample-host --help tells how it is used.\n");
    }
}

TEST_F(ServeFaultTest, APluginThatIsNone) {
    Start start;
    start.plugin = "none.so";
    EXPECT_EQ(refused(start), "sample-host: the plugin " TEST_PLUGINS "/none.so does not exist\n");
    start.plugin = "plugin_of_another_abi.so";
    EXPECT_THAT(refused(start), testing::HasSubstr("refuses this host"));
}

TEST_F(ServeFaultTest, OptionsThatTheSchedulerDoesNotTake) {
    Start start;
    start.instance = "fails to be made";
    EXPECT_EQ(refused(start), "sample-host: the scheduler cannot be made: max_concurrent is odd\n");
}

TEST_F(ServeFaultTest, AStorageOfAnUnknownKind) {
    EXPECT_THAT(refused_storage("oracle:xe"), testing::HasSubstr("is of the unknown kind \"oracle\""));
    EXPECT_THAT(refused_storage("sqlite:"), testing::HasSubstr("names no file"));
}

TEST_F(ServeFaultTest, AStorageWhereNoFileCanBeMade) {
    EXPECT_THAT(refused_storage("sqlite:" + (directory_.path() / "missing" / "a.db").string()),
                testing::HasSubstr((directory_.path() / "missing").string()));
    EXPECT_THAT(refused_storage("sqlite:" + directory_.path().string()),
                testing::HasSubstr("expected a file, found a directory"));
    EXPECT_THAT(refused_storage("sqlite:/proc/scheduler.db"),
                testing::HasSubstr("cannot write beside the database /proc/scheduler.db"));
}

// As /etc/passwd, for a host that runs as root.
TEST_F(ServeFaultTest, AFileOfSomebodyElseGetsNoLockBesideIt) {
    const auto passwd = directory_.path() / "passwd";
    std::ofstream(passwd) << "root:x:0:0:root:/root:/bin/bash\n";
    EXPECT_THAT(refused_storage("sqlite:" + passwd.string()), testing::HasSubstr("is not a database"));
}

TEST_F(ServeFaultTest, ADatabaseOfAnotherProgram) {
    const auto path = directory_.path() / "bookmarks.db";
    SQLite::Database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE bookmark (a)");
    EXPECT_THAT(refused_storage("sqlite:" + path.string()), testing::HasSubstr("belongs to another program"));
}

TEST_F(ServeFaultTest, ADatabaseThatAnotherHostHas) {
    const auto path = directory_.path() / "shared.db";
    const TemporaryDirectory elsewhere;
    HostProcess first(elsewhere.path() / "data", "alpha", "fake_plugin.so", "127.0.0.1:0", "sqlite:" + path.string());
    ASSERT_NE(first.line_with("listening on "), "");
    EXPECT_THAT(refused_storage("sqlite:" + path.string()), testing::HasSubstr("is in use by another host"));
}

TEST_F(ServeFaultTest, APortThatIsTaken) {
    const TemporaryDirectory elsewhere;
    HostProcess first(elsewhere.path() / "data", "alpha");
    ASSERT_NE(first.line_with("listening on "), "");
    const auto endpoint = find_running_host(elsewhere.path() / "data").value_or(Endpoint{});
    Start start;
    start.listen = "127.0.0.1:" + std::to_string(endpoint.port);
    EXPECT_EQ(refused(start), "sample-host: cannot listen on " + start.listen + ": Address already in use\n");
}

TEST_F(ServeFaultTest, ADamagedDataDirectory) {
    for (const char *file : {"id", "token"}) {
        std::ofstream(old_data_ / file) << "damaged\n";
        std::filesystem::permissions(old_data_ / file, std::filesystem::perms(0600));
        const FolderSnapshot before = snapshot_of(directory_.path());
        HostProcess host(old_data_, "alpha");
        EXPECT_THAT(host.rest(), testing::HasSubstr((old_data_ / file).string() + " does not hold"));
        EXPECT_EQ(host.wait(), 1);
        EXPECT_EQ(snapshot_of(directory_.path()), before);
        std::filesystem::remove(old_data_ / file);
    }
}

TEST_F(ServeFaultTest, ADataDirectoryThatCannotBeMade) {
    HostProcess host("/proc/data", "alpha");
    EXPECT_EQ(host.rest(), "sample-host: cannot make the data directory /proc/data: No such file or directory\n");
    EXPECT_EQ(host.wait(), 1);
}

TEST_F(ServeFaultTest, ASecondHostOnTheSameDataDirectory) {
    HostProcess first(old_data_, "alpha");
    ASSERT_NE(first.line_with("listening on "), "");
    const FolderSnapshot before = snapshot_of(directory_.path());
    HostProcess second(old_data_, "alpha");
    EXPECT_EQ(second.rest(), "sample-host: another host runs on the data directory " + old_data_.string() +
                                 ", process " + std::to_string(first.number()) + "\n");
    EXPECT_EQ(second.wait(), 1);
    EXPECT_EQ(snapshot_of(directory_.path()), before);
    EXPECT_TRUE(find_running_host(old_data_)) << "the first host is not disturbed";
}

// Known only once everything is there.
TEST_F(ServeFaultTest, ASchedulerThatDoesNotStart) {
    HostProcess host(old_data_, "fails to start");
    const std::string fault = host.rest();
    EXPECT_EQ(host.wait(), 1);
    EXPECT_THAT(fault, testing::HasSubstr("sample-host: the scheduler does not start: no zones were found\n"));
    EXPECT_THAT(fault, testing::HasSubstr("fake: destroyed\n"));
}

// What the refusals above spare would otherwise have been migrated, made and locked.
TEST_F(ServeFaultTest, TheSameStartIsAcceptedWhenNothingIsWrong) {
    for (const auto &data : {directory_.path() / "new" / "data", old_data_}) {
        const FolderSnapshot before = snapshot_of(directory_.path());
        HostProcess host(data, "alpha");
        ASSERT_NE(host.line_with("listening on "), "");
        EXPECT_NE(snapshot_of(directory_.path()), before);
        EXPECT_GT(std::filesystem::file_size(data / "scheduler.db"), 0U);
        EXPECT_TRUE(std::filesystem::exists(data / "token"));
    }
}

TEST_F(ServeFaultTest, AStorageInADataDirectoryThatIsStillToBeMadeIsNoFault) {
    const auto data = directory_.path() / "new" / "data";
    for (const auto &database : {data / "own.db", directory_.path() / "new" / "own.db"}) {
        std::filesystem::remove_all(directory_.path() / "new");
        HostProcess host(data, "alpha", "fake_plugin.so", "127.0.0.1:0", "sqlite:" + database.string());
        EXPECT_NE(host.line_with("listening on "), "") << database;
        EXPECT_TRUE(std::filesystem::exists(database));
    }
}

} // namespace
} // namespace sample_host
