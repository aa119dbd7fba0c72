// schema.cpp - see schema.h.
#include "storage/sqlite/schema.h"

namespace sample_host::sqlite {

std::span<const MigrationStep> schema_steps() {
    static const MigrationStep steps[] = {create_schema_1, migrate_to_schema_2, migrate_to_schema_3};
    return steps;
}

} // namespace sample_host::sqlite
