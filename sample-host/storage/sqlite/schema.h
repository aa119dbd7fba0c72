// schema.h - all versions of the schema, in order.
#pragma once

#include <span>

#include "storage/sqlite/migrations.h"

namespace sample_host::sqlite {

std::span<const MigrationStep> schema_steps();

// The steps, one file each. What was released is never changed; a later version is a further step.
void create_schema_1(SQLite::Database &database);
void migrate_to_schema_2(SQLite::Database &database);
void migrate_to_schema_3(SQLite::Database &database);

} // namespace sample_host::sqlite
