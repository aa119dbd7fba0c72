#include "engine/jobs.h"

#include "engine/record.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {
// How long a look is put off when the store's clock turns out to be behind the estimate.
constexpr Duration kEarlyDelay = std::chrono::milliseconds(5);
// How long when the store refuses a write of a row that nobody has written since.
constexpr Duration kUnchangedDelay = std::chrono::seconds(1);
} // namespace

Jobs::NearJob *Jobs::find(const std::string &job_id) {
    const auto found = near_.find(job_id);
    return found == near_.end() ? nullptr : found->second.get();
}

void Jobs::erase(const std::string &job_id) {
    const auto found = near_.find(job_id);
    if (found == near_.end()) return;
    heap_.remove(*found->second);
    near_.erase(found);
}

void Jobs::removed(const std::string &job_id) {
    erase(job_id);
}

void Jobs::left() {
    for (auto &[id, job] : near_) heap_.remove(*job);
    near_.clear();
    starved_.clear();
    covered_until_.reset();
    refreshed_.reset();
    reading_ = false;
}

bool Jobs::keep(const JobRow &row) const {
    return row.look_at && *row.look_at <= covered_until_.value_or(core_.store_now() + core_.config.horizon);
}

void Jobs::stored(JobRow row) {
    const std::string id = row.definition->id;
    NearJob *job = find(id);
    if (job && job->row.version > row.version) return; // an older reading
    if (job && job->hopeless && job->row.version == row.version) return;
    if (!keep(row) && !(job && job->writing)) return erase(id);
    if (!job) job = near_.emplace(id, std::make_unique<NearJob>()).first->second.get();
    take_over(*job, std::move(row));
    if (!job->writing) schedule_look(*job);
}

void Jobs::take_over(NearJob &job, JobRow row) {
    if (job.row.version == row.version) return;
    job.hopeless = false;
    job.unusable.clear();
    job.timetable.reset();
    job.row = std::move(row);
    if (!job.row.readable) {
        job.unusable = "its row in the store cannot be read";
        return;
    }
    auto timetable = core_.timetable_of(*job.row.definition);
    if (timetable)
        job.timetable = timetable.value();
    else
        job.unusable = timetable.error().text;
}

void Jobs::renew_timetables() {
    for (auto &[id, job] : near_) {
        if (!job->timetable) continue;
        // A zone that has vanished is found, and told, when the row is read anew.
        if (auto timetable = core_.timetable_of(*job->row.definition)) job->timetable = timetable.value();
        job->outdated = job->writing;
    }
}

void Jobs::disable_unusable(NearJob &job) {
    disable(job, job.row.readable ? Reason::bad_schedule : Reason::unreadable, job.unusable);
}

void Jobs::schedule_look(NearJob &job) {
    if (std::exchange(job.outdated, false)) rechecks_.push_back(job.row);
    if (!job.unusable.empty()) return disable_unusable(job);
    const auto at = job.row.fire_at ? std::max(job.row.fire_at, job.row.look_at) : std::nullopt;
    if (!at || !keep(job.row)) return erase(std::string(job.row.definition->id));
    heap_.set(job, *at);
}

void Jobs::look_again_soon(NearJob &job) {
    heap_.set(job, core_.store_now() + kEarlyDelay);
}

void Jobs::tick() {
    if (!core_.joined || core_.stopping) return;
    const Instant now = core_.store_now();
    const bool stale = !refreshed_ || core_.now - *refreshed_ >= core_.config.refresh;
    const bool passed = covered_until_ && now >= *covered_until_ && near_.size() < core_.config.horizon_limit / 2;
    if (!reading_ && (stale || passed)) read_horizon();
    if (core_.clock.claims_held()) return;
    while (!heap_.empty() && heap_.first_deadline() <= now) {
        NearJob &job = heap_.first();
        heap_.remove(job);
        look_at(job);
    }
}

