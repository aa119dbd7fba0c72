// Reads a job's payload: {"command":["program","argument"],"prompt":"text"}. Pure; any thread.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace sample_host::executor {

struct Payload {
    std::vector<std::string> command; // at least one element, the first not empty, none with a NUL inside
    std::string prompt;               // for standard input; may be empty
};

// One sentence: what is wrong with the payload, where, and what was expected.
struct PayloadError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

Payload parse_payload(std::string_view json);

} // namespace sample_host::executor
