// The host's storage table as the runtime's StorageHook. Called from the storage threads.
#pragma once

#include "runtime/hooks.h"

#include <gateway_scheduler/storage.h>

namespace gateway_scheduler::abi {

class StorageAdapter : public runtime::StorageHook {
  public:
    // What a replica brings along when it joins.
    struct Membership {
        engine::Id executor_session;
        engine::Id data_directory;
    };

    StorageAdapter(const gs_storage &table, Membership membership) : table_(table), membership_(membership) {}

    engine::StorageAnswer write(const runtime::Caller &caller, const engine::Write &call) override;
    engine::StorageAnswer read(const runtime::Caller &caller, const engine::Read &call) override;
    runtime::PurgeAnswer purge(const runtime::Caller &caller, const runtime::Purge &call) override;

  private:
    gs_storage table_; // a copy: functions that the host's release does not have are null
    Membership membership_;
};

} // namespace gateway_scheduler::abi
