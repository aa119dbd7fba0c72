// A file is there whole or not at all.
#include "move/output_file.h"

#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace sample_host::move {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class Output : public testing::Test {
  protected:
    Output() {
        fs::remove_all(folder);
        fs::create_directory(folder);
    }
    ~Output() override { fs::remove_all(folder); }

    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto &entry : fs::directory_iterator(folder)) found.push_back(entry.path().filename());
        return found;
    }

    const fs::path folder = fs::path(testing::TempDir()) / "output_file_test";
};

TEST_F(Output, TakesThePlaceOfWhatWasThereAndIsForItsOwnerOnly) {
    std::ofstream(folder / "backup") << "old";
    OutputFile file(folder / "backup");
    file.write("new");
    std::string text;
    EXPECT_EQ((std::ifstream(folder / "backup") >> text, text), "old");
    file.finish();
    EXPECT_EQ((std::ifstream(folder / "backup") >> text, text), "new");
    EXPECT_EQ(fs::status(folder / "backup").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_THAT(names(), ElementsAre("backup"));
}

TEST_F(Output, NothingStaysWithoutFinish) {
    { OutputFile(folder / "backup").write("new"); }
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(Output, NothingStaysOfAProcessThatIsKilled) {
    const pid_t child = ::fork();
    if (child == 0) {
        OutputFile file(folder / "backup");
        file.write(std::string(1024 * 1024, 'x'));
        std::raise(SIGKILL);
    }
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    EXPECT_THAT(names(), IsEmpty());
}

} // namespace
} // namespace sample_host::move
