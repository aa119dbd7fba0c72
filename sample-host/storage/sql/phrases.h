// phrases.h - what databases say differently. It stands in braces in the text of a statement, and each driver puts its
// own phrase there.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace sample_host::sql {

struct Phrases {
    std::string_view by_tzdata_version; // {by tzdata_version}: behind the table job, read it by that index
    std::string_view asks_a_zone;       // {asks a zone}: the job's tzdata_version is not empty, for that index's sake
    std::string_view open_of_job;       // {open, of job}: the run is not closed, for the index of a job's open runs
    std::string_view open_of_owner;     // {open, of owner}: likewise, of an owner's
    std::string_view open_to_cancel;    // {open, to cancel}: likewise, of those whose cancel flag is set
    std::string_view calendars_name_1;  // {calendars name ?1}: the job's list of calendars has the name ?1
    std::string_view among_1;           // {among ?1}: behind an id, is one of those in the list ?1 (id_text.h)
};

// Throws std::logic_error for braces that hold something else.
std::string with_phrases(std::string_view text, const Phrases &phrases);

} // namespace sample_host::sql
