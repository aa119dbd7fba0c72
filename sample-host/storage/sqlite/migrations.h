// migrations.h - brings a database to the newest schema: a list of steps, each of which is carried out in one
// transaction and raises PRAGMA user_version by one.
// Thread-safety: the caller holds the connection.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include <SQLiteCpp/Database.h>

namespace sample_host::sqlite {

// Marks the file as one of ours ("gsch"), so that another program's database is never written to.
inline constexpr int application_id = 0x67736368;

// From the version before it to the next. The step may execute statements, but neither begin nor commit.
using MigrationStep = std::function<void(SQLite::Database &)>;

// The same judgement as check_schema's from the first page of the file alone, without SQLite, which would make files
// beside it. What another program has in its log only is not seen. No file at all, or an empty one, is fine. To be
// called while nobody in this process has the database open.
void check_first_page(const std::filesystem::path &path, std::size_t newest);

// Likewise, of a file that takes the place of one that is in use: it has to be there, and of this very version.
void check_successor(const std::filesystem::path &path, std::size_t version);

// Throws StorageError, with nothing changed, if the file is not a database, belongs to another program, or is of a
// schema newer than the steps reach.
void check_schema(SQLite::Database &database, const std::string &path, std::size_t newest);

// Carries out the steps that are missing. A step that fails is rolled back; the ones before it stay.
void migrate(SQLite::Database &database, std::span<const MigrationStep> steps);

} // namespace sample_host::sqlite
