// When no scheduler was at work, from what the replicas have left behind.
#include "engine/explain_job.h"

#include <algorithm>

namespace gateway_scheduler::engine {

namespace {

// Until when it is known to have been at work. One that crashed was heard of last by its beat.
Instant heard_until(const ReplicaRow &row, Instant now) {
    if (row.retired == Retirement::alive) return now;
    const auto last = row.retired == Retirement::by_itself ? row.retired_at : row.last_beat_at;
    return last.value_or(now);
}

} // namespace

std::optional<Downtime> downtime_at(const std::vector<ReplicaRow> &replicas, Instant at, Instant now) {
    Downtime down;
    for (const ReplicaRow &row : replicas) {
        if (!row.joined_at) continue;
        const Instant until = heard_until(row, now);
        if (*row.joined_at <= at && at <= until) return std::nullopt;
        if (until < at && (!down.from || until > *down.from)) down.from = until;
        if (*row.joined_at > at && (!down.until || *row.joined_at < *down.until)) down.until = row.joined_at;
    }
    return down.from || down.until ? std::optional(down) : std::nullopt;
}

} // namespace gateway_scheduler::engine
