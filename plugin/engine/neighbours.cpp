#include "engine/neighbours.h"

#include "engine/mutation.h"

#include <utility>

namespace gateway_scheduler::engine {

namespace {

struct Instance {
    bool alive = false;
    bool observed = false; // its last incarnation was retired by an observer, after a whole lease
};

} // namespace

void Neighbours::seen(const std::vector<ReplicaRow> &rows, Moment sent, Moment received) {
    std::map<std::string, Instance> instances;
    for (const ReplicaRow &row : rows) { // in the order of their joining
        if (row.instance == core_.config.instance) continue;
        Instance &instance = instances[row.instance];
        instance.alive = instance.alive || row.retired == Retirement::alive;
        instance.observed = row.retired == Retirement::by_observer;
        if (row.retired == Retirement::alive)
            watch(row, sent, received);
        else
            alive_.erase(row.incarnation);
    }
    std::vector<std::string> living;
    for (const auto &[name, instance] : instances) {
        if (instance.alive) living.push_back(name);
        if (instance.alive)
            gone_.erase(name);
        else
            watch_instance(name, instance.observed, sent, received);
    }
    core_.affinity.others_alive(std::move(living));
}

// Where only one process can open the store, nobody else is alive.
void Neighbours::watch(const ReplicaRow &row, Moment sent, Moment received) {
    const auto [known, first] = alive_.try_emplace(row.incarnation, row.beat, received);
    const bool silent =
        !first && known->second.silent(row.beat, sent, received, core_.config) && !mutated(Mutation::never_observes);
    if (silent || core_.config.store_exclusive) {
        expired_.push_back({row.incarnation, row.beat, Retirement::by_observer});
    }
}

// One that retired by itself is perhaps about to be replaced: its successor has a lease to come back.
void Neighbours::watch_instance(const std::string &instance, bool observed, Moment sent, Moment received) {
    Gone &gone = gone_.try_emplace(instance, Gone{received, false}).first->second;
    if (gone.orphaned) return;
    const bool at_once = observed || core_.config.store_exclusive;
    if (!at_once && sent - gone.since < core_.config.lease) return;
    gone.orphaned = true;
    orphaned_.push_back(instance);
}

bool Neighbours::may_take_over(const std::string &instance) const {
    if (instance == core_.config.instance || core_.config.store_exclusive) return true;
    const auto found = gone_.find(instance);
    return found != gone_.end() && found->second.orphaned;
}

void Neighbours::left() {
    core_.affinity.others_alive({});
    alive_.clear();
    gone_.clear();
    expired_.clear();
    orphaned_.clear();
}

} // namespace gateway_scheduler::engine
