// Writing an object.
#include "json/object_writer.h"

#include "json/document.h"

#include <gateway_scheduler/abi.h>

#include <gtest/gtest.h>

#include <string>

namespace sample_host::json {
namespace {

TEST(ObjectWriter, WritesEachKind) {
    ObjectWriter writer;
    writer.text("t", "x").text_or_null("e", "").integer("i", -7).boolean("b", false).null("n").raw("r", "[1]");
    writer.time("at", 0).time("never", GS_NO_TIME).duration("d", 90'000'000).duration_or_null("none", 0);
    EXPECT_EQ(writer.finish(), R"({"t":"x","e":null,"i":-7,"b":false,"n":null,"r":[1],)"
                               R"("at":"1970-01-01T00:00:00Z","never":null,"d":"1m30s","none":null})");
}

TEST(ObjectWriter, WritesAnEmptyObject) {
    EXPECT_EQ(ObjectWriter().finish(), "{}");
}

TEST(ObjectWriter, EscapesSoThatAnyTextReadsBack) {
    std::string text = "quote \" backslash \\ slash / euro \xE2\x82\xAC";
    for (char character = 0; character < 0x20; ++character) text += character;
    text += '\x7F';
    EXPECT_EQ(Document::parse(ObjectWriter().text("t", text).finish()).find("t")->text(), text);
}

TEST(ObjectWriter, WritesInvalidUtf8AsReplacementCharacters) {
    EXPECT_EQ(ObjectWriter().text("t", "a\xFF\xE2\x82").finish(), "{\"t\":\"a\xEF\xBF\xBD\xEF\xBF\xBD\"}");
}

} // namespace
} // namespace sample_host::json
