// stored_text.h - PostgreSQL's text cannot hold the character NUL, the contract's can. It is kept as the private
// character U+F8FF with an "n" behind it, and U+F8FF itself as that with an "e"; all other text is kept as it is.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace sample_host::postgresql {

void check_text(std::string_view text); // throws sql::BadItem if it is not UTF-8

bool is_stored_as_it_is(std::string_view text);
std::string stored_text(std::string_view text);

bool is_marked(std::string_view stored); // it has to go through told_text
std::string told_text(std::string_view stored);

} // namespace sample_host::postgresql
