// What the storage's answers do to the jobs in the horizon.
#include "engine/jobs.h"

#include "engine/mutation.h"
#include "engine/poison_delay.h"

#include "engine/record.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gateway_scheduler::engine {

namespace {

// What a claim or a pass that took effect did to the row.
template <class Item>
void advance(JobRow &row, std::int64_t version, const Item &item, std::optional<Instant> disposed) {
    row.version = version;
    row.next_fire = item.next_fire;
    row.fire_at = item.fire_at;
    row.look_at = item.look_at;
    row.cursor = disposed;
}
} // namespace

void Jobs::joined() {
    read_horizon();
}

void Jobs::read_horizon() {
    reading_ = true;
    refresh_asked_ = false;
    rows_read_ = 0;
    refreshed_ = core_.now;
    ReadDue read;
    read.until = core_.store_now() + core_.config.horizon;
    read.limit = kDuePage;
    core_.reads.push(std::move(read), ForHorizon{});
}

void Jobs::due_read(const ReadDue &read, const StorageAnswer &answer) {
    reading_ = false;
    if (answer.status != CallStatus::ok) {
        core_.log(LogLevel::error, "reading the jobs that are due failed: " + answer.error);
        return;
    }
    rows_read_ += answer.jobs.size();
    const bool last_page = answer.jobs.size() < read.limit;
    if (last_page)
        covered_until_ = read.until;
    else
        covered_until_ = answer.jobs.back().look_at;
    for (const JobRow &row : answer.jobs) stored(row);
    if (!last_page && rows_read_ < core_.config.horizon_limit) return continue_reading(read, answer);
    forget_the_taken();
}

// What waits here for capacity and is not due any more as the store has it: another replica has claimed it.
void Jobs::forget_the_taken() {
    if (mutated(Mutation::remembers_the_taken)) return;
    for (auto place = starved_.begin(); place != starved_.end();) {
        const std::string id = place->second;
        const NearJob *job = find(id);
        const bool in_line = job && job->starved && job->rank == place->first;
        const bool read = job && (job->known >= *refreshed_ || job->row.look_at >= covered_until_ || job->writing);
        place = in_line && read ? std::next(place) : starved_.erase(place);
        if (in_line && !read) erase(id);
    }
}

void Jobs::continue_reading(const ReadDue &read, const StorageAnswer &answer) {
    reading_ = true;
    ReadDue next = read;
    next.after_look_at = answer.jobs.back().look_at;
    next.after_id = answer.jobs.back().definition->id;
    core_.reads.push(std::move(next), ForHorizon{});
}

std::optional<WonClaim> Jobs::claim_settled(WrittenItem &written, const ItemResult &result, bool undecided) {
    auto &claim = std::get<Claim>(written.item);
    const auto &owner = std::get<JobOwner>(written.owner);
    const bool won = result.outcome == ItemOutcome::done || result.outcome == ItemOutcome::already ||
                     (mutated(Mutation::starts_lost_claims) && result.outcome == ItemOutcome::conflict);
    if (!won && !mutated(Mutation::leaks_capacity)) core_.capacity.give_back(owner.units);
    NearJob *job = find(owner.job_ref, claim.definition->id);
    const Timetable timetable = job ? job->timetable : nullptr;
    if (job) after_claim(*job, claim, result, undecided);
    if (!won) return std::nullopt;
    ++core_.stats.claims;
    if (claim.record) core_.stats.merged += std::max<std::int64_t>(claim.record->count, 1);
    const std::int64_t fires = claim.fires;
    return WonClaim{std::move(claim), result.payload, written.first_sent, result.at,
                    timetable,        fires,          owner.units > 0,    owner.job_ref};
}

// What the answer means for the job in the horizon.
void Jobs::after_claim(NearJob &job, const Claim &claim, const ItemResult &result, bool undecided) {
    const std::string id = claim.definition->id;
    job.writing = false;
    const bool won = result.outcome == ItemOutcome::done || result.outcome == ItemOutcome::already;
    // A claim whose answer was long in coming makes up for something as well.
    const bool late = job.missed || core_.store_now() - claim.due_at > core_.config.missed_after;
    if (won && late) job.made_up_at = core_.now;
    switch (result.outcome) {
    case ItemOutcome::done:
        if (job.row.version == claim.version) {
            job.yielded_at.reset();
            advance(job.row, result.version, claim, claim.due_at);
            ++job.row.fires;
        }
        schedule_look(job);
        break;
    case ItemOutcome::already:
        reload(id);
        break; // others may have written it meanwhile
    case ItemOutcome::busy:
        if (!job.timetable || job.row.version != claim.version)
            schedule_look(job);
        else if (undecided)
            wait_a_moment(job, claim);
        else
            find_overlap(job, claim, result.runs);
        break;
    case ItemOutcome::early:
        look_again_soon(job);
        break;
    case ItemOutcome::gone:
        erase(id);
        break;
    case ItemOutcome::bad:
        if (mutated(Mutation::loops_on_bad_claims)) return look_again_soon(job);
        disable(job, Reason::unreadable, "its claim cannot be stored: " + result.detail);
        break;
    case ItemOutcome::refused:
        break;
    case ItemOutcome::conflict:
    case ItemOutcome::stale:
        ++core_.stats.claims_lost;
        job.refused = claim.version;
        reload_or_forget(id);
        break;
    }
}

