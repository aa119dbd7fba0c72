// storage_checks.cpp - see storage_checks.h.
#include "storage_checks.h"

namespace conformance::kit {

StorageChecks all_storage_checks() {
    StorageChecks all;
    for (const auto topic : {table_checks,  replica_checks,  put_checks,          remove_checks,     claim_checks,
                             key_checks,    pass_checks,     begin_checks,        update_checks,     close_checks,
                             cancel_checks, job_page_checks, history_page_checks, value_checks,      batch_checks,
                             race_checks,   purge_checks,    purge_run_checks,    purge_walk_checks, call_checks}) {
        const StorageChecks checks = topic();
        all.insert(all.end(), checks.begin(), checks.end());
    }
    return all;
}

} // namespace conformance::kit
