#include "executor/process_tree.h"

#include "executor/descriptor.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

namespace sample_host::executor {
namespace {

// Empty when the process has gone, even in the midst of reading: a stream would throw then.
std::string stat_text(const std::string &process) {
    const Descriptor file(::open(("/proc/" + process + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, 4096> text{}; // some fifty numbers and a short name
    const ssize_t size = file ? ::read(file.get(), text.data(), text.size()) : -1;
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
}

// The fields of a process's stat file after its name, the first being the state (field 3 of proc(5)).
std::vector<std::string> stat_fields(const std::string &process) {
    const std::string text = stat_text(process);
    // The name stands in parentheses and may itself contain spaces and parentheses.
    const auto name_end = text.rfind(')');
    if (name_end == std::string::npos) return {};
    std::istringstream rest(text.substr(name_end + 1));
    return {std::istream_iterator<std::string>(rest), std::istream_iterator<std::string>()};
}

constexpr std::size_t parent_field = 4 - 3;
constexpr std::size_t arguments_begin_field = 48 - 3;
constexpr std::size_t arguments_end_field = 49 - 3;

std::optional<pid_t> process_number(const char *name) {
    pid_t number = 0;
    const char *end = name + std::strlen(name);
    const auto parsed = std::from_chars(name, end, number);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    return number;
}

} // namespace

std::vector<pid_t> children_of_this_process() {
    std::vector<pid_t> children;
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir("/proc"), &::closedir);
    if (!folder) return children;
    const std::string self = std::to_string(::getpid());
    while (const dirent *entry = ::readdir(folder.get())) {
        const auto number = process_number(entry->d_name);
        if (!number) continue;
        const auto fields = stat_fields(entry->d_name);
        if (fields.size() > parent_field && fields[parent_field] == self) children.push_back(*number);
    }
    return children;
}

void kill_children(const std::vector<pid_t> &spared) {
    for (const pid_t child : children_of_this_process()) {
        if (std::find(spared.begin(), spared.end(), child) == spared.end()) ::kill(child, SIGKILL);
    }
}

bool has_children() {
    siginfo_t information{};
    return ::waitid(P_ALL, 0, &information, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

void rename_process(std::string_view name) {
    ::prctl(PR_SET_NAME, std::string(name.substr(0, 15)).c_str());
    const auto fields = stat_fields("self");
    if (fields.size() <= arguments_end_field) return;
    const auto begin = std::stoull(fields[arguments_begin_field]);
    const auto end = std::stoull(fields[arguments_end_field]);
    if (begin == 0 || end <= begin) return;
    // The kernel shows the bytes between these two addresses of this very process as its command line.
    auto *const arguments = reinterpret_cast<char *>(begin); // NOLINT(performance-no-int-to-ptr)
    const auto size = static_cast<std::size_t>(end - begin);
    std::memset(arguments, 0, size);
    std::memcpy(arguments, name.data(), std::min(size - 1, name.size()));
}

} // namespace sample_host::executor
