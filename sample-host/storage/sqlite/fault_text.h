// fault_text.h - what SQLite refuses, as a sentence that names the file and says what is wrong with it.
// Thread-safety: pure but for a look at whether the file may be written.
#pragma once

#include <filesystem>
#include <string>

#include <SQLiteCpp/Exception.h>

namespace sample_host::sqlite {

std::string sentence_of(const SQLite::Exception &fault, const std::filesystem::path &database);

// What is in the file cannot be right.
bool is_damage(const SQLite::Exception &fault);

// The fault may be over when the same call is made again. Damage too: it is no item's fault, and somebody may put a
// backup in the file's place.
bool may_pass(const SQLite::Exception &fault);

} // namespace sample_host::sqlite
