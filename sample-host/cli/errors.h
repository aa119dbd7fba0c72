// Why a command ends with something else than 0. Each carries the sentence that is printed.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace sample_host::cli {

enum ExitCode { exit_done = 0, exit_failed = 1, exit_usage = 2, exit_no_host = 3 };

// The command line itself is wrong: exit code 2.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Understood and refused, by the scheduler, the host or the command itself: exit code 1.
struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// No host holds the data directory: exit code 3.
struct NoHostRunning : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A sentence about a schedule says where in it; position is a byte offset, or -1.
inline std::string with_position(const std::string &sentence, std::int64_t position) {
    return position < 0 ? sentence : sentence + " (at position " + std::to_string(position) + ")";
}

} // namespace sample_host::cli
