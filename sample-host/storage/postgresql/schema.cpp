// schema.cpp - see schema.h.
#include "storage/postgresql/schema.h"

#include <cstdlib>

#include "storage/postgresql/fault.h"
#include "storage/storage.h"

namespace sample_host::postgresql {

namespace {

constexpr const char *lock_migration = "SELECT pg_advisory_xact_lock(3, 0)";

std::string first_value(const Result &result) {
    const bool none = PQntuples(result.get()) == 0 || PQgetisnull(result.get(), 0, 0) != 0;
    return none ? std::string() : std::string(PQgetvalue(result.get(), 0, 0));
}

// In a transaction, which it ends. False: there was nothing to do.
bool take_step(Session &session, const Place &place, std::span<const MigrationStep> steps) {
    session.execute(lock_migration);
    const std::size_t version = schema_version(session, place);
    judge_version(version, steps.size());
    if (version == steps.size()) return false;
    if (version == 0) {
        session.execute("CREATE SCHEMA IF NOT EXISTS " + session.quoted(place.schema));
        session.execute(
            "CREATE TABLE schema_version (version integer NOT NULL); INSERT INTO schema_version VALUES (0)");
    }
    steps[version](session);
    session.execute("UPDATE schema_version SET version = " + std::to_string(version + 1));
    return true;
}

} // namespace

void judge_version(std::size_t version, std::size_t newest) {
    if (version <= newest) return;
    throw StorageError("the database has schema version " + std::to_string(version) +
                       ", which is newer than this program knows: expected " + std::to_string(newest) + " at most");
}

std::span<const MigrationStep> schema_steps() {
    static const MigrationStep steps[] = {create_schema_1};
    return steps;
}

// The catalog is asked by a query: a name on the search path may be resolved as it was before another host made the
// tables.
std::size_t schema_version(Session &session, const Place &place) {
    const std::string there =
        "SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = 'schema_version' AND schemaname = " +
        session.quoted_text(place.schema);
    if (first_value(session.execute(there)).empty()) return 0;
    const std::string version = "SELECT version FROM " + session.quoted(place.schema) + ".schema_version";
    return static_cast<std::size_t>(std::atoll(first_value(session.execute(version)).c_str()));
}

void migrate(Session &session, const Place &place, std::span<const MigrationStep> steps) {
    const std::string encoding = first_value(session.execute("SHOW server_encoding"));
    if (encoding != "UTF8") {
        throw StorageError("the database keeps text as " + encoding + ": expected one made with the encoding UTF8");
    }
    const std::size_t version = schema_version(session, place);
    judge_version(version, steps.size());
    if (version == steps.size()) return;
    // A step may take as long as it needs.
    session.execute("SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0");
    bool more = true;
    while (more) {
        session.execute("BEGIN");
        more = take_step(session, place, steps);
        session.execute("COMMIT");
    }
}

} // namespace sample_host::postgresql
