// Thread-safe: pure functions.
#include "json/command_task.h"

#include "json/document.h"
#include "json/invalid_input.h"
#include "json/object_writer.h"
#include "json/utf8.h"

namespace sample_host::json {
namespace {

[[noreturn]] void refuse(const std::string &why) {
    throw InvalidInput("payload: " + why + R"(; expected {"command":["program","argument"],"prompt":"text"})",
                       "payload");
}

void check_command(const Document &command) {
    if (command.kind() != Document::Kind::array || command.items().empty()) {
        refuse("\"command\" is not an array of at least one text");
    }
    for (const Document &word : command.items()) {
        if (word.kind() != Document::Kind::text) refuse("\"command\" has an element that is not text");
        if (word.text().find('\0') != std::string::npos)
            refuse("\"command\" has a NUL byte, which no argument can have");
    }
    if (command.items().front().text().empty()) refuse("the program's name is empty");
}

} // namespace

std::string command_task_to_json(const std::vector<std::string> &command, const std::optional<std::string> &prompt) {
    std::string words = "[";
    for (const std::string &word : command) {
        if (!is_utf8(word)) throw InvalidInput("the command is not UTF-8", "command");
        if (words.size() > 1) words += ',';
        append_quoted(words, word);
    }
    ObjectWriter writer;
    writer.raw("command", words + ']');
    if (prompt) {
        if (!is_utf8(*prompt)) throw InvalidInput("the prompt is not UTF-8", "prompt");
        writer.text("prompt", *prompt);
    }
    return writer.finish();
}

void check_command_task(std::string_view payload) {
    if (payload.empty()) refuse("it is missing");
    const Document task = Document::parse(payload);
    if (task.kind() != Document::Kind::object) refuse("it is not an object");
    for (const auto &[key, value] : task.members()) {
        if (key != "command" && key != "prompt") refuse("unknown key \"" + std::string(key) + "\"");
        if (key == "prompt" && value.kind() != Document::Kind::text) refuse("\"prompt\" is not text");
    }
    const auto command = task.find("command");
    if (!command) refuse("it has no \"command\"");
    check_command(*command);
}

} // namespace sample_host::json