// Of many that were lost at once, one reading of what is near tells more quickly which of them are still to be claimed.
void Jobs::reload_or_forget(const std::string &job_id) {
    constexpr std::size_t many = 50;
    if (core_.reads.waiting() < many) return reload(job_id);
    erase(job_id);
    refresh();
}

void Jobs::pass_settled(const WrittenItem &written, const ItemResult &result) {
    const auto &pass = std::get<Pass>(written.item);
    if (result.outcome == ItemOutcome::done && pass.record) {
        const auto kind = pass.record->kind;
        auto &counter = kind == RecordKind::missed    ? core_.stats.missed
                        : kind == RecordKind::merged  ? core_.stats.merged
                        : kind == RecordKind::expired ? core_.stats.expired
                                                      : core_.stats.skipped;
        counter += std::max<std::int64_t>(pass.record->count, 1);
    }
    NearJob *job = find(pass.job_id);
    if (!job) return;
    job->writing = false;
    switch (result.outcome) {
    case ItemOutcome::done:
        if (job->row.version == pass.version) {
            if (pass.record) {
                advance(job->row, result.version, pass, pass.record->last_due);
            } else {
                job->row.version = result.version;
                job->row.look_at = job->key_freed ? job->row.fire_at : pass.look_at;
            }
        }
        schedule_look(*job);
        break;
    case ItemOutcome::early:
        look_again_soon(*job);
        break;
    case ItemOutcome::gone:
        erase(pass.job_id);
        break;
    case ItemOutcome::bad:
        disable(*job, Reason::unreadable, "its record cannot be stored: " + result.detail);
        break;
    case ItemOutcome::refused:
        break;
    case ItemOutcome::already:
    case ItemOutcome::conflict:
    case ItemOutcome::stale:
    case ItemOutcome::busy:
        job->refused = pass.version;
        reload(pass.job_id);
        break;
    }
}

// Once for each version of a row that is found to be bad; a disabled job is not looked at again.
void Jobs::disable(NearJob &job, Reason reason, const std::string &why) {
    const std::string id = job.row.definition->id;
    DisableJob disable;
    disable.id = id;
    disable.version = job.row.version;
    disable.reason = why;
    disable.record = make_job_event(core_, id, job.row.readable ? job.row.definition.get() : nullptr,
                                    job.row.generation, reason, why);
    core_.log(LogLevel::error, "job " + id + " is disabled: " + why);
    heap_.remove(job);
    job.writing = true;
    core_.writes.push(std::move(disable), JobOwner{id});
}

void Jobs::read_for_disabling(const std::string &why, const StorageAnswer &answer) {
    if (answer.status != CallStatus::ok || answer.jobs.empty()) return;
    const JobRow &row = answer.jobs.front();
    if (row.definition->paused) return;
    NearJob *job = find(row.definition->id);
    if (!job) job = &add(row.definition->id);
    if (job->writing) return;
    take_over(*job, row);
    disable(*job, Reason::unreadable, why);
}

void Jobs::disable_settled(const WrittenItem &written, const ItemResult &result) {
    const auto &disable = std::get<DisableJob>(written.item);
    NearJob *job = find(disable.id);
    if (!job) return;
    job->writing = false;
    if (result.outcome != ItemOutcome::bad) return erase(disable.id); // if it is still there, it is read again
    core_.log(LogLevel::error, "job " + disable.id + " cannot even be disabled: " + result.detail);
    job->hopeless_until = core_.now + kPoisonDelay;
}

void Jobs::version_moved(const VersionMove &move) {
    NearJob *job = find(move.job_ref, move.job_id);
    if (move.after == 0) {
        // The job is gone; others may wait for the key.
    } else if (!job || job->row.generation != move.generation) {
        if (move.armed || move.failed) core_.reads.push(ReadJob{move.job_id}, ForJob{move.job_id});
    } else if (!job->writing) { // else its own answer tells whether the version still holds
        const bool blocked = job->row.look_at > job->row.fire_at;
        // By the job as it is now: the run may have begun by an earlier definition.
        const bool may_brake = move.failed && job->row.definition->disable_after_failures > 0;
        if (job->row.version != move.before || move.armed || may_brake) {
            reload(move.job_id);
        } else {
            job->row.version = move.after;
            if (!move.key_freed.empty()) job->row.look_at = job->row.fire_at; // as in the store
            if (blocked && !move.key_freed.empty()) schedule_look(*job);
        }
    }
    if (!move.key_freed.empty()) free_key(move.key_freed);
}

} // namespace gateway_scheduler::engine
