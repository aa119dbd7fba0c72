#include "engine/outside_changes.h"

namespace gateway_scheduler::engine {

namespace {
// Beyond so many, one reading of what is near costs less.
constexpr std::size_t kMostByThemselves = 50;
} // namespace

void OutsideChanges::heard(const std::vector<std::string> &job_ids) {
    if (!core_.joined) return; // whoever joins reads everything that is near
    if (job_ids.empty()) return jobs_.refresh();
    for (const std::string &id : job_ids) {
        if (reading_.contains(id)) {
            // That reading may have been made before this change.
            jobs_.refresh();
        } else if (reading_.size() >= kMostByThemselves) {
            return jobs_.refresh();
        } else {
            reading_.insert(id);
            core_.reads.push(ReadJob{id}, ForChange{id});
        }
    }
}

void OutsideChanges::job_read(const std::string &job_id, const StorageAnswer &answer) {
    reading_.erase(job_id);
    if (answer.status != CallStatus::ok) return jobs_.refresh();
    jobs_.changed_outside(job_id, answer.jobs.empty() ? nullptr : &answer.jobs.front());
}

} // namespace gateway_scheduler::engine
