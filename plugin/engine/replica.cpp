#include "engine/replica.h"

#include "engine/mutation.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace gateway_scheduler::engine {

namespace {
// Of its own incarnations; what the store still knows of older ones does not matter any more.
constexpr std::size_t kOwnRemembered = 100;
} // namespace

void Replica::start() {
    state_ = State::joining;
    started_ = core_.now;
    take_new_incarnation();
    look_around();
}

void Replica::take_new_incarnation() {
    core_.incarnation = core_.new_id();
    own_.push_back(core_.incarnation);
    if (own_.size() > kOwnRemembered) own_.pop_front();
}

void Replica::leave() {
    if (state_ != State::member) {
        state_ = State::left;
        return;
    }
    state_ = State::leaving;
    core_.writes.push_first(Retire{core_.incarnation, 0, Retirement::by_itself});
}

void Replica::look_around() {
    if (looking_) return;
    looking_ = true;
    loses_ = false;
    looked_ = core_.now;
    look_again_at_.reset();
    core_.reads.push(ReadReplicas{}, ForReplica{});
}

void Replica::write_refused() {
    if (state_ == State::member) look_around();
}

std::optional<Id> Replica::session_of(Id incarnation) const {
    const auto found = incarnations_.find(incarnation);
    return found == incarnations_.end() ? std::nullopt : std::optional(found->second.session);
}

bool Replica::may_still_start(Id incarnation) const {
    const auto found = incarnations_.find(incarnation);
    if (found == incarnations_.end() || mutated(Mutation::starts_beside_the_older)) return false;
    return found->second.retired == Retirement::alive || found->second.retired == Retirement::by_join;
}

bool Replica::process_goes_on() const {
    const Id ours = core_.config.executor_session;
    return !ours.none() && std::any_of(incarnations_.begin(), incarnations_.end(),
                                       [&](const auto &entry) { return entry.second.session == ours; });
}

Replica::Turn Replica::replicas_read(const StorageAnswer &answer) {
    looking_ = false;
    if (answer.status != CallStatus::ok) return try_again(answer.error);
    incarnations_.clear();
    for (const ReplicaRow &row : answer.replicas) incarnations_[row.incarnation] = {row.session, row.retired};
    if (state_ == State::joining) return find_predecessor(answer);
    if (state_ == State::member) return check_own_row(answer);
    return Turn::none;
}

// A permanent failure ends a start; after that, whatever it is, it is tried again, ever more slowly.
Replica::Turn Replica::try_again(std::string failure) {
    failure_ = std::move(failure);
    look_again_at_ = core_.now + patience_.next();
    return state_ == State::joining ? Turn::failed : Turn::none;
}

// The host vouches that the earlier process is dead, and the row is that process's; or nobody else can have it open.
bool Replica::replaceable(const ReplicaRow &row) const {
    if (mutated(Mutation::replaces_the_living)) return true;
    if (came_later(row)) return false;
    if (core_.config.store_exclusive) return true;
    return core_.config.predecessor_dead && !row.data_directory.none() &&
           row.data_directory == core_.config.data_directory;
}

// It joined after this scheduler had started, which has not been able to join itself: perhaps its successor, and nobody
// that the host has vouched for. By the store's clock; a clock that was set back costs a lease.
bool Replica::came_later(const ReplicaRow &row) const {
    const bool own = std::find(own_.begin(), own_.end(), row.incarnation) != own_.end();
    if (own || !row.joined_at || mutated(Mutation::replaces_who_came_later)) return false;
    return *row.joined_at > core_.store_now() - (core_.now - started_);
}

