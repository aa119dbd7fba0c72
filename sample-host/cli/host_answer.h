// Asking the running host, and reading what it answers. Thread-safe: pure functions but for the call itself.
#pragma once

#include "api/client.h"
#include "json/document.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sample_host::cli {

// "/v1/jobs/{id}" and what follows, with the id encoded. Throws Refused for an id that is not UTF-8.
std::string job_target(std::string_view id, std::string_view rest = {});

// "/v1/calendars/{name}", likewise.
std::string calendar_target(std::string_view name);

// The answer's JSON; throws Refused with the host's sentence when it refuses. `also_fine` is one more status that is no
// refusal.
json::Document read_answer(const api::Answer &answer, int also_fine = 200);

// Members of an object as text; empty when absent or null.
std::string text_of(const json::Document &object, std::string_view key);
// "17 older instants" that a run stands for; empty for one that stands for itself alone.
std::string merged_of(const json::Document &run);
// A duration in whole `unit`s; empty when absent, null, or less than one.
std::string duration_of(const json::Document &object, std::string_view key, int64_t unit);
// A time as people read it; empty when absent or null.
std::string time_of(const json::Document &object, std::string_view key, bool utc);

} // namespace sample_host::cli
