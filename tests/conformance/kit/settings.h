// settings.h - what the environment says to the kit. All variables begin with GATEWAY_SCHEDULER_CONFORMANCE_.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace conformance::kit {

struct Settings {
    std::string tap;                            // file for the TAP; empty: the standard error output
    std::string junit;                          // file for the JUnit XML; empty: none
    std::vector<std::string> only;              // beginnings of the names of the checks to try; empty: all
    std::optional<std::string> payload;         // of a job that ends soon and well
    std::optional<std::string> long_payload;    // of a job that goes on for at least a minute
    std::optional<std::string> failing_payload; // of a job that ends soon and has failed
    bool foreign = false;                       // the store may hold rows that are not the kit's
    bool terminate = false;                     // end the process by SIGTERM when all checks have passed
    int writers = 4;                            // threads that write at once
    std::chrono::seconds hook_deadline{30};     // what has neither returned nor been completed by then never will

    bool wants(const std::string &check) const;
};

// A variable that is not known or has a value that cannot be used; the text is one sentence.
class SettingsError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// Reads the environment of the process. Throws SettingsError.
Settings read_settings();

} // namespace conformance::kit
