// Builds TZif files by hand, good ones and bad ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace schedule_test {

struct TzifBuilder {
    struct Transition {
        std::int64_t at;
        std::uint8_t type;
    };
    struct Type {
        std::int32_t offset;
        std::uint8_t daylight = 0;
        std::uint8_t name = 0;
    };

    char version = '2'; // '\0' is version 1
    std::vector<Transition> transitions;
    std::vector<Type> types{{0}};
    std::string names = std::string("LMT") + '\0';
    std::uint32_t leap_seconds = 0;
    std::string footer; // between its newlines

    std::vector<std::byte> build() const;
};

} // namespace schedule_test
