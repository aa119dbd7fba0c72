// schema.h - all versions of the schema, in order, and how a database is brought to the newest.
// Thread-safety: the caller holds the session.
#pragma once

#include <cstddef>
#include <span>

#include "storage/postgresql/session.h"

namespace sample_host::postgresql {

// From the version before it to the next, in a transaction of the caller's, with the place's schema on the path.
using MigrationStep = void (*)(Session &session);

std::span<const MigrationStep> schema_steps();

// 0: nothing of ours is there. Throws Fault.
std::size_t schema_version(Session &session, const Place &place);
// Throws StorageError for a version beyond the newest that this program knows.
void judge_version(std::size_t version, std::size_t newest);

// The steps, one file each. What was released is never changed; a later version is a further step.
void create_schema_1(Session &session);

// Carries out the steps that are missing, one transaction each, under a lock that keeps other hosts off. A database
// that is up to date is only read, so that a role without the right to make tables will do. Throws StorageError, with
// nothing changed, for a schema newer than the steps reach and for a database that keeps text in another encoding than
// UTF-8; throws Fault.
void migrate(Session &session, const Place &place, std::span<const MigrationStep> steps);

} // namespace sample_host::postgresql
