// Calls, replicas and the history. The items of the batches stand in store_jobs.cpp and store_runs.cpp.
#include "store.h"

#include <algorithm>

namespace simulation {

using namespace engine;

StorageAnswer Store::write(const Caller &caller, const Write &call) {
    StorageAnswer answer;
    if (const auto *items = std::get_if<std::vector<WriteItem>>(&call))
        answer = write_batch(caller, *items);
    else if (const auto *joining = std::get_if<Join>(&call))
        answer.items.push_back(join(caller, *joining));
    else if (std::holds_alternative<Beat>(call))
        answer.items.push_back(beat(caller));
    else
        answer.items.push_back(retire(caller, std::get<Retire>(call)));
    answer.store_now = now_;
    for (const Id id : open_) {
        const RunRow &run = runs_.at(id);
        if (run.cancel_requested && run.owner_incarnation == caller.incarnation) answer.cancel_requested.push_back(id);
    }
    return answer;
}

StorageAnswer Store::write_batch(const Caller &caller, const std::vector<WriteItem> &items) {
    StorageAnswer answer;
    if (poisoned && std::any_of(items.begin(), items.end(), poisoned)) {
        answer.status = CallStatus::failed;
        answer.error = "the disk has a hole where this would go";
        return answer;
    }
    for (const WriteItem &item : items) {
        ItemResult result;
        if (!member(caller) && mutation_ != StoreMutation::believes_the_retired)
            result.outcome = ItemOutcome::refused;
        else if (bad && bad(item)) {
            result.outcome = ItemOutcome::bad;
            result.detail = "this item cannot be stored";
        } else
            result = write_item(caller, item);
        answer.items.push_back(std::move(result));
    }
    return answer;
}

ItemResult Store::write_item(const Caller &caller, const WriteItem &item) {
    if (const auto *it = std::get_if<PutJob>(&item)) return put(caller, *it);
    if (const auto *it = std::get_if<RemoveJob>(&item)) return remove(caller, *it);
    if (const auto *it = std::get_if<DisableJob>(&item)) return disable(caller, *it);
    if (const auto *it = std::get_if<Claim>(&item)) return claim(caller, *it);
    if (const auto *it = std::get_if<Pass>(&item)) return pass(caller, *it);
    if (const auto *it = std::get_if<Begin>(&item)) return begin(caller, *it);
    if (const auto *it = std::get_if<Update>(&item)) return update(caller, *it);
    if (const auto *it = std::get_if<AskCancel>(&item)) return ask_cancel(caller, *it);
    return announce_record(caller, std::get<RecordAnnounced>(item));
}

namespace {
ItemResult only(ItemOutcome outcome) {
    ItemResult result;
    result.outcome = outcome;
    return result;
}
} // namespace

ReplicaRow *Store::find_replica(Id incarnation) {
    const auto found = std::find_if(replicas_.begin(), replicas_.end(),
                                    [&](const ReplicaRow &row) { return row.incarnation == incarnation; });
    return found == replicas_.end() ? nullptr : &*found;
}

bool Store::living(const std::string &instance, Id except) const {
    return std::any_of(replicas_.begin(), replicas_.end(), [&](const ReplicaRow &row) {
        return row.retired == Retirement::alive && row.instance == instance && row.incarnation != except;
    });
}

bool Store::member(const Caller &caller) const {
    return std::any_of(replicas_.rbegin(), replicas_.rend(), [&](const ReplicaRow &row) {
        return row.retired == Retirement::alive && row.incarnation == caller.incarnation;
    });
}

ItemResult Store::join(const Caller &caller, const Join &item) {
    if (const ReplicaRow *own = find_replica(caller.incarnation)) {
        return only(own->retired == Retirement::alive ? ItemOutcome::already : ItemOutcome::refused);
    }
    ReplicaRow *alive = nullptr;
    for (ReplicaRow &row : replicas_) {
        if (row.retired == Retirement::alive && row.instance == caller.instance) alive = &row;
    }
    if ((alive ? alive->incarnation : Id{}) != item.predecessor) return only(ItemOutcome::conflict);
    std::optional<ReplicaRow> predecessor;
    if (alive) {
        alive->retired = Retirement::by_join;
        alive->retired_at = now_;
        predecessor = *alive;
    }
    ReplicaRow row;
    row.instance = caller.instance;
    row.incarnation = caller.incarnation;
    row.session = caller.session;
    row.data_directory = caller.data_directory;
    row.beat = 1;
    row.joined_at = row.last_beat_at = now_;
    replicas_.push_back(row);
    Change change{ChangeKind::joined, now_, &caller};
    change.replica = predecessor ? &*predecessor : nullptr;
    tell(change);
    return only(ItemOutcome::done);
}

ItemResult Store::beat(const Caller &caller) {
    if (!member(caller)) return only(ItemOutcome::refused);
    ReplicaRow &row = *find_replica(caller.incarnation);
    ++row.beat;
    row.last_beat_at = now_;
    tell({ChangeKind::beat, now_, &caller});
    return only(ItemOutcome::done);
}

ItemResult Store::retire(const Caller &caller, const Retire &item) {
    // A newcomer that waits for its predecessor has not joined yet and retires it.
    const ReplicaRow *own = find_replica(caller.incarnation);
    if (own && own->retired != Retirement::alive) return only(ItemOutcome::refused);
    ReplicaRow *row = find_replica(item.incarnation);
    if (!row) return only(ItemOutcome::gone);
    if (row->retired != Retirement::alive) return only(ItemOutcome::already);
    if (item.beat != 0 && item.beat != row->beat) return only(ItemOutcome::conflict);
    row->retired = item.how;
    row->retired_at = now_;
    Change change{ChangeKind::retired, now_, &caller};
    change.replica = row;
    tell(change);
    return only(ItemOutcome::done);
}

void Store::tell(const Change &change) {
    for (HistoryWatcher *watcher : watchers_) watcher->changed(change);
}

void Store::index_look(const StoredJob &job, bool add) {
    if (!job.row.look_at) return;
    const std::pair entry(*job.row.look_at, job.row.definition->id);
    if (add)
        look_index_.insert(entry);
    else
        look_index_.erase(entry);
}

void Store::corrupt_job(const std::string &job_id) {
    StoredJob &job = jobs_.at(job_id);
    job.row.readable = false;
    job.row.version = ++sequence_;
    Definition only_id;
    only_id.id = job_id;
    job.row.definition = std::make_shared<const Definition>(only_id);
    job.with_payload = job.row.definition;
}

void Store::purge(Instant before) {
    std::set<std::string> seen; // jobs, whose newest run comes first
    std::vector<Id> over;
    for (auto run = runs_.rbegin(); run != runs_.rend(); ++run) {
        const RunRow &row = run->second;
        const bool newest = seen.insert(row.job_id).second;
        const bool closed = row.state == RunState::closed && row.announced;
        if (!newest && closed && row.finished_at && *row.finished_at < before) over.push_back(row.id);
    }
    for (const Id id : over) runs_.erase(id);
    std::set<Id> owners; // of open runs: whoever takes one over asks for its executor session
    for (const auto &[id, row] : runs_) {
        if (row.state != RunState::closed) owners.insert(row.owner_incarnation);
    }
    std::erase_if(records_, [&](const auto &entry) {
        return entry.second.announced && entry.second.at && *entry.second.at < before;
    });
    std::erase_if(replicas_, [&](const ReplicaRow &row) {
        const bool old = row.retired != Retirement::alive && row.retired_at && *row.retired_at < before;
        return old && !owners.contains(row.incarnation);
    });
}

const RunRow *Store::find_run(Id id) const {
    const auto found = runs_.find(id);
    return found == runs_.end() ? nullptr : &found->second;
}

const StoredJob *Store::find_job(const std::string &job_id) const {
    const auto found = jobs_.find(job_id);
    return found == jobs_.end() ? nullptr : &found->second;
}

} // namespace simulation
