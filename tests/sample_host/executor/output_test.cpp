// Captured output: the limit, and the character that it falls into.
#include "executor/output.h"

#include <gtest/gtest.h>

namespace sample_host::executor {
namespace {

const std::string full(GS_MAX_OUTPUT_SIZE, 'a');

TEST(Output, IsKeptWholeUpToTheLimit) {
    Output output;
    output.add(full);
    EXPECT_EQ(output.text(), full);
    EXPECT_FALSE(output.truncated());
}

TEST(Output, IsFlaggedOneByteBeyondTheLimit) {
    Output output;
    output.add(full);
    output.add("b");
    output.add("more");
    EXPECT_EQ(output.text(), full);
    EXPECT_TRUE(output.truncated());
}

TEST(Output, IsNotCutInsideACharacter) {
    for (const std::string character : {"é", "€", "𝄞"}) {
        for (std::size_t inside = 1; inside < character.size(); ++inside) {
            Output output;
            const std::string before = full.substr(inside);
            output.add(before + character + "after");
            EXPECT_EQ(output.text().size(), before.size()) << character << " with " << inside << " bytes inside";
            EXPECT_TRUE(output.truncated());
        }
        Output output;
        const std::string before = full.substr(character.size());
        output.add(before + character + "after");
        EXPECT_EQ(output.text(), before + character);
    }
}

TEST(Output, BytesThatAreNoUtf8AreKeptToTheLimit) {
    Output output;
    output.add(std::string(GS_MAX_OUTPUT_SIZE + 10, '\x80'));
    EXPECT_EQ(output.text().size(), static_cast<std::size_t>(GS_MAX_OUTPUT_SIZE));
    Output stray;
    stray.add(full + "\x80");
    EXPECT_EQ(stray.text(), full);
}

} // namespace
} // namespace sample_host::executor
