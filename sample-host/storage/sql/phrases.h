// phrases.h - what databases say differently. It stands in braces in the text of a statement, and each driver puts its
// own phrase there.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace sample_host::sql {

struct Phrases {
    std::string_view by_tzdata_version; // {by tzdata_version}: behind the table job, read it by that index
    std::string_view calendars_name_1;  // {calendars name ?1}: the job's list of calendars has the name ?1
};

// Throws std::logic_error for braces that hold something else.
std::string with_phrases(std::string_view text, const Phrases &phrases);

} // namespace sample_host::sql
