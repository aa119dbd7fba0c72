// listing_test.cpp - the sentences that the kit quotes stand in the contract, and the README lists every check.
#include <cctype>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "../examination.h"
#include "../listing.h"

namespace kit_test {
namespace {

std::string content_of(const std::string &path) {
    std::ifstream file(std::string(SOURCE_FOLDER "/") + path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// In one line: what begins a comment's line is left out, and space is a single one.
std::string in_one_line(const std::string &text) {
    const std::string plain = std::regex_replace(text, std::regex("\n[ \t]*\\* "), "\n");
    std::string line;
    for (const char character : plain) {
        const bool space = std::isspace(static_cast<unsigned char>(character)) != 0;
        if (!space) line += character;
        if (space && !line.ends_with(' ')) line += ' ';
    }
    return line;
}

TEST(Listing, EverySentenceStandsInTheContract) {
    for (const auto &check : conformance::kit::all_checks()) {
        const std::string source = in_one_line(content_of(check.source));
        ASSERT_FALSE(source.empty()) << check.source;
        EXPECT_NE(source.find(check.sentence), std::string::npos)
            << check.name << " quotes what " << check.source << " does not say: " << check.sentence;
    }
}

TEST(Listing, IsInTheReadme) {
    const std::string readme = content_of("tests/conformance/kit/README.md");
    EXPECT_NE(readme.find("\n" + conformance::kit::listing()), std::string::npos)
        << "the list in tests/conformance/kit/README.md is not what conformance_kit_listing prints";
}

TEST(Listing, TheReadmeKnowsHowManyThereAre) {
    const std::string readme = content_of("tests/conformance/kit/README.md");
    const auto count = std::to_string(conformance::kit::all_checks().size());
    EXPECT_NE(readme.find("\n" + count + " checks"), std::string::npos) << count;
    EXPECT_NE(readme.find("\n    1.." + count + "\n"), std::string::npos) << count;
}

TEST(Listing, TheReadmeShowsTheProgramToTheLetter) {
    const std::string program = content_of("tests/conformance/kit/tests/storage_only.c");
    const std::size_t begin = program.find("static int examine");
    ASSERT_NE(begin, std::string::npos);
    const std::string function = program.substr(begin, program.find("\n}\n", begin) + 3 - begin);
    EXPECT_NE(content_of("tests/conformance/kit/README.md").find(function), std::string::npos);
}

TEST(Listing, TheReadmeNamesEveryVariable) {
    const std::string readme = content_of("tests/conformance/kit/README.md");
    const std::string settings = content_of("tests/conformance/kit/settings.cpp");
    const std::regex variable("\\{\"([A-Z_]+)\",");
    int count = 0;
    for (std::sregex_iterator each(settings.begin(), settings.end(), variable), end; each != end; ++each, ++count) {
        EXPECT_NE(readme.find("`" + (*each)[1].str() + "`"), std::string::npos) << (*each)[1];
    }
    EXPECT_EQ(count, 10);
}

} // namespace
} // namespace kit_test
