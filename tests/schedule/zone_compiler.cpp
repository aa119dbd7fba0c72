// See zone_compiler.h.
#include "zone_compiler.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include <sys/wait.h>
#include <unistd.h>

namespace schedule_test {
namespace {

void run_zic(const std::string &style, const std::string &directory, const std::string &source) {
    const pid_t child = fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child == 0) {
        execl("/usr/sbin/zic", "zic", "-b", style.c_str(), "-d", directory.c_str(), source.c_str(), nullptr);
        _exit(127);
    }
    int status = 0;
    if (waitpid(child, &status, 0) != child || status != 0) throw std::runtime_error("zic failed on " + source);
}

} // namespace

CompiledZones::CompiledZones(const std::string &style, const std::string &source)
    : directory_((std::filesystem::temp_directory_path() / "schedule-zones-XXXXXX").string()) {
    if (mkdtemp(directory_.data()) == nullptr) throw std::system_error(errno, std::generic_category(), "mkdtemp");
    run_zic(style, directory_, source);
}

CompiledZones::~CompiledZones() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

} // namespace schedule_test
