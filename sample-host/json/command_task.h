// The payload of the command executor, {"command":["program","argument"],"prompt":"text"}. Thread-safe: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sample_host::json {

// The text must be UTF-8; throws InvalidInput otherwise.
std::string command_task_to_json(const std::vector<std::string> &command, const std::optional<std::string> &prompt);

// Refuses a payload that the executor would reject later, before it is stored. Throws InvalidInput (field "payload").
void check_command_task(std::string_view payload);

} // namespace sample_host::json
