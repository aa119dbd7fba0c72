// purge_scene.h - what the checks of purge start from and look at. Thread-safety: one thread.
#pragma once

#include <string>
#include <vector>

#include "purging.h"
#include "storage_scene.h"

namespace conformance::kit {

using Ids = std::vector<gs_id>;

inline constexpr std::int32_t good = GS_OUTCOME_SUCCEEDED;

// Skips the check unless the store was empty, and removes what earlier checks have left, so that rows can be counted.
void prepare_purge(StorageScene &scene);

Ids closed_runs(StorageScene &scene, const SeenJob &of, const std::vector<std::int32_t> &outcomes); // announced
Ids put_records(StorageScene &scene, const SeenJob &of, int count, std::int32_t announced = 1);

Ids runs_of(StorageScene &scene, const SeenJob &of); // newest first
Ids records_of(StorageScene &scene, const SeenJob &of);
bool has(const Ids &ids, const gs_id &id);
bool has_replica(StorageScene &scene, const Replica &which);

void expect_runs(StorageScene &scene, const SeenJob &of, const Ids &expected, const std::string &what);

} // namespace conformance::kit
