#include "engine/replica.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

void Replica::start() {
    state_ = State::joining;
    core_.incarnation = core_.new_id();
    look_around();
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
    look_again_at_.reset();
    core_.reads.push(ReadReplicas{}, ForReplica{});
}

void Replica::write_refused() {
    if (state_ == State::member) look_around();
}

std::optional<Id> Replica::session_of(Id incarnation) const {
    const auto found = sessions_.find(incarnation);
    return found == sessions_.end() ? std::nullopt : std::optional(found->second);
}

bool Replica::process_goes_on() const {
    const Id ours = core_.config.executor_session;
    return !ours.none() &&
           std::any_of(sessions_.begin(), sessions_.end(), [&](const auto &entry) { return entry.second == ours; });
}

Replica::Turn Replica::replicas_read(const StorageAnswer &answer) {
    looking_ = false;
    if (answer.status != CallStatus::ok) return try_again(answer.error);
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
    if (core_.config.store_exclusive) return true;
    return core_.config.predecessor_dead && !row.data_directory.none() &&
           row.data_directory == core_.config.data_directory;
}

Replica::Turn Replica::find_predecessor(const StorageAnswer &answer) {
    sessions_.clear();
    const ReplicaRow *predecessor = nullptr;
    for (const ReplicaRow &row : answer.replicas) {
        sessions_[row.incarnation] = row.session;
        if (row.instance == core_.config.instance && row.retired == Retirement::alive) predecessor = &row;
    }
    if (!predecessor) {
        join_in_place_of(Id{});
    } else if (replaceable(*predecessor)) {
        join_in_place_of(predecessor->incarnation);
    } else if (!observed_ || observed_->incarnation != predecessor->incarnation ||
               observed_->beat != predecessor->beat) {
        observed_ = Observed{predecessor->incarnation, predecessor->beat, answer.sent};
        look_again_at_ = core_.now + core_.config.lease / 3;
    } else if (answer.sent - observed_->since < core_.config.lease) {
        look_again_at_ = core_.now + core_.config.lease / 3;
    } else {
        core_.writes.push_first(Retire{observed_->incarnation, observed_->beat, Retirement::by_observer});
    }
    return Turn::none;
}

void Replica::join_in_place_of(Id predecessor) {
    beat_sent_ = core_.now;
    core_.writes.push_first(Join{predecessor});
}

Replica::Turn Replica::check_own_row(const StorageAnswer &answer) {
    const auto own = std::find_if(answer.replicas.begin(), answer.replicas.end(),
                                  [this](const ReplicaRow &row) { return row.incarnation == core_.incarnation; });
    if (own != answer.replicas.end() && own->retired == Retirement::alive) return Turn::none;
    const bool replaced = own != answer.replicas.end() && own->retired == Retirement::by_join;
    if (!replaced) return fence();
    state_ = State::superseded;
    core_.joined = false;
    core_.log(LogLevel::error,
              "another scheduler has joined as instance " + core_.config.instance + ": this one does nothing more");
    return Turn::superseded;
}

Replica::Turn Replica::fence() {
    core_.log(LogLevel::error, "the lease is lost: going executions are canceled, and the scheduler joins again");
    core_.joined = false;
    beating_ = false;
    state_ = State::joining;
    core_.incarnation = core_.new_id();
    look_around();
    return Turn::fenced;
}

Replica::Turn Replica::write_answered(const Write &call, const StorageAnswer &answer) {
    const ItemOutcome outcome = answer.items.empty() ? ItemOutcome::bad : answer.items.front().outcome;
    const bool done = outcome == ItemOutcome::done || outcome == ItemOutcome::already;
    if (std::holds_alternative<Beat>(call)) {
        beating_ = false;
        if (answer.status == CallStatus::ok && done)
            lease_from_ = beat_sent_;
        else if (answer.status == CallStatus::ok)
            write_refused();
        return Turn::none;
    }
    if (std::holds_alternative<Retire>(call)) {
        if (state_ == State::leaving) {
            state_ = State::left;
            core_.joined = false;
            return Turn::left;
        }
        look_again_at_ = core_.now + patience_.next();
        return Turn::none;
    }
    if (answer.status != CallStatus::ok) return try_again(answer.error);
    if (!done) { // somebody else of this instance was quicker, or this incarnation was retired
        if (outcome == ItemOutcome::refused) core_.incarnation = core_.new_id();
        look_again_at_ = core_.now + patience_.next();
        return Turn::none;
    }
    patience_.reset();
    state_ = State::member;
    core_.joined = true;
    lease_from_ = beat_sent_;
    observed_.reset();
    return Turn::joined;
}

Replica::Turn Replica::tick() {
    const bool inside = state_ == State::joining || state_ == State::member;
    if (inside && look_again_at_ && core_.now >= *look_again_at_) look_around();
    if (state_ != State::member) return Turn::none;
    const Duration age = core_.now - lease_from_;
    if (!core_.config.store_exclusive && age >= core_.config.lease * 2 / 3) return fence();
    if (!beating_ && core_.now - beat_sent_ >= core_.config.lease / 3) {
        beating_ = true;
        beat_sent_ = core_.now;
        core_.writes.push_first(Beat{});
    }
    return Turn::none;
}

std::optional<Moment> Replica::next_wake() const {
    if (state_ == State::joining) return look_again_at_;
    if (state_ != State::member) return std::nullopt;
    std::optional<Moment> wake = look_again_at_;
    const auto consider = [&wake](Moment at) { wake = wake ? std::min(*wake, at) : at; };
    if (!core_.config.store_exclusive) consider(lease_from_ + core_.config.lease * 2 / 3);
    if (!beating_) consider(beat_sent_ + core_.config.lease / 3);
    return wake;
}

} // namespace gateway_scheduler::engine
