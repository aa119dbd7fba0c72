// A file is read twice, whether it can be read again or not.
#include "move/input_file.h"

#include "../json/pipe.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace sample_host::move {
namespace {

using testing::ElementsAre;

std::vector<std::string> lines_of(InputFile &file) {
    std::vector<std::string> lines;
    std::string_view line;
    while (file.next(line)) lines.push_back(std::to_string(file.line_number()) + ' ' + std::string(line));
    return lines;
}

TEST(InputFile, IsReadTwiceAndBlankLinesCountOnly) {
    const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "input_file_test";
    std::ofstream(path) << "one\n\n  \r\ntwo\nthree";
    InputFile file(path, 100);
    std::filesystem::remove(path);
    EXPECT_THAT(lines_of(file), ElementsAre("1 one", "4 two", "5 three"));
    file.begin();
    EXPECT_THAT(lines_of(file), ElementsAre("1 one", "4 two", "5 three"));
    EXPECT_EQ(file.place(), path.string() + ", line 5");
}

TEST(InputFile, ALineThatWasReadIsFoundAgain) {
    const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "input_file_test";
    const std::string large(100'000, 'x'); // longer than what is read at once
    std::ofstream(path) << "one\n\n" << large << "\nlast";
    InputFile file(path, large.size());
    std::filesystem::remove(path);
    std::string_view line;
    std::vector<int64_t> offsets;
    while (file.next(line)) offsets.push_back(file.offset());
    EXPECT_THAT(offsets, ElementsAre(0, 5, 5 + static_cast<int64_t>(large.size()) + 1));
    file.begin();
    EXPECT_EQ(file.line_at(offsets[2]), "last");
    EXPECT_EQ(file.line_at(offsets[1]), large);
    EXPECT_THAT(lines_of(file), ElementsAre("1 one", "3 " + large, "4 last"));
}

TEST(InputFile, APipeIsReadTwiceToo) {
    Pipe pipe;
    pipe.write("one\ntwo\n");
    pipe.end_writing();
    InputFile file("/proc/self/fd/" + std::to_string(pipe.reading()), 100);
    EXPECT_THAT(lines_of(file), ElementsAre("1 one", "2 two"));
    file.begin();
    EXPECT_THAT(lines_of(file), ElementsAre("1 one", "2 two"));
}

TEST(InputFile, ALineThatIsTooLongIsNamed) {
    Pipe pipe;
    pipe.write("one\n" + std::string(101, 'x') + "\n");
    pipe.end_writing();
    InputFile file("/proc/self/fd/" + std::to_string(pipe.reading()), 100);
    std::string_view line;
    EXPECT_TRUE(file.next(line));
    EXPECT_THROW(file.next(line), std::runtime_error);
    EXPECT_EQ(file.line_number(), 2);
}

TEST(InputFile, AFolderIsNoFile) {
    EXPECT_THROW(InputFile(testing::TempDir(), 100), std::runtime_error);
}

} // namespace
} // namespace sample_host::move
