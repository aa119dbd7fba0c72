#include "faults/neighbour.h"

#include "conformance/items.h"
#include "conformance/replica.h"
#include "faults/executor.h"
#include "faults/notice_log.h"

#include <gateway_scheduler/job.h>

#include <stdexcept>

namespace faults {

namespace {

void require(const conformance::Answer &answer, const char *what) {
    const bool done = answer->status == GS_OK && answer->outcome() == GS_ITEM_DONE;
    if (!done) throw std::runtime_error(std::string("the neighbour's ") + what + " was not taken");
}

} // namespace

void leave_neighbour(const gs_storage &table, const std::string &job_id, std::int64_t now) {
    const conformance::Replica neighbour([&table]() -> const gs_storage & { return table; }, "neighbour",
                                         conformance::numbered_id(1));
    require(neighbour.join(), "join");
    conformance::PutItem job;
    job.id = job_id;
    job.schedule = "@manual";
    job.payload = kAtOnce;
    job.definition.notify_on = kEveryEvent;
    require(neighbour.put(job), "job");
    const conformance::Answer seen = neighbour.get_job(job_id);
    conformance::ClaimItem claim(seen->jobs.at(0), conformance::numbered_id(2), now);
    claim.trigger = GS_TRIGGER_MANUAL;
    require(neighbour.claim(claim), "claim");
}

} // namespace faults
