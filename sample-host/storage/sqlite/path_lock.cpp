// path_lock.cpp - see path_lock.h. The lock file stays behind: removing it would let two holders of "the" lock exist.
// The lock is an open file description's: unlike flock's it can be asked about without being taken.
#include "storage/sqlite/path_lock.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include "storage/storage.h"

namespace sample_host::sqlite {

namespace fs = std::filesystem;

namespace {

constexpr int lock_flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;

fs::path lock_file_of(const fs::path &database) {
    return database.string() + ".lock";
}

struct flock whole_file() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

[[noreturn]] void refuse_place(const fs::path &database, const fs::path &what, int reason) {
    throw StorageError("cannot write beside the database " + database.string() + ": " + what.string() + ": " +
                       std::generic_category().message(reason));
}

[[noreturn]] void refuse_second(const fs::path &database) {
    throw StorageError("the database " + database.string() + " is in use by another host (" +
                       lock_file_of(database).string() + " is locked)");
}

// A file without a name shows whether one can be made, and never appears in the folder. Where the file system knows no
// such files, one with a name does, for a moment.
void check_folder(const fs::path &database) {
    const fs::path folder = database.parent_path();
    int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) {
        std::string name = database.string() + ".probe-XXXXXX";
        file = ::mkostemp(name.data(), O_CLOEXEC);
        if (file < 0) refuse_place(database, folder, errno);
        ::unlink(name.c_str());
    }
    ::close(file);
}

} // namespace

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

void check_path_lock(const std::filesystem::path &database) {
    const fs::path lock_file = lock_file_of(database);
    const int file = ::open(lock_file.c_str(), lock_flags);
    if (file < 0 && errno != ENOENT) refuse_place(database, lock_file, errno);
    if (file >= 0) {
        auto lock = whole_file();
        const bool held = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
        ::close(file);
        if (held) refuse_second(database);
    }
    check_folder(database);
}

PathLock::PathLock(const std::filesystem::path &database) {
    const fs::path lock_file = lock_file_of(database);
    descriptor_ = ::open(lock_file.c_str(), lock_flags | O_CREAT, 0600);
    if (descriptor_ < 0) refuse_place(database, lock_file, errno);
    const auto lock = whole_file();
    if (::fcntl(descriptor_, F_OFD_SETLK, &lock) != 0) {
        const int reason = errno;
        ::close(descriptor_);
        if (reason == EAGAIN || reason == EACCES) refuse_second(database);
        throw StorageError("cannot lock " + lock_file.string() + ": " + std::generic_category().message(reason));
    }
}

PathLock::~PathLock() {
    ::close(descriptor_);
}

} // namespace sample_host::sqlite
