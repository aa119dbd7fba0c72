// Strict reading of JSON.
#include "json/document.h"

#include "refusal.h"

#include <gmock/gmock.h>

#include <vector>

namespace sample_host::json {
namespace {

using testing::HasSubstr;
using Kind = Document::Kind;

TEST(Document, ReadsEachKind) {
    const Document document = Document::parse(R"({"n":null,"b":true,"i":-5,"f":1.5,"t":"x","a":[1,2],"o":{"k":0}})");
    EXPECT_TRUE(document.find("n")->is_null());
    EXPECT_TRUE(document.find("b")->boolean());
    EXPECT_EQ(document.find("i")->integer(), -5);
    EXPECT_EQ(document.find("f")->kind(), Kind::number);
    EXPECT_EQ(document.find("t")->text(), "x");
    EXPECT_EQ(document.find("a")->items().size(), 2U);
    EXPECT_EQ(document.find("o")->members().front().first, "k");
    EXPECT_FALSE(document.find("missing").has_value());
    EXPECT_EQ(document.at("i").integer(), -5);
    EXPECT_EQ(refusal_of([&] { document.at("missing"); }).sentence, "the key \"missing\" is missing");
}

TEST(Document, KeepsTheOrderOfKeysAndOutlivesItsParent) {
    const Document inner = *Document::parse(R"({"o":{"z":1,"a":2}})").find("o");
    EXPECT_EQ(inner.dump(), R"({"z":1,"a":2})");
}

TEST(Document, KnowsWholeNumbersByTheirRange) {
    EXPECT_EQ(Document::parse("9223372036854775807").integer(), INT64_MAX);
    EXPECT_EQ(Document::parse("-9223372036854775808").integer(), INT64_MIN);
    EXPECT_EQ(Document::parse("9223372036854775808").kind(), Kind::number);
    EXPECT_EQ(Document::parse("1.0").kind(), Kind::number);
}

TEST(Document, RefusesTheWrongKindNamingBoth) {
    EXPECT_EQ(refusal_of([] { Document::parse("true").text(); }).sentence, "expected text, found true or false");
    EXPECT_EQ(refusal_of([] { Document::parse("1.5").integer(); }).sentence,
              "expected a whole number, found a number that is not whole or too large");
    EXPECT_EQ(refusal_of([] { Document::parse("[]").members(); }).sentence, "expected an object, found an array");
    EXPECT_EQ(refusal_of([] { Document::parse("{}").items(); }).sentence, "expected an array, found an object");
    EXPECT_EQ(refusal_of([] { Document::parse("\"\"").boolean(); }).sentence, "expected true or false, found text");
}

TEST(Document, RefusesWhatIsNotJson) {
    const std::vector<std::pair<std::string, std::string>> table = {
        {"", "it is empty"},
        {" \n", "it is empty"},
        {"{", "not valid JSON, see byte 1"},
        {R"({"a":1} x)", "not valid JSON"},
        {R"({"a":1,})", "not valid JSON"},
        {"{'a':1}", "not valid JSON"},
        {"// comment\n1", "not valid JSON"},
        {"NaN", "not valid JSON"},
        {"01", "not valid JSON"},
        {"\"\xFF\"", "not valid JSON"},
        {"\"a\nb\"", "not valid JSON"},
        {R"("\ud800")", "not valid JSON"},
        {"1e999", "a number that is too large"},
    };
    for (const auto &[text, why] : table) {
        EXPECT_THAT(refusal_of([&text = text] { Document::parse(text); }).sentence, HasSubstr(why)) << text;
    }
}

TEST(Document, RefusesARepeatedKeyByName) {
    const Refusal refusal = refusal_of([] { Document::parse(R"({"a":{"k":1,"b":2,"k":3}})"); });
    EXPECT_EQ(refusal.sentence, "the key \"k\" is there twice");
    EXPECT_EQ(refusal.field, "k");
    EXPECT_EQ(Document::parse(R"({"a":{"k":1},"b":{"k":1}})").members().size(), 2U);
}

TEST(Document, RefusesDeepNestingAndManyKeys) {
    EXPECT_NO_THROW(Document::parse(std::string(32, '[') + std::string(32, ']')));
    EXPECT_THAT(refusal_of([] { Document::parse(std::string(33, '[') + std::string(33, ']')); }).sentence,
                HasSubstr("deeper than 32"));
    EXPECT_THAT(refusal_of([] { Document::parse(std::string(5'000'000, '[')); }).sentence, HasSubstr("deeper than 32"));
    std::string many = "{";
    for (int key = 0; key < 257; ++key) many += "\"k" + std::to_string(key) + "\":0,";
    many.back() = '}';
    EXPECT_THAT(refusal_of([&] { Document::parse(many); }).sentence, HasSubstr("more than 256 keys"));
}

} // namespace
} // namespace sample_host::json
