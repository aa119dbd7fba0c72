// Lines from a pipe.
#include "json/line_reader.h"

#include "pipe.h"

#include <gmock/gmock.h>

#include <system_error>

namespace sample_host::json {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Result = LineReader::Result;

std::vector<std::string> lines_of(const std::string &text, std::size_t longest = 100) {
    Pipe pipe;
    pipe.write(text);
    pipe.end_writing();
    LineReader reader(pipe.reading(), longest, [] {});
    std::vector<std::string> lines;
    std::string_view line;
    while (true) {
        const Result result = reader.next(line);
        if (result == Result::end) return lines;
        lines.emplace_back(result == Result::too_long ? "<too long>" : std::string(line));
    }
}

TEST(LineReader, SeparatesLines) {
    EXPECT_THAT(lines_of("one\n\ntwo\n"), ElementsAre("one", "", "two"));
    EXPECT_THAT(lines_of("no end"), ElementsAre("no end"));
    EXPECT_THAT(lines_of(""), IsEmpty());
}

TEST(LineReader, PassesOverALineThatIsTooLong) {
    const std::string large(60'000, 'x');
    EXPECT_THAT(lines_of("a\n" + large + "\nb\n"), ElementsAre("a", "<too long>", "b"));
    EXPECT_THAT(lines_of("a\n" + large), ElementsAre("a", "<too long>"));
    EXPECT_THAT(lines_of(std::string(100, 'x') + "\n" + std::string(101, 'x')),
                ElementsAre(std::string(100, 'x'), "<too long>"));
}

TEST(LineReader, CallsBackBeforeItWaits) {
    Pipe pipe;
    int calls = 0;
    LineReader reader(pipe.reading(), 100, [&calls, &pipe] {
        // Whoever asks line by line sends the next question only when the last one has been answered.
        pipe.write("line " + std::to_string(++calls) + "\n");
    });
    std::string_view line;
    EXPECT_EQ(reader.next(line), Result::line);
    EXPECT_EQ(line, "line 1");
    EXPECT_EQ(reader.next(line), Result::line);
    EXPECT_EQ(line, "line 2");
    EXPECT_EQ(calls, 2);
}

TEST(LineReader, SaysWhenItCannotRead) {
    LineReader reader(-1, 100, [] {});
    std::string_view line;
    EXPECT_THROW(reader.next(line), std::system_error);
}

} // namespace
} // namespace sample_host::json
