// open_snapshot.cpp - see open_snapshot.h.
#include "storage/postgresql/open_snapshot.h"

#include "storage/postgresql/connection.h"
#include "storage/postgresql/fault.h"
#include "storage/postgresql/schema.h"
#include "storage/sql/sql_snapshot.h"
#include "storage/storage.h"

namespace sample_host::postgresql {

namespace {

// Whoever takes the rows may be slow, such as a person who reads them page by page.
const sql::Sql wait_for_reader_sql{"SELECT set_config('idle_in_transaction_session_timeout', '0', false), "
                                   "set_config('statement_timeout', '0', false)"};

std::size_t version_of(const Place &place) {
    Session session(place);
    const std::size_t version = schema_version(session, place);
    const std::size_t newest = schema_steps().size();
    if (version > newest) {
        throw StorageError("the database has schema version " + std::to_string(version) +
                           ", which is newer than this program knows: expected " + std::to_string(newest));
    }
    if (version != 0 && version < newest) {
        throw StorageError("the database has schema version " + std::to_string(version) + ": expected " +
                           std::to_string(newest) + "; a host that is started on it brings it there");
    }
    return version;
}

} // namespace

std::unique_ptr<Snapshot> open_snapshot(const Place &place) {
    try {
        const std::size_t version = version_of(place);
        if (version == 0) return nullptr;
        const auto clock = std::make_shared<ServerClock>(Clock());
        auto connection = std::make_unique<Connection>(place, *clock, "snapshot");
        connection->query(wait_for_reader_sql).step();
        return std::make_unique<sql::SqlSnapshot>("postgresql", version, clock, std::move(connection));
    } catch (const Fault &fault) {
        throw StorageError(fault.what());
    }
}

} // namespace sample_host::postgresql
