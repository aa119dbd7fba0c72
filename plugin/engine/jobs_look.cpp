// What is done about a job that is due: claimed, passed over, or put off, for its turn, for capacity or for the runs of
// its concurrency key.
#include "engine/jobs.h"

#include "engine/mutation.h"
#include "engine/record.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {

// How long when calendars are named and not read yet.
constexpr Duration kBlindDelay = std::chrono::seconds(1);
// Until the next look at a job that waits for runs: of its own, whose end sets look_at anew, and of other jobs.
constexpr Duration kOwnRunDelay = std::chrono::seconds(30);
constexpr Duration kOtherRunDelay = std::chrono::seconds(5);
// Until the next look when it is about to be known what becomes of the run in its way.
constexpr Duration kUndecidedDelay = std::chrono::seconds(1);
// What one point of priority is worth, in time of waiting: so nothing starves.
constexpr Duration kPriorityPoint = std::chrono::seconds(10);

// Whose rank is smaller goes first when capacity is short.
Instant rank_of(const JobRow &row) {
    return *row.fire_at - kPriorityPoint * row.definition->priority;
}

} // namespace

void Jobs::look_at(NearJob &job) {
    if (job.writing) return; // looked at again when the answer is here
    if (job.starved) return look_at_starved(job);
    set_deferred(job, false);
    const bool blind = !job.row.definition->calendars.empty() && !core_.calendars.known();
    if (blind) return heap_.set(job, core_.store_now() + kBlindDelay);
    if (brake(job)) return;
    const Duration ahead = mutated(Mutation::looks_ahead) ? Duration(std::chrono::seconds(10)) : Duration(0);
    const Look next = look(job.row, *job.timetable, core_.store_now() + ahead, core_.config.missed_after);
    if (std::holds_alternative<LookNever>(next)) return erase(std::string(job.row.definition->id));
    if (const auto *later = std::get_if<LookLater>(&next)) return heap_.set(job, later->at);
    if (const auto *now_pass = std::get_if<LookPass>(&next)) return pass(job, *now_pass, Id{});
    const auto &now_claim = std::get<LookClaim>(next);
    if (const auto turn = turn_of(job, now_claim)) {
        set_deferred(job, true);
        return heap_.set(job, core_.clock.at(*turn));
    }
    if (yields(job)) return;
    candidates_.push_back({rank_of(job.row), &job, now_claim, prefers_this(job)});
}

// It goes on waiting for capacity, unless it is too late for that or runs of its key are in its way.
void Jobs::look_at_starved(NearJob &job) {
    if (!job.timetable || !job.row.fire_at) return;
    const Look next = look(job.row, *job.timetable, core_.store_now(), core_.config.missed_after);
    const auto *now_claim = std::get_if<LookClaim>(&next);
    if (now_claim && key_full(job)) { // since then, or it is known only now
        job.starved = false;
        candidates_.push_back({rank_of(job.row), &job, *now_claim});
        return;
    }
    const auto *now_pass = std::get_if<LookPass>(&next);
    if (!now_pass) return;
    job.starved = false;
    pass(job, *now_pass, Id{});
}

// What one job missed is made up for at a bounded rate; none: it is its turn.
std::optional<Moment> Jobs::turn_of(const NearJob &job, const LookClaim &look) const {
    if (!look.missed || !job.made_up_at || mutated(Mutation::bursts)) return std::nullopt;
    const Moment turn = *job.made_up_at + core_.config.catch_up_interval;
    return turn > core_.now ? std::optional(turn) : std::nullopt;
}

