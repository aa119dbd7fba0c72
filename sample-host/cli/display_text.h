// Text as a terminal may be given it. Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sample_host::cli {

// Control characters, which could move the cursor or worse, become spaces; what is not UTF-8 becomes U+FFFD.
std::string harmless(std::string_view text);

// "1 job", "2 jobs".
std::string counted(std::int64_t count, std::string_view noun);

// Columns that it takes up: combining characters none, East Asian wide ones and emoji two.
std::size_t display_width(std::string_view text);

// The beginning that fits into `width` columns, with an ellipsis in place of the rest.
std::string shortened(std::string_view text, std::size_t width);

} // namespace sample_host::cli
