#include "executor/environment.h"

#include "loader/contract.h"
#include "json/id.h"
#include "json/time.h"

#include <array>

namespace sample_host::executor {
namespace {

constexpr std::array<std::string_view, 9> passed_names = {"PATH", "HOME",    "LANG",  "LC_ALL", "TZ",
                                                          "USER", "LOGNAME", "SHELL", "TMPDIR"};

bool passes(std::string_view variable) {
    const std::string_view name = variable.substr(0, variable.find('='));
    return std::find(passed_names.begin(), passed_names.end(), name) != passed_names.end();
}

} // namespace

std::vector<std::string> passed_environment(const char *const *environment) {
    std::vector<std::string> passed;
    for (; environment != nullptr && *environment != nullptr; ++environment) {
        if (passes(*environment)) passed.emplace_back(*environment);
    }
    return passed;
}

std::vector<std::string> command_environment(std::vector<std::string> passed, const gs_start &start) {
    passed.push_back("JOB_ID=" + std::string(view(start.job->id)));
    passed.push_back("RUN_ID=" + json::format_id(start.run_id));
    passed.push_back("DUE_AT=" + json::format_time(start.due_at));
    passed.push_back("ATTEMPT=" + std::to_string(start.attempt));
    return passed;
}

} // namespace sample_host::executor
