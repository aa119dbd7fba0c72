// The account of each job: its instants are disposed of one after the other, each once.
#include "last_judge.h"

#include "notes.h"

#include <algorithm>

namespace simulation {

using namespace engine;

namespace {

bool same_timetable(const Definition &a, const Definition &b) {
    return a.schedule == b.schedule && a.zone == b.zone && a.dst_gap == b.dst_gap && a.dst_overlap == b.dst_overlap &&
           a.start_at == b.start_at && a.end_at == b.end_at && a.max_runs == b.max_runs;
}

bool of_instants(const std::optional<RecordLine> &record) {
    return record && record->kind != RecordKind::event && record->first && record->last;
}

} // namespace

// From `first` on, which is what is owed, to `last`.
void LastJudge::dispose(Account &account, const std::string &job_id, Instant first, Instant last) {
    if (!account.sure) return;
    if (account.owed != first) {
        say(*present_,
            "of job " + job_id + " " + text(account.owed) + " was owed, and " + text(first) + " was disposed of");
    }
    if (last < first) say(*present_, "a record of job " + job_id + " ends before it begins");
    // The instants of a completion-anchored job go back with the clock.
    const bool anchored = account.calendar && account.calendar->from_completion();
    if (anchored && account.disposed && last < *account.disposed) account.claimed.clear();
    account.disposed = account.disposed && !anchored ? std::max(*account.disposed, last) : last;
}

// What the row says to come next is the next one of its calendar, unless its runs are used up or a run is to arm it.
void LastJudge::advance(Account &account, const JobLine &after, const std::string &job_id) {
    account.owed = after.next_fire;
    if (!account.sure || !account.calendar || account.calendar->from_completion() || !account.disposed) return;
    const std::int64_t most = after.definition->max_runs;
    auto expected = account.calendar->next(*account.disposed);
    if (most > 0 && after.fires >= most) expected.reset();
    if (after.next_fire != expected) {
        say(*present_, "after " + text(account.disposed) + " job " + job_id + " owes " + text(expected) +
                           ", and says " + text(after.next_fire));
    }
}

void LastJudge::put(const Deed &deed) {
    const JobLine &after = *deed.job_after;
    const std::string &id = after.definition->id;
    if (!after.definition->paused) silent_.erase(id);
    Account &account = accounts_[id];
    if (!deed.job_before) account = Account();
    account.generation = after.generation;
    if (deed.job_before && deed.job_before->readable) {
        const bool recorded = of_instants(deed.record);
        if (recorded) dispose(account, id, *deed.record->first, *deed.record->last);
        const bool moved = after.next_fire != deed.job_before->next_fire;
        const bool due = deed.job_before->next_fire && *deed.job_before->next_fire <= deed.at;
        if (moved && due && !recorded) say(deed, "an edit of job " + id + " lost " + text(deed.job_before->next_fire));
        if (moved && !recorded && account.sure && same_timetable(*deed.job_before->definition, *after.definition) &&
            !deed.job_before->definition->paused && deed.job_before->next_fire) {
            say(deed, "an edit of job " + id + " moved its next fire though its timetable is the same");
        }
    } else if (deed.job_before) { // nobody knows what was owed
        account = Account();
        account.generation = after.generation;
        account.counted = false;
    }
    account.calendar = Calendar::of(*after.definition, zones_);
    account.owed = after.next_fire;
    account.sure = after.readable;
    const bool again = account.disposed && after.next_fire && *after.next_fire <= *account.disposed;
    if (again && account.calendar && !account.calendar->from_completion()) {
        say(deed, "an edit of job " + id + " brings back " + text(after.next_fire));
    }
}

void LastJudge::removed(const Deed &deed) {
    const JobLine &before = *deed.job_before;
    const std::string &id = before.definition->id;
    const auto found = accounts_.find(id);
    if (found == accounts_.end()) return say(deed, "job " + id + " was removed and never there");
    if (of_instants(deed.record)) dispose(found->second, id, *deed.record->first, *deed.record->last);
    const bool due = before.readable && before.next_fire && *before.next_fire <= deed.at;
    if (due && !of_instants(deed.record)) say(deed, "the removal of job " + id + " lost " + text(before.next_fire));
    accounts_.erase(found);
}

void LastJudge::claimed(const Deed &deed) {
    const RunLine &run = *deed.run_after;
    const JobLine &before = *deed.job_before;
    const JobLine &after = *deed.job_after;
    if (!runs_.try_emplace(run.id, Life{run, false, 0, deed.at, {}}).second) say(deed, "a run was claimed twice");
    active_[run.key].insert(run.id);
    const auto places = static_cast<std::size_t>(before.definition->max_active);
    if (active_[run.key].size() > places) say(deed, "job " + run.job_id + " has more runs than its key allows");
    if (before.definition->paused) say(deed, "job " + run.job_id + " was claimed while it is paused");
    if (run.due_at > deed.at) say(deed, "job " + run.job_id + " was claimed before its instant");
    Account &account = accounts_[run.job_id];
    if (run.trigger == Trigger::manual) {
        const bool same =
            before.next_fire == after.next_fire && before.cursor == after.cursor && before.fires == after.fires;
        if (!same) say(deed, "a manual run of job " + run.job_id + " used up something");
        return;
    }
    if (!account.claimed.insert(run.due_at).second) {
        say(deed, "job " + run.job_id + " has two runs of " + text(run.due_at));
    }
    if (of_instants(deed.record)) {
        dispose(account, run.job_id, *deed.record->first, *deed.record->last);
        if (account.calendar && account.sure) account.owed = account.calendar->next(*deed.record->last);
    }
    dispose(account, run.job_id, run.due_at, run.due_at);
    advance(account, after, run.job_id);
    ++account.claims;
    if (account.counted && after.fires != account.claims)
        say(deed, "job " + run.job_id + " has not fired as often as it says");
}

void LastJudge::passed(const Deed &deed) {
    const std::string &id = deed.job_after->definition->id;
    Account &account = accounts_[id];
    if (!of_instants(deed.record)) {
        if (deed.job_before->next_fire != deed.job_after->next_fire)
            say(deed, "job " + id + " moved on without a record");
        return;
    }
    if (*deed.record->last > deed.at) say(deed, "job " + id + " passed what is still to come");
    if (deed.job_after->fires != deed.job_before->fires) say(deed, "a pass of job " + id + " counts as a fire");
    dispose(account, id, *deed.record->first, *deed.record->last);
    advance(account, *deed.job_after, id);
}

// The end of a run may give its job what it owes next; it takes nothing away.
void LastJudge::armed(const Deed &deed) {
    if (deed.job_before->next_fire == deed.job_after->next_fire) return;
    const std::string &id = deed.job_after->definition->id;
    if (deed.job_before->next_fire)
        say(deed, "the end of a run took " + text(deed.job_before->next_fire) + " from job " + id);
    accounts_[id].owed = deed.job_after->next_fire;
}

} // namespace simulation