Replica::Turn Replica::find_predecessor(const StorageAnswer &answer) {
    const ReplicaRow *predecessor = nullptr;
    for (const ReplicaRow &row : answer.replicas) {
        if (row.instance == core_.config.instance && row.retired == Retirement::alive) predecessor = &row;
    }
    // Whoever lives as this instance once the store knows this scheduler came after it, by whatever way.
    const ReplicaRow *own = newest_own(answer.replicas);
    const bool successor =
        own && predecessor && std::find(own_.begin(), own_.end(), predecessor->incarnation) == own_.end();
    const bool superseded = successor || replaced(answer.replicas);
    if (superseded && !mutated(Mutation::goes_on_when_superseded)) return give_way(answer.replicas);
    if (!predecessor) {
        join_in_place_of(Id{});
    } else if (replaceable(*predecessor)) {
        join_in_place_of(predecessor->incarnation);
    } else {
        observe(*predecessor, answer);
    }
    return Turn::none;
}

// Perhaps it lives: it is retired once it was silent for a lease.
void Replica::observe(const ReplicaRow &predecessor, const StorageAnswer &answer) {
    if (!observed_ || observed_->incarnation != predecessor.incarnation) {
        observed_ = Observed{predecessor.incarnation, {predecessor.beat, answer.received}};
    } else if (observed_->beats.silent(predecessor.beat, answer.sent, answer.received, core_.config)) {
        return core_.writes.push_first(Retire{predecessor.incarnation, predecessor.beat, Retirement::by_observer});
    }
    look_again_at_ = core_.now + core_.config.lease / 3;
}

void Replica::join_in_place_of(Id predecessor) {
    beat_sent_ = core_.now;
    core_.writes.push_first(Join{predecessor});
}

Replica::Turn Replica::check_own_row(const StorageAnswer &answer) {
    const auto own = std::find_if(answer.replicas.begin(), answer.replicas.end(),
                                  [this](const ReplicaRow &row) { return row.incarnation == core_.incarnation; });
    if (own != answer.replicas.end() && own->retired == Retirement::alive) {
        watch_neighbours(answer);
        return Turn::none;
    }
    if (!replaced(answer.replicas) || mutated(Mutation::goes_on_when_superseded)) return fence();
    return give_way(answer.replicas);
}

// The newest incarnation of this scheduler that the store knows: a join may have taken effect though its answer was
// lost.
const ReplicaRow *Replica::newest_own(const std::vector<ReplicaRow> &rows) const {
    for (const Id own : own_ | std::views::reverse) {
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [own](const ReplicaRow &candidate) { return candidate.incarnation == own; });
        if (row != rows.end()) return &*row;
    }
    return nullptr;
}

// Has somebody else joined in its place?
bool Replica::replaced(const std::vector<ReplicaRow> &rows) const {
    const ReplicaRow *own = newest_own(rows);
    return own && own->retired == Retirement::by_join;
}

Replica::Turn Replica::give_way(const std::vector<ReplicaRow> &rows) {
    state_ = State::superseded;
    adopted_ = core_.config.executor_answers && std::any_of(rows.begin(), rows.end(), [this](const ReplicaRow &row) {
                   return row.instance == core_.config.instance && row.retired == Retirement::alive &&
                          row.session == core_.config.executor_session;
               });
    core_.joined = false;
    core_.log(LogLevel::error,
              "another scheduler has joined as instance " + core_.config.instance + ": this one does nothing more");
    return Turn::superseded;
}

// What a retirement comes to is seen at the next look.
void Replica::watch_neighbours(const StorageAnswer &answer) {
    neighbours_.seen(answer.replicas, answer.sent, answer.received);
    const std::vector<Retire> expired = neighbours_.take_expired();
    for (const Retire &retire : expired) {
        core_.log(LogLevel::warning, "another replica shows no sign of life and is retired");
        core_.writes.push_first(retire);
    }
}

Replica::Turn Replica::fence() {
    core_.log(LogLevel::error, "the lease is lost: going executions are canceled, and the scheduler joins again");
    core_.joined = false;
    beating_ = false;
    neighbours_.left();
    state_ = State::joining;
    take_new_incarnation();
    look_around();
    return Turn::fenced;
}

