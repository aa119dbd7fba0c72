// watch.cpp - see watch.h.
#include "watch.h"

namespace conformance::kit {

Watch::Inside::Inside(Watch &watch, const char *hook) : watch_(watch) {
    const std::scoped_lock hold(watch_.mutex_);
    entry_ = watch_.inside_.insert(watch_.inside_.end(), Entry{hook, Clock::now()});
}

Watch::Inside::~Inside() {
    const std::scoped_lock hold(watch_.mutex_);
    watch_.inside_.erase(entry_);
}

std::optional<std::string> Watch::inside_longer_than(Clock::duration limit) const {
    const std::scoped_lock hold(mutex_);
    for (const Inside::Entry &entry : inside_) {
        if (Clock::now() - entry.since > limit) return entry.hook;
    }
    return std::nullopt;
}

void Watch::note(const std::string &check, const std::string &fault) {
    const std::scoped_lock hold(mutex_);
    faults_.emplace(check, fault);
}

std::optional<std::string> Watch::fault(const std::string &check) const {
    const std::scoped_lock hold(mutex_);
    const auto found = faults_.find(check);
    if (found == faults_.end()) return std::nullopt;
    return found->second;
}

} // namespace conformance::kit
