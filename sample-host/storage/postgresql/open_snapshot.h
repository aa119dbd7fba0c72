// open_snapshot.h - a snapshot of a PostgreSQL database.
// Thread-safety: any thread.
#pragma once

#include <memory>

#include "storage/postgresql/session.h"
#include "storage/snapshot.h"

namespace sample_host::postgresql {

// Null: no host has ever kept anything there. Throws StorageError.
std::unique_ptr<Snapshot> open_snapshot(const Place &place);

} // namespace sample_host::postgresql
