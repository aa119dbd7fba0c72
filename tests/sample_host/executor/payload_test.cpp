// A job's payload as the command executor reads it.
#include "executor/payload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sample_host::executor {
namespace {

TEST(Payload, HasACommandAndAPrompt) {
    const Payload payload = parse_payload(R"({"command":["say","héllo",""],"prompt":"two\nlines"})");
    EXPECT_THAT(payload.command, testing::ElementsAre("say", "héllo", ""));
    EXPECT_EQ(payload.prompt, "two\nlines");
}

TEST(Payload, ThePromptMayBeLeftOut) {
    EXPECT_EQ(parse_payload(R"({"command":["true"]})").prompt, "");
}

TEST(Payload, WhatIsWrongIsNamed) {
    const struct {
        std::string json;
        const char *sentence;
    } cases[] = {
        {"", R"(the payload is empty, expected a command such as {"command":["program","argument"]})"},
        {R"({"command":["a"])",
         R"(the payload is not JSON: byte 17 is not expected there; a command's payload looks like {"command":["program"],"prompt":"text"})"},
        {"[]", R"(the payload is array, expected an object with "command")"},
        {"{}", R"(the payload lacks "command")"},
        {R"({"command":"ls"})", R"(the payload's "command" is not a list of one or more strings)"},
        {R"({"command":[]})", R"(the payload's "command" is not a list of one or more strings)"},
        {R"({"command":["a",1]})", R"(the payload's command[1] is number, expected a string)"},
        {R"({"command":[""]})", R"(the payload's command[0] is empty, expected a program's name)"},
        {R"({"command":["a","b\u0000c"]})",
         R"(the payload's command[1] has a NUL character inside, which no command line can carry)"},
        {R"({"command":["a"],"prompt":7})", R"(the payload's "prompt" is number, expected a string)"},
        {R"({"command":["a"],"shell":true})",
         R"(the payload has the unknown key "shell", expected only "command" and "prompt")"},
        {"{\"command\":[\"\xff\"]}",
         R"(the payload is not JSON: byte 14 is not expected there; a command's payload looks like {"command":["program"],"prompt":"text"})"},
    };
    for (const auto &expected : cases) {
        try {
            parse_payload(expected.json);
            ADD_FAILURE() << expected.json << " was taken";
        } catch (const PayloadError &error) {
            EXPECT_STREQ(error.what(), expected.sentence) << expected.json;
        }
    }
}

} // namespace
} // namespace sample_host::executor
