#include "engine/jobs.h"

#include "engine/mutation.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {
// How long a look is put off when the store's clock turns out to be behind the estimate.
constexpr Duration kEarlyDelay = std::chrono::milliseconds(5);
// Between two readings of the horizon that were asked for.
constexpr Duration kRefreshPause = std::chrono::milliseconds(100);
// How long when the store refuses a write of a row that nobody has written since.
constexpr Duration kUnchangedDelay = std::chrono::seconds(1);
} // namespace

Jobs::NearJob *Jobs::find(const std::string &job_id) {
    const auto found = near_.find(job_id);
    return found == near_.end() ? nullptr : &found->second;
}

// The reference finds it at once, unless the job has left the horizon and come back.
Jobs::NearJob *Jobs::find(JobRef ref, const std::string &job_id) {
    NearJob *job = refs_.find(ref);
    return job ? job : find(job_id);
}

Jobs::NearJob &Jobs::add(const std::string &job_id) {
    NearJob &job = near_[job_id];
    job.ref = refs_.add(job);
    return job;
}

void Jobs::erase(const std::string &job_id) {
    const auto found = near_.find(job_id);
    if (found == near_.end()) return;
    heap_.remove(found->second);
    set_deferred(found->second, false);
    refs_.remove(found->second.ref);
    near_.erase(found);
}

void Jobs::removed(const std::string &job_id) {
    erase(job_id);
}

void Jobs::left() {
    for (auto &[id, job] : near_) {
        heap_.remove(job);
        refs_.remove(job.ref);
    }
    near_.clear();
    starved_.clear();
    waits_.clear();
    deferred_ = 0;
    covered_until_.reset();
    refreshed_.reset();
    refresh_asked_ = false;
    yielded_.clear();
    reading_yielded_.reset();
    reading_ = false;
}

// What is due is kept in any case: the answer of an old reading may have left the horizon's end in the past. As long as
// there is room, so is what lies within a whole horizon from now, though the next reading would bring it: a job of
// every minute is not read and parsed anew for each of its fires.
bool Jobs::keep(const JobRow &row) const {
    const Instant now = core_.store_now();
    const bool room = near_.size() < core_.config.horizon_limit;
    const Instant end = room ? now + core_.config.horizon : now;
    return row.look_at && *row.look_at <= std::max(end, covered_until_.value_or(end));
}

// When it made up for something last is known here alone, and counts until its next turn.
bool Jobs::paced(const NearJob &job) const {
    return job.made_up_at && core_.now < *job.made_up_at + core_.config.catch_up_interval;
}

void Jobs::stored(const JobRow &row) {
    const std::string &id = row.definition->id;
    NearJob *job = find(id);
    if (job) job->known = core_.now;
    if (job && job->row.version > row.version) return; // an older reading
    if (job && job->hopeless_until && core_.now < *job->hopeless_until && job->row.version == row.version) return;
    const std::int32_t limit = row.definition->disable_after_failures;
    const bool failing = limit > 0 && row.failures_in_row >= limit && !row.definition->paused;
    if (!keep(row) && !failing && !(job && (job->writing || paced(*job)))) return erase(id);
    if (!job) job = &add(id);
    job->known = core_.now;
    take_over(*job, row);
    if (!job->writing) schedule_look(*job);
}

void Jobs::take_over(NearJob &job, const JobRow &row) {
    job.hopeless_until.reset();
    if (job.row.version == row.version) return;
    job.starved = false; // its priority may be another one
    job.yielded_at.reset();
    job.unusable.clear();
    job.timetable.reset();
    job.row = row;
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
        if (!job.timetable) continue;
        // A zone that has vanished is found, and told, when the row is read anew.
        if (auto timetable = core_.timetable_of(*job.row.definition)) job.timetable = timetable.value();
        job.outdated = job.writing;
    }
}

void Jobs::disable_unusable(NearJob &job) {
    if (mutated(Mutation::leaves_the_unreadable)) return heap_.remove(job);
    disable(job, job.row.readable ? Reason::bad_schedule : Reason::unreadable, job.unusable);
}

