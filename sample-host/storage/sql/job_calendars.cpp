// job_calendars.cpp - see job_calendars.h.
#include "storage/sql/job_calendars.h"

#include <cstdint>
#include <nlohmann/json.hpp>

#include "storage/sql/fault.h"
#include "storage/sql/query.h"

namespace sample_host::sql {

namespace {

constexpr std::string_view no_calendars = "[]";

} // namespace

std::string job_calendars_text(const gs_job &job) {
    if (job.calendar_count <= 0) return std::string(no_calendars);
    nlohmann::json names = nlohmann::json::array();
    for (std::int32_t i = 0; i < job.calendar_count; ++i) names.push_back(std::string(view(job.calendars[i])));
    try {
        return names.dump();
    } catch (const nlohmann::json::exception &exception) {
        throw BadItem(std::string("the names of the calendars cannot be written as JSON: ") + exception.what());
    }
}

std::vector<std::string> parse_job_calendars(std::string_view json_text) {
    if (json_text == no_calendars) return {};
    const auto array = nlohmann::json::parse(json_text, nullptr, false);
    if (!array.is_array()) throw UnreadableRow("calendars is not a JSON array");
    std::vector<std::string> names;
    for (const auto &name : array) {
        if (!name.is_string()) throw UnreadableRow("calendars has something that is not text");
        names.push_back(name.get<std::string>());
    }
    return names;
}

} // namespace sample_host::sql
