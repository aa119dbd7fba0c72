// The engine's membership in the store: joins, beats, notices when it was retired, fences itself when the store is out
// of reach for too long (protocol.md, "Replicas"). Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/neighbours.h"

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

namespace gateway_scheduler::engine {

class Replica {
  public:
    Replica(Core &core, Neighbours &neighbours) : core_(core), neighbours_(neighbours) {}

    enum class State : std::uint8_t {
        outside, // not started
        joining,
        member,
        superseded, // another process of this instance has joined in its place: nothing more is done
        leaving,    // retiring itself
        left
    };

    // What an answer means for the rest of the engine.
    enum class Turn : std::uint8_t { none, joined, fenced, superseded, failed, left };

    void start();
    void leave();
    void give_up() { state_ = State::left; } // without telling the store
    Turn tick();                             // fenced: the lease is about to run out; it joins again by itself
    Turn replicas_read(const StorageAnswer &answer);
    Turn write_answered(const Write &call, const StorageAnswer &answer);
    void write_refused(); // an item was refused: find out whether this incarnation is retired

    State state() const { return state_; }
    bool observing() const { return state_ == State::joining && observed_.has_value(); }
    std::optional<Moment> next_wake() const;
    const std::string &failure() const { return failure_; } // after Turn::failed
    bool adopted() const { return adopted_; }               // after Turn::superseded: the successor has our executor

    // Another scheduler has been a member with this executor's session: the process goes on, and no instance has
    // started.
    bool process_goes_on() const;

    // The executor session of an incarnation, as it was read last.
    std::optional<Id> session_of(Id incarnation) const;
    // It did not leave by itself: what it was permitted to start it may start until the permission runs out.
    bool may_still_start(Id incarnation) const;

  private:
    Turn fence();
    std::optional<Moment> lease_end() const;
    void look_around();
    void join_in_place_of(Id predecessor);
    Turn try_again(std::string failure);
    Turn find_predecessor(const StorageAnswer &answer);
    void observe(const ReplicaRow &predecessor, const StorageAnswer &answer);
    Turn check_own_row(const StorageAnswer &answer);
    void watch_neighbours(const StorageAnswer &answer);
    bool replaceable(const ReplicaRow &row) const;
    bool came_later(const ReplicaRow &row) const;
    const ReplicaRow *newest_own(const std::vector<ReplicaRow> &rows) const;
    bool replaced(const std::vector<ReplicaRow> &rows) const;
    Turn give_way(const std::vector<ReplicaRow> &rows);
    void take_new_incarnation();
    Duration beat_interval() const;
    Duration look_interval();

    struct Observed {
        Id incarnation;
        BeatWatch beats;
    };

    Core &core_;
    Neighbours &neighbours_;
    State state_ = State::outside;
    bool adopted_ = false;
    bool looking_ = false;
    bool beating_ = false;
    std::optional<Moment> look_again_at_;
    Backoff patience_;                 // between tries that came to nothing
    std::optional<Observed> observed_; // a predecessor that may be alive
    std::deque<Id> own_;               // incarnations of this scheduler, the newest last
    Moment started_{};                 // when the host vouched for what it vouches for
    Moment looked_{};                  // when the replicas were asked for last
    std::int64_t losses_ = 0;          // claims that were lost, as counted last
    bool loses_ = false;               // some were, since the replicas were asked for last
    Moment beat_sent_{};
    std::optional<Moment> beat_again_at_; // after one that failed
    Moment lease_from_{};                 // when the last beat that succeeded was sent
    std::string failure_;
    struct Incarnation {
        Id session;
        Retirement retired = Retirement::alive;
    };
    std::unordered_map<Id, Incarnation> incarnations_; // as they were read last
};

} // namespace gateway_scheduler::engine
