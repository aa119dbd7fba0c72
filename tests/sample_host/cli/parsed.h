// The command line taken apart, for tests: as arguments, or as what was told instead.
#pragma once

#include "cli/arguments.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace sample_host::cli {

inline Arguments parsed(const std::vector<std::string> &words) {
    std::ostringstream out;
    std::ostringstream err;
    const auto result = parse_arguments(words, out, err);
    if (const auto *arguments = std::get_if<Arguments>(&result)) return *arguments;
    ADD_FAILURE() << out.str() << err.str();
    return {};
}

struct Told {
    int exit_code;
    std::string out;
    std::string err;
};

inline Told told(const std::vector<std::string> &words) {
    std::ostringstream out;
    std::ostringstream err;
    const auto result = parse_arguments(words, out, err);
    const auto *answered = std::get_if<Answered>(&result);
    return {answered == nullptr ? -1 : answered->exit_code, out.str(), err.str()};
}

} // namespace sample_host::cli
