// The payload of the command executor.
#include "json/command_task.h"

#include "refusal.h"

#include <gmock/gmock.h>

#include <vector>

namespace sample_host::json {
namespace {

using testing::HasSubstr;

TEST(CommandTask, IsWrittenSoThatItIsAccepted) {
    const std::string task = command_task_to_json({"/bin/echo", "a \"b\"", ""}, "line\n");
    EXPECT_EQ(task, R"({"command":["/bin/echo","a \"b\"",""],"prompt":"line\n"})");
    EXPECT_NO_THROW(check_command_task(task));
    EXPECT_EQ(command_task_to_json({"true"}, std::nullopt), R"({"command":["true"]})");
}

TEST(CommandTask, IsNotWrittenFromTextThatIsNotUtf8) {
    EXPECT_EQ(refusal_of([] { command_task_to_json({"a", "\xFF"}, {}); }).sentence, "the command is not UTF-8");
    EXPECT_EQ(refusal_of([] { command_task_to_json({"a"}, "\xFF"); }).sentence, "the prompt is not UTF-8");
}

TEST(CommandTask, RefusesWhatTheExecutorWouldReject) {
    const std::vector<std::pair<const char *, const char *>> table = {
        {"", "it is missing"},
        {"[]", "it is not an object"},
        {"{}", "it has no \"command\""},
        {R"({"command":[]})", "not an array of at least one text"},
        {R"({"command":"ls"})", "not an array of at least one text"},
        {R"({"command":["ls",1]})", "an element that is not text"},
        {R"({"command":[""]})", "the program's name is empty"},
        {R"({"command":["ls","a\u0000b"]})", "a NUL byte"},
        {R"({"command":["ls"],"prompt":1})", "\"prompt\" is not text"},
        {R"({"command":["ls"],"shell":true})", "unknown key \"shell\""},
    };
    for (const auto &[text, why] : table) {
        const Refusal refusal = refusal_of([text = text] { check_command_task(text); });
        EXPECT_THAT(refusal.sentence, HasSubstr(why)) << text;
        EXPECT_EQ(refusal.field, "payload") << text;
    }
}

} // namespace
} // namespace sample_host::json
