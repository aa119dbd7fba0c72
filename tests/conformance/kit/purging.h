// purging.h - calls of purge: one, and one after the other until nothing is left to look at. A call that does not come
// to done throws Blocked. Thread-safety: as the replica's table.
#pragma once

#include <cstdint>
#include <string>

#include <gateway_scheduler/storage.h>

#include "../replica.h"

namespace conformance::kit {

// Of GS_PURGE_*_BY_AGE or GS_PURGE_REPLICAS; failures go at the same age. As many rows a call as there may be.
gs_purge purge_by_age(std::int32_t what, std::int64_t before);
// Of GS_PURGE_*_BY_COUNT, likewise.
gs_purge purge_by_count(std::int32_t what, std::int64_t keep, std::int64_t keep_failures);

gs_purged purge_once(const Replica &replica, const gs_purge &item);

// What the calls of a walk have removed together.
struct Walked {
    std::int64_t removed = 0;
    std::int64_t failures = 0;
};

// Calls from `item` on until there is no more. Throws Broken when the walk does not get on.
Walked purge_to_the_end(const Replica &replica, gs_purge item);

// Places from which a walk goes on: by count with the newest row of this job, by age behind a row that would have ended
// at this time.
gs_purged place_before_job(const std::string &job_id);
gs_purged place_in_time(std::int64_t time, gs_id id);

} // namespace conformance::kit
