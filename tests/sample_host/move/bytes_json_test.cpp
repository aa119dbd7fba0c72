// Which form bytes are written in, and that each comes back.
#include "move/bytes_json.h"

#include "move/fields.h"
#include "json/invalid_input.h"

#include <gtest/gtest.h>

namespace sample_host::move {
namespace {

using json::Document;

std::string written(const std::string &bytes) {
    json::ObjectWriter writer;
    write_json_bytes(writer, "payload", bytes);
    return writer.finish();
}

std::string read_back(const std::string &object) {
    Fields fields(Document::parse(object), "the test");
    std::string bytes = fields.bytes("payload");
    fields.expect_no_more();
    return bytes;
}

TEST(BytesJson, JsonThatIsWrittenAsOursStaysJson) {
    for (const char *bytes : {R"({"command":["true"],"prompt":"é"})", "[1,2.5,null,true]", "{}", "[]"}) {
        EXPECT_EQ(written(bytes), "{\"payload\":" + std::string(bytes) + "}");
        EXPECT_EQ(read_back(written(bytes)), bytes);
    }
}

TEST(BytesJson, AllElseIsKeptByteByByte) {
    const std::string deep = std::string(32, '[') + std::string(32, ']');
    for (const std::string &bytes :
         {std::string("text"), std::string("12"), std::string("null"), std::string("{ }"), std::string("[1.0e5]"),
          std::string("{\"a\":1,\"a\":2}"), std::string("[1],[2]"), deep, std::string("[\"\\u0041\"]")}) {
        EXPECT_EQ(written(bytes).find("{\"payload_text\":"), 0U) << bytes;
        EXPECT_EQ(read_back(written(bytes)), bytes);
    }
}

TEST(BytesJson, WhatIsNoTextOrLongerAsTextIsBase64) {
    for (const std::string &bytes : {std::string("\xff"), std::string("\xc3"), std::string(100, '\0')}) {
        EXPECT_EQ(written(bytes).find("{\"payload_base64\":"), 0U);
        EXPECT_EQ(read_back(written(bytes)), bytes);
    }
    EXPECT_EQ(read_back(written(std::string("a\0b", 3))), std::string("a\0b", 3));
}

TEST(BytesJson, NoBytesNeedNoKey) {
    EXPECT_EQ(written(""), "{}");
    EXPECT_EQ(read_back("{}"), "");
    EXPECT_EQ(read_back(R"({"payload":null})"), "");
}

TEST(BytesJson, TwoFormsAtOnceAreRefused) {
    EXPECT_THROW(read_back(R"({"payload":{},"payload_text":"x"})"), json::InvalidInput);
}

} // namespace
} // namespace sample_host::move
