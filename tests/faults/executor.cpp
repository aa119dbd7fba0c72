#include "faults/executor.h"

#include "faults/injector.h"
#include "loader/contract.h"
#include "storage/sql/id_text.h"

#include <algorithm>
#include <iterator>

namespace faults {

namespace {

constexpr std::chrono::milliseconds kSlow(1400); // beyond the next instant of a job of every second

gs_completion completion_of(std::int32_t result) {
    gs_completion completion{};
    completion.struct_size = sizeof completion;
    completion.result = result;
    return completion;
}

} // namespace

Executor::Executor(Report report) : report_(std::move(report)), clockwork_([this] { end_slow_ones(); }) {}

Executor::~Executor() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    clockwork_.join();
}

gs_executor Executor::table() {
    gs_executor table{};
    table.struct_size = sizeof table;
    table.context = this;
    table.session.bytes[0] = 1;
    table.start = start;
    table.cancel = cancel;
    table.query = query;
    table.release = release;
    return table;
}

std::vector<Started> Executor::started() const {
    const std::lock_guard lock(mutex_);
    std::vector<Started> all;
    std::transform(started_.begin(), started_.end(), std::back_inserter(all),
                   [](const auto &entry) { return entry.second; });
    return all;
}

bool Executor::started_since(const std::string &job_id, std::int64_t due_after) const {
    const std::lock_guard lock(mutex_);
    return std::any_of(started_.begin(), started_.end(), [&](const auto &entry) {
        return entry.second.job_id == job_id && entry.second.due_at > due_after;
    });
}

bool Executor::going(const std::string &job_id) const {
    const std::lock_guard lock(mutex_);
    return std::any_of(attempts_.begin(), attempts_.end(),
                       [&](const auto &entry) { return entry.second.job_id == job_id && entry.second.result == 0; });
}

int Executor::repeated_starts() const {
    const std::lock_guard lock(mutex_);
    return repeated_starts_;
}

int Executor::overlapping_starts() const {
    const std::lock_guard lock(mutex_);
    return overlapping_starts_;
}

bool Executor::begin(const gs_start &start) {
    const Key key(sample_host::sql::id_text(start.run_id), start.attempt);
    const std::lock_guard lock(mutex_);
    const Started seen{std::string(sample_host::view(start.job->id)), key.first, start.attempt, start.due_at,
                       wall_clock()};
    if (!started_.emplace(key, seen).second) {
        ++repeated_starts_;
        return false;
    }
    const bool beside_another = std::any_of(attempts_.begin(), attempts_.end(), [&](const auto &entry) {
        return entry.second.job_id == seen.job_id && entry.second.result == 0;
    });
    if (beside_another) ++overlapping_starts_;
    attempts_[key] = Attempt{start.run_id, seen.job_id, 0};
    if (sample_host::view(start.job->payload) == kSlowly) {
        slow_.emplace(std::chrono::steady_clock::now() + kSlow, key);
        changed_.notify_all();
    }
    return true;
}

bool Executor::end(const Key &key, std::int32_t result) {
    gs_id run_id{};
    {
        const std::lock_guard lock(mutex_);
        const auto found = attempts_.find(key);
        if (found == attempts_.end() || found->second.result != 0) return false;
        found->second.result = result;
        run_id = found->second.run_id;
    }
    report_(run_id, key.second, completion_of(result));
    return true;
}

void Executor::end_slow_ones() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (slow_.empty()) {
            changed_.wait(lock);
        } else if (const auto first = slow_.begin(); first->first > std::chrono::steady_clock::now()) {
            const auto until = first->first; // by value: the entry may be gone while the lock is not held
            changed_.wait_until(lock, until);
        } else {
            const Key key = first->second;
            slow_.erase(first);
            lock.unlock();
            end(key, GS_RESULT_SUCCEEDED);
            lock.lock();
        }
    }
}

std::int32_t Executor::start(void *context, const gs_start *start, gs_error *error) {
    auto &self = *static_cast<Executor *>(context);
    if (!self.begin(*start)) return sample_host::tell_error(error, GS_ALREADY, "", "it was started before");
    const std::string_view payload = sample_host::view(start->job->payload);
    const Key key(sample_host::sql::id_text(start->run_id), start->attempt);
    const bool fails = payload == kSecondTry && start->attempt == 1;
    if (fails) self.end(key, GS_RESULT_FAILED_TEMPORARILY);
    if (payload == kAtOnce || (payload == kSecondTry && !fails)) self.end(key, GS_RESULT_SUCCEEDED);
    return GS_OK;
}

std::int32_t Executor::cancel(void *context, const gs_id *run_id, std::int32_t attempt, std::int32_t /*reason*/,
                              gs_error *error) {
    const Key key(sample_host::sql::id_text(*run_id), attempt);
    if (static_cast<Executor *>(context)->end(key, GS_RESULT_CANCELED)) return GS_OK;
    return sample_host::tell_error(error, GS_NOT_FOUND, "", "no such attempt is going");
}

std::int32_t Executor::query(void *context, const gs_id *run_id, std::int32_t attempt, std::int32_t *state,
                             gs_ended_fn ended, void *ended_context, gs_error * /*error*/) {
    auto &self = *static_cast<Executor *>(context);
    const Key key(sample_host::sql::id_text(*run_id), attempt);
    const std::lock_guard lock(self.mutex_);
    const auto found = self.attempts_.find(key);
    if (found == self.attempts_.end()) {
        *state = self.started_.contains(key) ? GS_ATTEMPT_UNKNOWN : GS_ATTEMPT_NEVER_STARTED;
    } else if (found->second.result == 0) {
        *state = GS_ATTEMPT_GOING;
    } else {
        *state = GS_ATTEMPT_ENDED;
        const gs_completion completion = completion_of(found->second.result);
        ended(ended_context, &completion);
    }
    return GS_OK;
}

void Executor::release(void *context, const gs_id *run_id, std::int32_t attempt) {
    auto &self = *static_cast<Executor *>(context);
    const std::lock_guard lock(self.mutex_);
    self.attempts_.erase(Key(sample_host::sql::id_text(*run_id), attempt));
}

} // namespace faults
