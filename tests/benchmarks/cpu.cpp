// cpu.cpp - see cpu.h.
#include "cpu.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace benchmarks {

namespace {

struct Usage {
    pid_t parent = 0;
    double own = 0;
    double waited_for = 0;
};

// The fields of /proc/PID/stat behind the name: state, parent, and from the twelfth on utime, stime, cutime, cstime.
Usage usage_of(const std::string &process) {
    std::string line;
    std::getline(std::ifstream("/proc/" + process + "/stat"), line);
    Usage usage;
    const std::size_t name_ends = line.rfind(')');
    if (name_ends == std::string::npos) return usage;
    std::istringstream fields(line.substr(name_ends + 1));
    std::string skipped;
    fields >> skipped >> usage.parent;
    for (int i = 0; i < 9; ++i) fields >> skipped;
    double user = 0, system = 0, waited_user = 0, waited_system = 0;
    fields >> user >> system >> waited_user >> waited_system;
    const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    usage.own = (user + system) / ticks;
    usage.waited_for = (waited_user + waited_system) / ticks;
    return usage;
}

} // namespace

double own_cpu() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double cpu_of_family(pid_t process) {
    const Usage parent = usage_of(std::to_string(process));
    double seconds = parent.own + parent.waited_for;
    for (const auto &entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        const Usage child = usage_of(name);
        if (child.parent == process) seconds += child.own;
    }
    return seconds;
}

} // namespace benchmarks
