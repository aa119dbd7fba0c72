// factories.cpp - the kinds of storage that go through the suite.
#include "storage_factory.h"

namespace conformance {

std::vector<StorageFactory> all_storages() {
    return {sqlite_storage(), postgresql_storage(), memory_storage()};
}

} // namespace conformance