void Jobs::look_at(NearJob &job) {
    if (job.writing || job.starved) return; // looked at again when the answer, or capacity, is here
    const bool blind = !job.row.definition->calendars.empty() && !core_.calendars.known();
    if (blind) return heap_.set(job, core_.store_now() + kUnchangedDelay);
    const Look next = look(job.row, *job.timetable, core_.store_now());
    if (std::holds_alternative<LookNever>(next)) return erase(std::string(job.row.definition->id));
    if (const auto *later = std::get_if<LookLater>(&next)) return heap_.set(job, later->at);
    if (const auto *now_pass = std::get_if<LookPass>(&next)) return pass(job, *now_pass, Id{});
    if (core_.capacity.fits(job.row.definition->units) && starved_.empty()) {
        return claim(job, std::get<LookClaim>(next));
    }
    job.starved = true;
    starved_.emplace(*job.row.fire_at, job.row.definition->id);
}

void Jobs::retry_starved() {
    while (!starved_.empty() && !core_.stopping && !core_.clock.claims_held()) {
        const auto longest = starved_.begin();
        NearJob *job = find(longest->second);
        if (job && !job->writing && !core_.capacity.fits(job->row.definition->units)) return;
        starved_.erase(longest);
        if (!job || !job->starved) continue;
        job->starved = false;
        if (job->writing || !job->timetable) continue;
        const Look next = look(job->row, *job->timetable, core_.store_now());
        if (const auto *now_claim = std::get_if<LookClaim>(&next))
            claim(*job, *now_claim);
        else if (const auto *now_pass = std::get_if<LookPass>(&next))
            pass(*job, *now_pass, Id{});
        else
            schedule_look(*job);
    }
}

void Jobs::claim(NearJob &job, const LookClaim &look) {
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
    claim.max_active = job.row.definition->max_active;
    claim.fires = job.row.fires + 1;
    if (look.merged) claim.record = make_record(core_, job.row, *look.merged, claim.run_id);
    core_.capacity.take(job.row.definition->units);
    job.writing = true;
    core_.writes.push(std::move(claim), JobOwner{job.row.definition->id});
}

void Jobs::pass(NearJob &job, const LookPass &look, Id beside_run) {
    Pass pass;
    pass.job_id = job.row.definition->id;
    pass.version = job.row.version;
    pass.next_fire = look.next;
    pass.fire_at = pass.look_at = job.timetable->fire_at(look.next, job.row.fires);
    pass.record = make_record(core_, job.row, look.disposed, beside_run);
    job.writing = true;
    core_.writes.push(std::move(pass), JobOwner{job.row.definition->id});
}

void Jobs::reload(const std::string &job_id) {
    if (NearJob *job = find(job_id)) {
        job->writing = true;
        heap_.remove(*job);
    }
    core_.reads.push(ReadJob{job_id}, ForJob{job_id});
}

void Jobs::job_read(const std::string &job_id, const StorageAnswer &answer) {
    NearJob *job = find(job_id);
    if (job) job->writing = false;
    if (answer.status != CallStatus::ok || answer.jobs.empty()) return erase(job_id);
    const JobRow &row = answer.jobs.front();
    const bool unchanged = job && job->row.version == row.version;
    if (unchanged) job->row.version = 0; // whatever the store found wrong with the copy, it is taken anew
    stored(row);
    job = find(job_id);
    if (unchanged && job && job->slot.inside()) { // and tried again without haste
        heap_.set(*job, std::max(job->slot.deadline, core_.store_now() + kUnchangedDelay));
    }
}

std::optional<Moment> Jobs::next_wake() const {
    if (!core_.joined || core_.stopping) return std::nullopt;
    std::optional<Moment> wake;
    if (!reading_) wake = refreshed_ ? *refreshed_ + core_.config.refresh : core_.now;
    if (!heap_.empty() && !core_.clock.claims_held()) {
        const Moment look = core_.clock.moment_of(heap_.first_deadline());
        wake = wake ? std::min(*wake, look) : look;
    }
    return wake;
}

std::optional<Instant> Jobs::next_look() const {
    return heap_.empty() ? std::nullopt : std::optional(heap_.first_deadline());
}

Duration Jobs::overdue() const {
    if (!core_.clock.known()) return Duration{0};
    Instant oldest = core_.store_now();
    if (!heap_.empty()) oldest = std::min(oldest, heap_.first_deadline());
    if (!starved_.empty()) oldest = std::min(oldest, starved_.begin()->first);
    return core_.store_now() - oldest;
}

} // namespace gateway_scheduler::engine
