// open_files.h - whether the files that are open (the database, its log, its index) are still those that stand in their
// places: somebody may remove, rename or replace them while the host runs, and what is then written is lost with the
// next start. The database file itself is never opened here (see path_lock.h).
// Thread-safety: none; the caller holds whatever keeps the connections.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

namespace sample_host::sqlite {

class OpenFiles {
  public:
    explicit OpenFiles(const std::filesystem::path &database);

    // Takes down which files are in their places now: those that were just opened.
    void opened();

    enum class State { same, gone, replaced, log_gone }; // of the database; log_gone: of its log or its index only
    State look() const;

    // The log in its place is the one that was opened, and something is in it.
    bool log_is_full() const;

    // "/proc/PID/fd/N" when the database that is open has no name any more, else empty.
    std::string unnamed() const;

  private:
    struct Identity {
        dev_t device;
        ino_t number;
        bool operator==(const Identity &) const = default;
    };
    static std::optional<Identity> identity(const std::string &path);

    std::array<std::string, 3> paths_;
    std::array<std::optional<Identity>, 3> opened_;
};

} // namespace sample_host::sqlite
