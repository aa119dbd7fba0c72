// Bytes as base64, and what is refused on the way back.
#include "move/base64.h"

#include "json/invalid_input.h"

#include <gtest/gtest.h>

namespace sample_host::move {
namespace {

TEST(Base64, IsThatOfTheRfc) {
    const std::string words = "foobar";
    const std::string expected[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    for (std::size_t size = 0; size <= words.size(); ++size) {
        EXPECT_EQ(to_base64(words.substr(0, size)), expected[size]);
        EXPECT_EQ(from_base64(expected[size]), words.substr(0, size));
    }
    EXPECT_EQ(to_base64(std::string("\xfb\xff\xfe")), "+//+");
}

TEST(Base64, EveryByteComesBackAtEveryPlace) {
    for (int byte = 0; byte < 256; ++byte) {
        for (std::size_t size = 1; size <= 4; ++size) {
            const std::string bytes(size, static_cast<char>(byte));
            EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
        }
    }
}

TEST(Base64, OnlyWhatItWritesIsRead) {
    for (const char *text : {"Z", "Zg", "Zg=", "Z===", "====", "Zg=g", "Zm9v\n", "Zm 9", "Zm-_",
                             "Zh==", "Zm9=", "Zg==Zg==", "\xc3\xa9=="}) {
        EXPECT_THROW(from_base64(text), json::InvalidInput) << text;
    }
}

} // namespace
} // namespace sample_host::move
