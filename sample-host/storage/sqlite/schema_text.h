// schema_text.h - what the views of several versions of the schema share.
// Thread-safety: pure functions.
#pragma once

#include <string>

namespace sample_host::sqlite {

// An expression that shows a column of microseconds as RFC 3339 text in UTC, its fraction only if there is one.
std::string time_text(const std::string &column);

// An expression that shows a column of days since 1970-01-01 as a date.
std::string day_text(const std::string &column);

} // namespace sample_host::sqlite
