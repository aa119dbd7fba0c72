// nlohmann's JSON lives in this translation unit only.
#include "executor/payload.h"

#include <nlohmann/json.hpp>

namespace sample_host::executor {
namespace {

using Json = nlohmann::json;

std::string element_name(std::size_t index) {
    return "command[" + std::to_string(index) + "]";
}

std::vector<std::string> read_command(const Json &value) {
    if (!value.is_array() || value.empty()) {
        throw PayloadError("the payload's \"command\" is not a list of one or more strings");
    }
    std::vector<std::string> command;
    command.reserve(value.size());
    for (const Json &element : value) {
        const std::size_t index = command.size();
        if (!element.is_string()) {
            throw PayloadError("the payload's " + element_name(index) + " is " + element.type_name() +
                               ", expected a string");
        }
        command.push_back(element.get<std::string>());
        if (command.back().find('\0') != std::string::npos) {
            throw PayloadError("the payload's " + element_name(index) +
                               " has a NUL character inside, which no command line can carry");
        }
    }
    if (command.front().empty()) throw PayloadError("the payload's command[0] is empty, expected a program's name");
    return command;
}

Json parse_json(std::string_view text) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error &failure) {
        throw PayloadError(
            "the payload is not JSON: byte " + std::to_string(failure.byte) +
            R"( is not expected there; a command's payload looks like {"command":["program"],"prompt":"text"})");
    }
}

} // namespace

Payload parse_payload(std::string_view json) {
    if (json.empty()) {
        throw PayloadError(R"(the payload is empty, expected a command such as {"command":["program","argument"]})");
    }
    const Json value = parse_json(json);
    if (!value.is_object()) {
        throw PayloadError(std::string("the payload is ") + value.type_name() +
                           R"(, expected an object with "command")");
    }
    for (const auto &[key, unused] : value.items()) {
        if (key != "command" && key != "prompt") {
            throw PayloadError("the payload has the unknown key \"" + key +
                               R"(", expected only "command" and "prompt")");
        }
    }
    if (!value.contains("command")) throw PayloadError(R"(the payload lacks "command")");
    Payload payload;
    payload.command = read_command(value["command"]);
    if (const auto prompt = value.find("prompt"); prompt != value.end()) {
        if (!prompt->is_string()) {
            throw PayloadError(std::string(R"(the payload's "prompt" is )") + prompt->type_name() +
                               ", expected a string");
        }
        payload.prompt = prompt->get<std::string>();
    }
    return payload;
}

} // namespace sample_host::executor
