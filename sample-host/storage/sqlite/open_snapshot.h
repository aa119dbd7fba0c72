// open_snapshot.h - a snapshot of a SQLite file, while a host has it open or while none has.
// Thread-safety: any thread.
#pragma once

#include <filesystem>
#include <memory>

#include "storage/snapshot.h"

namespace sample_host::sqlite {

// Null: there is no such file, or nothing in it. Throws StorageError.
std::unique_ptr<Snapshot> open_snapshot(const std::filesystem::path &path);

} // namespace sample_host::sqlite
