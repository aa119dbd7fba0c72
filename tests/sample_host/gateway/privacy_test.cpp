// What a host leaves on the disk is for its owner only: jobs, prompts and output of agents lie in the database.
#include "host_process.h"
#include "temporary_directory.h"

#include <sys/stat.h>

namespace sample_host {
namespace {

// Each file in the folder that somebody beside its owner may use.
std::vector<std::string> open_to_others(const std::filesystem::path &folder) {
    std::vector<std::string> found;
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        struct stat status {};
        if (::lstat(entry.path().c_str(), &status) == 0 && (status.st_mode & 077U) != 0) {
            found.push_back(entry.path().filename().string());
        }
    }
    return found;
}

TEST(Privacy, NothingInTheDataDirectoryIsOpenToOthersWhateverTheUmask) {
    const TemporaryDirectory directory;
    const auto data = directory.path() / "data";
    const mode_t before = ::umask(0);
    HostProcess host(data, "alpha");
    ::umask(before);
    ASSERT_NE(host.line_with("listening on "), "");
    EXPECT_EQ(std::filesystem::status(data).permissions(), std::filesystem::perms(0700));
    for (const char *file : {"scheduler.db", "scheduler.db-wal", "scheduler.db-shm", "scheduler.db.lock", "endpoint"}) {
        EXPECT_TRUE(std::filesystem::exists(data / file)) << file;
    }
    EXPECT_THAT(open_to_others(data), testing::IsEmpty());
}

TEST(Privacy, InADirectoryThatIsOpenToOthersTheFilesAreNot) {
    const TemporaryDirectory directory;
    const auto data = directory.path() / "data";
    std::filesystem::create_directory(data);
    std::filesystem::permissions(data, std::filesystem::perms(0755));
    HostProcess host(data, "alpha");
    ASSERT_NE(host.line_with("listening on "), "");
    EXPECT_EQ(std::filesystem::status(data).permissions(), std::filesystem::perms(0755)) << "somebody chose so";
    EXPECT_THAT(open_to_others(data), testing::IsEmpty());
}

} // namespace
} // namespace sample_host
