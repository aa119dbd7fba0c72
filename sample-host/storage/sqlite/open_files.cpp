// open_files.cpp - see open_files.h.
#include "storage/sqlite/open_files.h"

#include <cstddef>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace sample_host::sqlite {

namespace {

constexpr std::size_t database = 0;
constexpr std::size_t log = 1;

} // namespace

OpenFiles::OpenFiles(const std::filesystem::path &path)
    : paths_{path.string(), path.string() + "-wal", path.string() + "-shm"} {}

std::optional<OpenFiles::Identity> OpenFiles::identity(const std::string &path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    return Identity{status.st_dev, status.st_ino};
}

void OpenFiles::opened() {
    for (std::size_t i = 0; i < paths_.size(); ++i) opened_[i] = identity(paths_[i]);
}

OpenFiles::State OpenFiles::look() const {
    const auto found = identity(paths_[database]);
    if (!found) return State::gone;
    if (found != opened_[database]) return State::replaced;
    for (std::size_t i = log; i < paths_.size(); ++i) {
        if (identity(paths_[i]) != opened_[i]) return State::log_gone;
    }
    return State::same;
}

bool OpenFiles::log_is_full() const {
    struct stat status {};
    if (::stat(paths_[log].c_str(), &status) != 0) return false;
    return Identity{status.st_dev, status.st_ino} == opened_[log] && status.st_size > 0;
}

std::string OpenFiles::unnamed() const {
    std::error_code failure;
    for (const auto &entry : std::filesystem::directory_iterator("/proc/self/fd", failure)) {
        struct stat status {};
        if (::stat(entry.path().c_str(), &status) != 0 || status.st_nlink != 0) continue;
        if (Identity{status.st_dev, status.st_ino} != opened_[database]) continue;
        return "/proc/" + std::to_string(::getpid()) + "/fd/" + entry.path().filename().string();
    }
    return {};
}

} // namespace sample_host::sqlite
