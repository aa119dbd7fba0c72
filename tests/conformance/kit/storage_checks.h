// storage_checks.h - the checks of the storage, topic by topic, in the order in which they are carried out.
#pragma once

#include <vector>

#include "storage_scene.h"

namespace conformance::kit {

using StorageChecks = std::vector<StorageCheck>;

StorageChecks table_checks(); // what can be seen without a call; first
StorageChecks replica_checks();
StorageChecks put_checks();
StorageChecks remove_checks(); // and disable_job
StorageChecks claim_checks();
StorageChecks key_checks();
StorageChecks pass_checks();
StorageChecks begin_checks();
StorageChecks update_checks();
StorageChecks close_checks();
StorageChecks cancel_checks();
StorageChecks job_page_checks();
StorageChecks history_page_checks();
StorageChecks value_checks();
StorageChecks batch_checks();
StorageChecks race_checks();
StorageChecks purge_checks();
StorageChecks purge_run_checks();
StorageChecks purge_walk_checks();
StorageChecks call_checks(); // what all calls together have shown; last

StorageChecks all_storage_checks();

} // namespace conformance::kit
