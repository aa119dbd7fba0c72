#include "executor/environment.h"

#include "loader/contract.h"
#include "json/id.h"
#include "json/time.h"

#include <algorithm>
#include <array>

namespace sample_host::executor {
namespace {

constexpr std::array<std::string_view, 9> passed_names = {"PATH", "HOME",    "LANG",  "LC_ALL", "TZ",
                                                          "USER", "LOGNAME", "SHELL", "TMPDIR"};

bool passes(std::string_view variable) {
    const std::string_view name = variable.substr(0, variable.find('='));
    return std::find(passed_names.begin(), passed_names.end(), name) != passed_names.end();
}

// "10800", "0.002000". Nothing starts before its time; a clock that was set back may look as if it did.
std::string seconds_text(int64_t microseconds) {
    constexpr int64_t second = 1'000'000;
    const int64_t duration = std::max<int64_t>(microseconds, 0);
    std::string text = std::to_string(duration / second);
    if (duration % second == 0) return text;
    const std::string fraction = std::to_string(duration % second);
    return text + '.' + std::string(6 - fraction.size(), '0') + fraction;
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
    passed.push_back("LATENESS=" + seconds_text(start.lateness));
    passed.push_back("MERGED=" + std::to_string(start.merged));
    return passed;
}

} // namespace sample_host::executor