void Jobs::schedule_look(NearJob &job) {
    if (std::exchange(job.outdated, false)) rechecks_.push_back(job.row);
    if (!job.unusable.empty()) return disable_unusable(job);
    if (brake(job)) return;
    if (over(job)) finished_.push_back(job.row.definition->id);
    const auto at = job.row.fire_at ? std::max(job.row.fire_at, job.row.look_at) : std::nullopt;
    if (!at || !(keep(job.row) || paced(job))) return erase(std::string(job.row.definition->id));
    if (*at > *job.row.fire_at && *job.row.fire_at <= core_.store_now()) { // blocked, when it was looked at last
        set_deferred(job, true);
        waits_[active_key(*job.row.definition)].insert(job.row.definition->id);
    }
    heap_.set(job, *at);
}

// Too many runs in a row have failed: judged at every look, and when one has closed.
bool Jobs::brake(NearJob &job) {
    const std::int32_t limit = job.row.definition->disable_after_failures;
    const std::int64_t early = mutated(Mutation::disables_too_early) && limit > 1 ? 1 : 0;
    const bool reached = job.row.failures_in_row + early >= limit && !mutated(Mutation::ignores_failures);
    if (limit <= 0 || !reached || job.row.definition->paused) return false;
    const std::int64_t failures = job.row.failures_in_row;
    disable(job, Reason::failures,
            failures == 1 ? "its last run failed" : "its last " + std::to_string(failures) + " runs failed");
    return true;
}

// It can fire no more, and is to be deleted then.
bool Jobs::over(const NearJob &job) const {
    const Definition &definition = *job.row.definition;
    const bool ends = definition.delete_when_finished && !definition.paused && !job.row.next_fire;
    return ends && job.timetable->over(core_.store_now(), job.row.fires);
}

void Jobs::set_deferred(NearJob &job, bool deferred) {
    if (job.deferred != deferred) deferred_ += deferred ? 1 : std::size_t(-1);
    job.deferred = deferred;
}

void Jobs::look_again_soon(NearJob &job) {
    heap_.set(job, core_.store_now() + kEarlyDelay);
}

void Jobs::refresh() {
    refresh_asked_ = true;
}

Moment Jobs::refresh_due() const {
    if (!refreshed_) return core_.now;
    return *refreshed_ + (refresh_asked_ ? std::min(kRefreshPause, core_.config.refresh) : core_.config.refresh);
}

void Jobs::tick() {
    if (!core_.joined || (core_.stopping && !mutated(Mutation::claims_while_stopping))) return;
    const Instant now = core_.store_now();
    const bool stale = core_.now >= refresh_due();
    const bool passed = covered_until_ && now >= *covered_until_ && near_.size() < core_.config.horizon_limit / 2;
    if (!reading_ && (stale || passed)) read_horizon();
    if (core_.clock.claims_held()) return;
    while (!heap_.empty() && heap_.first_deadline() <= now) {
        NearJob &job = heap_.first();
        heap_.remove(job);
        look_at(job);
    }
    take_turns();
}

// While a write of it is under way, that one's answer tells whether the row is still what it was.
void Jobs::changed_outside(const std::string &job_id, const JobRow *row) {
    if (row) return stored(*row);
    const NearJob *job = find(job_id);
    if (job && !job->writing) erase(job_id);
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
    const bool unchanged = job && std::exchange(job->refused, 0) == row.version;
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
    if (!reading_) wake = refresh_due();
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
    constexpr std::ptrdiff_t kEnough = 100; // the ranks are nearly in the order of the instants
    auto waiting = starved_.begin();
    for (std::ptrdiff_t i = 0; i < kEnough && waiting != starved_.end(); ++i, ++waiting) {
        const auto job = near_.find(waiting->second);
        if (job != near_.end() && job->second.row.fire_at) oldest = std::min(oldest, *job->second.row.fire_at);
    }
    return core_.store_now() - oldest;
}

} // namespace gateway_scheduler::engine
