// The lines of an export, as they are written. Thread-safe: pure functions.
#pragma once

#include "move/format.h"
#include "storage/snapshot.h"

#include <string>

namespace sample_host::move {

struct Header {
    std::string store; // kind of the store: sqlite or postgresql
    int64_t schema = 0;
    int64_t exported_at = 0; // by the store's clock
    bool history = false;
};

std::string header_line(const Header &header, const std::string &program_version);
std::string calendar_line(const gs_calendar &calendar);
// With what it has counted if `with_counters`; what decides about its coming fires always goes along.
std::string job_line(const gs_job_row &row, bool with_counters);
std::string run_line(const RunOfJob &row);
std::string record_line(const RecordOfJob &row);
std::string end_line(const Counts &counts);

} // namespace sample_host::move