// Those that were found to be due are claimed in the order of their ranks, as far as capacity goes. What prefers
// another replica comes last and the other way round: that one, if it is at work, begins at the other end.
void Jobs::take_turns() {
    std::vector<Candidate> candidates = std::exchange(candidates_, {});
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate &a, const Candidate &b) {
        if (a.own != b.own) return a.own;
        return a.own ? a.rank < b.rank : b.rank < a.rank;
    });
    for (const Candidate &candidate : candidates) {
        NearJob &job = *candidate.job;
        const std::int32_t units = units_of(*job.row.definition);
        if ((starved_.empty() || units == 0) && core_.capacity.fits(units)) {
            claim(job, candidate.look, units);
            continue;
        }
        if (key_full(job)) { // what is in its way are runs, whatever the capacity
            claim(job, candidate.look, 0);
            continue;
        }
        if (mutated(Mutation::skips_for_capacity)) {
            pass(job, pass_for_overlap(job.row, *job.timetable, core_.store_now()), Id{});
            continue;
        }
        job.starved = true;
        job.rank = candidate.rank;
        starved_.emplace(candidate.rank, job.row.definition->id);
        const Duration deadline = job.row.definition->start_deadline;
        if (deadline > Duration(0)) heap_.set(job, job.timetable->fires(*job.row.next_fire) + deadline + Duration(1));
    }
}

// By what this engine knows; the store has the last word, and names the runs.
bool Jobs::key_full(const NearJob &job) const {
    if (mutated(Mutation::waits_instead_of_overlapping)) return false;
    return core_.key_use.runs(active_key(*job.row.definition)) >= job.row.definition->max_active;
}

void Jobs::retry_starved() {
    if (mutated(Mutation::forgets_the_starved)) return;
    while (!starved_.empty() && !core_.stopping && !core_.clock.claims_held()) {
        const auto first = starved_.begin();
        NearJob *job = find(first->second);
        if (!job || !job->starved || job->rank != first->first) { // it has left the line, or has another place in it
            starved_.erase(first);
            continue;
        }
        if (!job->writing && !core_.capacity.fits(units_of(*job->row.definition))) return;
        starved_.erase(first);
        job->starved = false;
        if (job->writing || !job->timetable) continue;
        if (!job->row.fire_at) {
            schedule_look(*job);
            continue;
        }
        look_at(*job);
        for (const Candidate &candidate : std::exchange(candidates_, {}))
            claim(*candidate.job, candidate.look, units_of(*candidate.job->row.definition));
    }
}

// `units`: of capacity, held from now on; 0 for a claim that is expected to find its key full.
void Jobs::claim(NearJob &job, const LookClaim &look, std::int32_t units) {
    Claim claim;
    claim.definition = job.row.definition;
    claim.generation = job.row.generation;
    claim.version = job.row.version;
    claim.revision = job.row.revision;
    claim.run_id = core_.new_id();
    claim.due_at = look.due;
    claim.next_fire = look.next;
    claim.fire_at = claim.look_at = job.timetable->fire_at(look.next, job.row.fires + 1);
    claim.concurrency_key = active_key(*job.row.definition);
    claim.max_active = mutated(Mutation::exceeds_the_key) ? 1000 : job.row.definition->max_active;
    claim.fires = job.row.fires + 1;
    if (look.merged && !mutated(Mutation::forgets_merged)) {
        claim.record = make_record(core_, job.row, *look.merged, claim.run_id);
        claim.merged = look.merged->count;
    }
    core_.capacity.take(units);
    job.missed = look.missed;
    job.writing = true;
    core_.writes.push(std::move(claim), JobOwner{job.row.definition->id, units, job.ref});
}

void Jobs::pass(NearJob &job, const LookPass &look, Id beside_run) {
    Pass pass;
    pass.job_id = job.row.definition->id;
    pass.version = job.row.version;
    pass.next_fire = look.next;
    pass.fire_at = pass.look_at = job.timetable->fire_at(look.next, job.row.fires);
    // A job that is to be deleted now stays in the horizon until it is.
    if (!pass.fire_at && job.row.definition->delete_when_finished) pass.look_at = core_.store_now();
    pass.record = make_record(core_, job.row, look.disposed, beside_run);
    job.writing = true;
    core_.writes.push(std::move(pass), JobOwner{job.row.definition->id});
}

