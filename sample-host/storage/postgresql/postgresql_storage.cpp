// postgresql_storage.cpp - see postgresql_storage.h.
#include "storage/postgresql/postgresql_storage.h"

#include <utility>

#include "storage/postgresql/fault.h"
#include "storage/postgresql/schema.h"

namespace sample_host::postgresql {

void check_database(const Place &place) {
    try {
        Session session(place);
    } catch (const Fault &fault) {
        throw StorageError(fault.what());
    }
}

PostgresqlStorage::PostgresqlStorage(const Place &place, Clock clock)
    : SqlStorage(false), clock_(std::move(clock)), pool_(place, clock_) {
    try {
        Session session(place);
        migrate(session, place, schema_steps());
        lend(sql::Use::reading)->now();
    } catch (const Fault &fault) {
        throw StorageError(fault.what());
    }
}

sql::Lent PostgresqlStorage::lend(sql::Use) {
    return {pool_.take().release(), [this](sql::Connection *connection) {
                pool_.give_back(std::unique_ptr<Connection>(static_cast<Connection *>(connection)));
            }};
}

bool PostgresqlStorage::may_pass(const std::exception &exception) const {
    const auto *fault = dynamic_cast<const Fault *>(&exception);
    return fault != nullptr && postgresql::may_pass(*fault);
}

} // namespace sample_host::postgresql
