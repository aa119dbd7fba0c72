#include "engine/recovery.h"

#include "engine/mutation.h"

#include "engine/late_completion.h"

namespace gateway_scheduler::engine {

namespace {

constexpr std::uint32_t kRecoveryPage = 500;
constexpr Duration kRecoverAgain = std::chrono::seconds(5);
constexpr int kWakePages = 20; // a refresh; the rest comes with the next one
constexpr std::size_t kCompletionsInMemory = 10'000;

} // namespace

void Recovery::joined() {
    recovering_ = true;
    wake_read_at_.reset();
    read_open_runs(core_.config.instance, Id{});
}

void Recovery::left() {
    to_recover_.clear();
    recovering_ = false;
    reading_wake_ = false;
    recover_again_at_.reset();
}

void Recovery::read_open_runs(const std::string &instance, Id before) {
    ReadRuns read;
    read.before = before;
    read.owner_instance = instance;
    read.states = kOpenStates;
    read.limit = kRecoveryPage;
    core_.reads.push(std::move(read), ForRecovery{});
}

void Recovery::open_runs_read(const ReadRuns &read, const StorageAnswer &answer) {
    const std::string &instance = read.owner_instance;
    const bool own = instance == core_.config.instance;
    if (answer.status != CallStatus::ok) {
        core_.log(LogLevel::error, "reading the open runs failed: " + answer.error);
        recover_again_at_ = core_.now + kRecoverAgain;
        if (!own) to_recover_.insert(instance);
        return;
    }
    for (const RunRow &row : answer.runs) {
        if (row.owner_incarnation == core_.incarnation || (own && apply_completion(row))) continue;
        runs_.recovered(row, knowledge_of(row), replica_.may_still_start(row.owner_incarnation));
    }
    if (answer.runs.size() == read.limit) return read_open_runs(instance, answer.runs.back().id);
    if (own) own_runs_read();
}

// What this executor can say of the run's present attempt.
ExecutorKnowledge Recovery::knowledge_of(const RunRow &row) const {
    const auto session = replica_.session_of(row.owner_incarnation);
    const bool same = session == core_.config.executor_session || mutated(Mutation::trusts_any_session);
    if (!same) return ExecutorKnowledge::none;
    return core_.config.executor_answers ? ExecutorKnowledge::ask : ExecutorKnowledge::silent;
}

// What came in before and is not among the open runs is looked up one by one.
void Recovery::own_runs_read() {
    recovering_ = false;
    for (const auto &[id, completion] : completions_) {
        ReadRuns one;
        one.run_id = id;
        one.limit = 1;
        core_.reads.push(std::move(one), ForCompletion{id});
    }
}

bool Recovery::apply_completion(const RunRow &row) {
    const auto found = completions_.find(row.id);
    if (found == completions_.end()) return false;
    const bool present = found->second.first == row.attempt && row.state != RunState::waiting;
    const bool taken = present && runs_.resolve_late(row, found->second.second);
    if (!taken) {
        ++core_.stats.stale_completions;
        note_late_completion(core_, row, found->second.first, found->second.second);
    }
    completions_.erase(found);
    return taken;
}

void Recovery::completed_unknown(Id run_id, std::int32_t attempt, Completion completion) {
    if (completions_.size() >= kCompletionsInMemory) {
        ++core_.stats.stale_completions;
        return;
    }
    const auto [known, first] = completions_.try_emplace(run_id, attempt, completion);
    if (!first) {
        ++core_.stats.stale_completions; // one of the two
        if (known->second.first < attempt) known->second = {attempt, std::move(completion)};
    }
    if (!first || !core_.joined || recovering_) return;
    ReadRuns read;
    read.run_id = run_id;
    read.limit = 1;
    core_.reads.push(std::move(read), ForCompletion{run_id});
}

void Recovery::completion_read(Id run_id, const StorageAnswer &answer) {
    if (answer.status == CallStatus::ok && !answer.runs.empty()) {
        apply_completion(answer.runs.front());
        return;
    }
    const auto unknown = completions_.find(run_id);
    if (unknown == completions_.end()) return;
    ++core_.stats.stale_completions;
    if (answer.status == CallStatus::ok) core_.release(run_id, unknown->second.first); // there is none
    completions_.erase(unknown);
}

void Recovery::tick() {
    if (core_.joined && recover_again_at_ && core_.now >= *recover_again_at_) {
        recover_again_at_.reset();
        if (recovering_) read_open_runs(core_.config.instance, Id{});
        for (const std::string &instance : std::exchange(to_recover_, {})) read_open_runs(instance, Id{});
    }
    if (core_.joined && !core_.stopping) {
        for (const std::string &instance : neighbours_.take_orphaned()) read_open_runs(instance, Id{});
    }
    if (!core_.joined || core_.stopping || reading_wake_) return;
    if (wake_read_at_ && core_.now - *wake_read_at_ < core_.config.refresh) return;
    reading_wake_ = true;
    wake_read_at_ = core_.now;
    wake_pages_ = 0;
    ReadWake read;
    read.until = core_.store_now() + core_.config.horizon;
    read.limit = kRecoveryPage;
    core_.reads.push(read, ForWake{});
}

void Recovery::wake_read(const ReadWake &read, const StorageAnswer &answer) {
    reading_wake_ = false;
    if (answer.status != CallStatus::ok) {
        core_.log(LogLevel::error, "reading the runs that wait failed: " + answer.error);
        return;
    }
    for (const RunRow &row : answer.runs) {
        const bool ours = neighbours_.may_take_over(row.owner_instance);
        if (ours && !mutated(Mutation::ignores_the_wake_index)) runs_.woken(row);
    }
    for (const RecordRow &row : answer.records) notices_.add(row);
    const bool more = answer.runs.size() + answer.records.size() >= read.limit;
    if (!more || ++wake_pages_ >= kWakePages || core_.stopping) return;
    // The page is ordered by (wake_at, id), runs and records together.
    std::pair<Instant, Id> last{};
    for (const RunRow &row : answer.runs) last = std::max(last, {row.wake_at.value_or(Instant{}), row.id});
    for (const RecordRow &row : answer.records) last = std::max(last, {row.wake_at.value_or(Instant{}), row.id});
    ReadWake next = read;
    next.after_wake_at = last.first;
    next.after_id = last.second;
    reading_wake_ = true;
    core_.reads.push(next, ForWake{});
}

std::optional<Moment> Recovery::next_wake() const {
    if (!core_.joined) return std::nullopt;
    if (recover_again_at_) return recover_again_at_;
    if (core_.stopping || reading_wake_) return std::nullopt;
    return wake_read_at_ ? *wake_read_at_ + core_.config.refresh : core_.now;
}

} // namespace gateway_scheduler::engine