// The claim was answered `busy`, beside these runs.
void Jobs::find_overlap(NearJob &job, const Claim &claim, const std::vector<Id> &beside) {
    switch (at_overlap(*job.row.definition, job.missed)) {
    case AtOverlap::pass:
        return pass(job, pass_for_overlap(job.row, *job.timetable, core_.store_now()),
                    beside.empty() ? Id{} : beside.front());
    case AtOverlap::replace:
        return replace(job, claim, beside);
    case AtOverlap::wait:
        return wait_for_key(job, claim);
    }
}

// It stays owed, and out of the way of the horizon's pages.
void Jobs::wait_for_key(NearJob &job, const Claim &claim) {
    const bool own = job.row.definition->concurrency_key.empty();
    Pass later;
    later.job_id = job.row.definition->id;
    later.version = job.row.version;
    later.look_at = core_.store_now() + (own ? kOwnRunDelay : kOtherRunDelay);
    if (mutated(Mutation::waits_hotly)) later.look_at = core_.store_now();
    if (mutated(Mutation::looks_away)) later.look_at = core_.store_now() + std::chrono::hours(1);
    job.writing = true;
    job.key_freed = false;
    set_deferred(job, true);
    waits_[claim.concurrency_key].insert(later.job_id);
    core_.writes.push(std::move(later), JobOwner{job.row.definition->id});
}

// Without a write: whatever comes of the run in its way is told by this engine's own next writes.
void Jobs::wait_a_moment(NearJob &job, const Claim &claim) {
    set_deferred(job, true);
    waits_[claim.concurrency_key].insert(job.row.definition->id);
    heap_.set(job, core_.store_now() + kUndecidedDelay);
}

// As many of the runs in its way as make room for one are asked to end, the oldest first.
void Jobs::replace(NearJob &job, const Claim &claim, const std::vector<Id> &beside) {
    const auto others = static_cast<std::size_t>(std::max(0, claim.max_active - 1));
    const std::size_t too_many = beside.size() > others ? beside.size() - others : 0;
    for (std::size_t i = 0; i < too_many && !mutated(Mutation::replace_only_waits); ++i) {
        const Id run = mutated(Mutation::replaces_the_newest) ? beside[beside.size() - 1 - i] : beside[i];
        core_.writes.push(AskCancel{run, Reason::replaced}, JobOwner{job.row.definition->id});
    }
    wait_for_key(job, claim);
}

void Jobs::replacement_settled(const WrittenItem &written, const ItemResult &result) {
    const bool over = result.state == RunState::closed; // it was waiting, and closed at once
    const std::string &id = std::get<JobOwner>(written.owner).job_id;
    const NearJob *job = find(id);
    const bool its_write_tells = job && job->writing;
    if (over && result.outcome == ItemOutcome::done && !its_write_tells) reload(id);
}

WaitsFor Jobs::waits_for(const std::string &job_id) const {
    if (core_.clock.claims_held()) return WaitsFor::clock;
    const auto found = near_.find(job_id);
    if (found == near_.end()) return WaitsFor::a_look;
    const NearJob &job = found->second;
    if (job.starved) return WaitsFor::capacity;
    if (job.deferred) return WaitsFor::key;
    return job.writing ? WaitsFor::claim : WaitsFor::a_look;
}

// A run of this key has closed: whoever waits for it is looked at now.
void Jobs::free_key(const std::string &key) {
    const auto found = waits_.find(key);
    if (found == waits_.end()) return;
    const std::set<std::string> ids = std::move(found->second);
    waits_.erase(found);
    for (const std::string &id : ids) {
        NearJob *job = find(id);
        if (!job || !job->deferred) continue;
        job->row.look_at = job->row.fire_at;
        job->key_freed = job->writing;
        if (!job->writing) schedule_look(*job);
    }
}

} // namespace gateway_scheduler::engine
