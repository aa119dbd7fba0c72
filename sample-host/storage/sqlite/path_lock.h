// path_lock.h - keeps a second process (or a second object) off one database: an exclusive lock on a file beside the
// database's real path, held for the life of the object. The database file itself is never opened here: closing any
// descriptor of it would drop the locks that SQLite holds on it in this process.
// Thread-safety: a lock is made and destroyed by one thread; the functions may be called by any.
#pragma once

#include <filesystem>
#include <string>

namespace sample_host::sqlite {

// The absolute path with every symbolic link followed, the last one included, even when the file does not exist yet.
// Throws StorageError when its folder does not exist.
std::filesystem::path real_path(const std::filesystem::path &path);

// Throws StorageError when the lock could not be taken: somebody else holds it, or no file can be made beside the
// database. Takes and leaves nothing.
void check_path_lock(const std::filesystem::path &database);

class PathLock {
  public:
    // Throws StorageError when somebody else holds the lock or the lock file cannot be made.
    explicit PathLock(const std::filesystem::path &database);
    PathLock(const PathLock &) = delete;
    PathLock &operator=(const PathLock &) = delete;
    ~PathLock();

  private:
    int descriptor_;
};

} // namespace sample_host::sqlite
