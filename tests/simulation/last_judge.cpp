#include "last_judge.h"

#include "notes.h"

namespace simulation {

using namespace engine;

std::vector<std::string> LastJudge::judge(const Chronicle &chronicle) {
    for (const Deed &deed : chronicle.deeds()) {
        present_ = &deed;
        if (deed.kind == DeedKind::committed) committed(deed);
        if (deed.kind == DeedKind::started) started(deed);
        if (deed.kind == DeedKind::told) told(deed);
        if (deed.kind == DeedKind::promised) silent_.insert(deed.promised);
    }
    finish();
    return violations_;
}

void LastJudge::say(const Deed &deed, const std::string &what) {
    constexpr std::size_t kEnough = 100;
    if (violations_.size() < kEnough) violations_.push_back(text(deed.at) + " afterwards: " + what);
}

void LastJudge::committed(const Deed &deed) {
    const bool joins = deed.change == ChangeKind::joined;
    const bool retires = deed.change == ChangeKind::retired; // a newcomer does so before it joins
    if (joins || retires) return joined(deed);
    if (!members_.contains(deed.by)) say(deed, "a write of somebody who is no member");
    const bool raised = deed.job_after && (!deed.job_before || deed.job_after->version != deed.job_before->version);
    if (raised && deed.job_after->version <= newest_version_) {
        say(deed, "a version of " + deed.job_after->definition->id + " was used again");
    }
    if (raised) newest_version_ = deed.job_after->version;
    switch (deed.change) {
    case ChangeKind::put:
        return put(deed);
    case ChangeKind::removed:
        return removed(deed);
    case ChangeKind::passed:
        return passed(deed);
    case ChangeKind::claimed:
        return claimed(deed);
    case ChangeKind::begun:
    case ChangeKind::updated:
    case ChangeKind::cancel_asked:
    case ChangeKind::held:
        return run_changed(deed);
    default:
        return;
    }
}

// An incarnation is a member from its join to its retirement, and never again.
void LastJudge::joined(const Deed &deed) {
    members_.erase(deed.retired);
    if (deed.change == ChangeKind::joined && !members_.insert(deed.by).second) say(deed, "an incarnation joined twice");
}

void LastJudge::run_changed(const Deed &deed) {
    const RunLine &before = *deed.run_before;
    const RunLine &after = *deed.run_after;
    const auto name = [&] { return "run " + text(after.id) + " of " + after.job_id + ' '; };
    Life &life = runs_[after.id];
    const bool same = life.last.state == before.state && life.last.epoch == before.epoch &&
                      life.last.attempt == before.attempt && life.last.outcome == before.outcome;
    if (!same) say(deed, name() + "was not as the history had left it");
    if (before.state == RunState::closed && after.outcome != before.outcome) say(deed, name() + "has two outcomes");
    const bool written = deed.change == ChangeKind::updated;
    const bool fenced = after.epoch == before.epoch && before.owner == deed.by;
    if (written && !fenced) say(deed, name() + "was written with another's epoch");
    const bool taken = deed.change == ChangeKind::begun && before.owner != deed.by && members_.contains(before.owner);
    if (taken) say(deed, name() + "was taken from a member");
    if (before.state != RunState::closed && after.state == RunState::closed) {
        active_[after.key].erase(after.id);
        life.closed = true;
    }
    if (after.owner != before.owner) life.owner_before = after.attempt == before.attempt ? before.owner : Id{};
    life.last = after;
    life.changed_at = deed.at;
    if (deed.job_after) armed(deed);
}

void LastJudge::started(const Deed &deed) {
    const auto found = runs_.find(deed.run_after->id);
    const std::int32_t attempt = deed.run_after->attempt;
    const auto name = [&] {
        return "attempt " + std::to_string(attempt) + " of run " + text(deed.run_after->id) + ' ';
    };
    if (found == runs_.end()) return say(deed, name() + "was started and never claimed");
    Life &life = found->second;
    if (life.started >= attempt) say(deed, name() + "was started twice");
    if (life.last.state != RunState::claimed || life.last.attempt != attempt)
        say(deed, name() + "was not to be started");
    if (life.last.owner != deed.by && life.owner_before != deed.by)
        say(deed, name() + "was started by somebody who does not own it");
    if (silent_.contains(life.last.job_id)) say(deed, name() + "was started after a pause or a removal had returned");
    life.started = attempt;
}

// A notice comes after the outcome and tells that one.
void LastJudge::told(const Deed &deed) {
    const auto found = runs_.find(deed.run_after->id);
    const auto name = [&] { return "the notice of run " + text(deed.run_after->id) + ' '; };
    if (found == runs_.end() || !found->second.closed) return say(deed, name() + "came before its end");
    if (found->second.last.outcome != deed.run_after->outcome) say(deed, name() + "tells another outcome");
}

void LastJudge::finish() {
    if (!present_) return;
    for (const auto &[id, life] : runs_) {
        const bool fresh = present_->at - life.changed_at < std::chrono::minutes(10); // it is going
        if (!life.closed && !fresh) say(*present_, "run " + text(id) + " of " + life.last.job_id + " has no end");
    }
}

} // namespace simulation
