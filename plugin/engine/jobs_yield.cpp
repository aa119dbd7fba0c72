// Jobs that prefer another replica: they are left to it for a moment. What it has not claimed by then, as the store has
// it and not as it is remembered here, is claimed after all, once nothing of its own waits.
#include "engine/jobs.h"

#include "engine/mutation.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {
constexpr Duration kYield = std::chrono::milliseconds(250);
constexpr Duration kLongest = std::chrono::seconds(5);
} // namespace

// Whose instants are dropped so soon that they cannot wait yields to nobody.
bool Jobs::prefers_this(const NearJob &job) const {
    const Duration deadline = job.row.definition->start_deadline;
    const bool in_a_hurry = deadline > Duration(0) && deadline < 8 * kYield;
    return in_a_hurry || core_.affinity.prefers(job.row.definition->id, core_.config.instance);
}

// True: it is looked at again later.
bool Jobs::yields(NearJob &job) {
    if (prefers_this(job)) return false;
    const bool first = !job.yielded_at;
    if (first) {
        job.yielded_at = core_.now;
        yielded_.insert(job.row.definition->id);
    }
    const bool busy = core_.writes.waiting() > 0;
    const bool over = !first && core_.now >= *job.yielded_at + kYield && !busy;
    if (over && job.known > *job.yielded_at && !mutated(Mutation::never_helps)) return false;
    if (over) read_yielded();
    // Ever more rarely: a storage that does not answer keeps all of them waiting. An answer brings them back at once.
    const Duration waited = core_.now - *job.yielded_at;
    heap_.set(job, core_.store_now() + std::clamp<Duration>(waited / 2, kYield, kLongest));
    return true;
}

void Jobs::read_yielded() {
    if (reading_yielded_) return;
    reading_yielded_ = core_.now;
    ReadDue read;
    read.until = core_.store_now();
    read.limit = kDuePage;
    core_.reads.push(std::move(read), ForYielded{});
}

// What has not been read is not due any more as the store has it: it was claimed where it was to be claimed.
void Jobs::yielded_read(const ReadDue &read, const StorageAnswer &answer) {
    if (!reading_yielded_) return; // of an incarnation that is over
    const Moment begun = *std::exchange(reading_yielded_, std::nullopt);
    if (answer.status != CallStatus::ok) return;
    for (const JobRow &row : answer.jobs) stored(row);
    if (answer.jobs.size() == read.limit) {
        reading_yielded_ = begun;
        ReadDue next = read;
        next.after_look_at = answer.jobs.back().look_at;
        next.after_id = answer.jobs.back().definition->id;
        return core_.reads.push(std::move(next), ForYielded{});
    }
    for (const std::string &id : std::exchange(yielded_, {})) {
        const NearJob *job = find(id);
        if (!job || !job->yielded_at) continue;
        const bool left_here = job->writing || job->known >= begun || *job->yielded_at >= begun;
        if (left_here) {
            yielded_.insert(id);
        } else {
            erase(id);
        }
    }
}

} // namespace gateway_scheduler::engine
