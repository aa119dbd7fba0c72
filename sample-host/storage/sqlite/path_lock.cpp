// path_lock.cpp - see path_lock.h. The lock file stays behind: removing it would let two holders of "the" lock exist.
#include "storage/sqlite/path_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include "storage/storage.h"

namespace sample_host::sqlite {

namespace fs = std::filesystem;

std::filesystem::path real_path(const std::filesystem::path &path) {
    constexpr int most_links = 40; // as many as the kernel follows
    std::error_code error;
    fs::path here = fs::absolute(path);
    for (int link = 0; link < most_links && fs::is_symlink(fs::symlink_status(here, error)); ++link) {
        const fs::path target = fs::read_symlink(here, error);
        if (error) break;
        here = target.is_absolute() ? target : here.parent_path() / target;
    }
    const fs::path folder = fs::canonical(here.parent_path(), error);
    if (error) {
        throw StorageError("cannot open the database " + path.string() + ": its folder " + here.parent_path().string() +
                           ": " + error.message());
    }
    fs::path real = folder / here.filename();
    if (!here.has_filename() || fs::is_directory(real, error)) {
        throw StorageError("cannot open the database " + path.string() + ": expected a file, found a directory");
    }
    return real;
}

PathLock::PathLock(const std::filesystem::path &database) {
    const std::string lock_file = database.string() + ".lock";
    descriptor_ = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
        const std::error_code reason(errno, std::generic_category());
        throw StorageError("cannot write beside the database " + database.string() + ": " + lock_file + ": " +
                           reason.message());
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const std::error_code reason(errno, std::generic_category());
        ::close(descriptor_);
        if (reason == std::errc::operation_would_block) {
            throw StorageError("the database " + database.string() + " is in use by another host (" + lock_file +
                               " is locked)");
        }
        throw StorageError("cannot lock " + lock_file + ": " + reason.message());
    }
}

PathLock::~PathLock() {
    ::close(descriptor_);
}

} // namespace sample_host::sqlite