Replica::Turn Replica::write_answered(const Write &call, const StorageAnswer &answer) {
    const ItemOutcome outcome = answer.items.empty() ? ItemOutcome::bad : answer.items.front().outcome;
    const bool done = outcome == ItemOutcome::done || outcome == ItemOutcome::already;
    if (std::holds_alternative<Beat>(call)) {
        beating_ = false;
        if (answer.status == CallStatus::ok && done) {
            lease_from_ = answer.sent;
            patience_.reset();
        } else if (answer.status == CallStatus::ok) {
            write_refused();
        } else {
            beat_again_at_ = core_.now + patience_.next(); // the lease goes on running
        }
        return Turn::none;
    }
    if (std::holds_alternative<Retire>(call)) {
        if (state_ == State::leaving) {
            state_ = State::left;
            core_.joined = false;
            return Turn::left;
        }
        // One's predecessor, or another replica: what has come of it is read.
        if (state_ == State::member)
            look_around();
        else
            look_again_at_ = core_.now + patience_.next();
        return Turn::none;
    }
    if (answer.status != CallStatus::ok) return try_again(answer.error);
    if (!done) { // somebody else of this instance was quicker, or this incarnation was retired
        if (outcome == ItemOutcome::refused) take_new_incarnation();
        look_again_at_ = core_.now + patience_.next();
        return Turn::none;
    }
    patience_.reset();
    state_ = State::member;
    core_.joined = true;
    // One that was sent again has been a member, and seen, since it was sent first.
    lease_from_ = outcome == ItemOutcome::done ? answer.sent : beat_sent_;
    beat_again_at_.reset();
    observed_.reset();
    look_around(); // at the other replicas
    return Turn::joined;
}

Duration Replica::beat_interval() const {
    return mutated(Mutation::beats_too_rarely) ? core_.config.lease : core_.config.lease / 3;
}

// When it fences itself unless a beat is answered before; none: nobody else may take its place.
std::optional<Moment> Replica::lease_end() const {
    if (core_.config.store_exclusive || mutated(Mutation::never_fences)) return std::nullopt;
    return lease_from_ + core_.config.lease * 2 / 3;
}

Replica::Turn Replica::tick() {
    const bool inside = state_ == State::joining || state_ == State::member;
    if (inside && look_again_at_ && core_.now >= *look_again_at_) look_around();
    const std::optional<Moment> end = lease_end();
    const bool expired = end && core_.now >= *end;
    if (state_ == State::leaving && expired) { // its retirement is not answered: somebody else may retire it
        state_ = State::left;
        return Turn::fenced;
    }
    if (state_ != State::member) return Turn::none;
    if (!core_.config.store_exclusive && core_.now - looked_ >= look_interval()) look_around();
    if (expired) return fence();
    const bool again = beat_again_at_ && core_.now >= *beat_again_at_;
    if (!beating_ && (again || core_.now - beat_sent_ >= beat_interval())) {
        beating_ = true;
        beat_again_at_.reset();
        beat_sent_ = core_.now;
        core_.writes.push_first(Beat{});
    }
    return Turn::none;
}

// Whoever loses claims may have a neighbour that it does not know of yet, and that their jobs prefer.
Duration Replica::look_interval() {
    constexpr Duration after_losses = std::chrono::seconds(1);
    const bool loses = std::exchange(losses_, core_.stats.claims_lost) != core_.stats.claims_lost;
    loses_ = loses_ || loses;
    return loses_ ? std::min(after_losses, core_.config.lease / 3) : core_.config.lease / 3;
}

std::optional<Moment> Replica::next_wake() const {
    if (state_ == State::joining) return look_again_at_;
    const std::optional<Moment> end = lease_end();
    if (state_ == State::leaving) return end;
    if (state_ != State::member) return std::nullopt;
    std::optional<Moment> wake = look_again_at_;
    const auto consider = [&wake](Moment at) { wake = wake ? std::min(*wake, at) : at; };
    if (end) consider(*end);
    if (!beating_) consider(beat_sent_ + beat_interval());
    if (!beating_ && beat_again_at_) consider(*beat_again_at_);
    if (!core_.config.store_exclusive && !looking_) consider(looked_ + core_.config.lease / 3);
    return wake;
}

} // namespace gateway_scheduler::engine
