#include "runtime/attempt_ledger.h"

#include <utility>

namespace gateway_scheduler::runtime {

void AttemptLedger::expect(engine::Id run_id, std::int32_t attempt) {
    const std::lock_guard lock(mutex_);
    const auto [entry, inserted] = entries_.insert_or_assign(run_id, Entry{attempt, false, false});
    if (!inserted) return;
    oldest_.push_back(entry->first);
    if (oldest_.size() <= kRemembered) return;
    entries_.erase(oldest_.front());
    oldest_.pop_front();
}

void AttemptLedger::ended(engine::Id run_id, std::int32_t attempt) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(run_id);
    if (found == entries_.end() || found->second.attempt != attempt) return;
    found->second.given_up = !found->second.ended;
    found->second.ended = true;
}

AttemptLedger::Verdict AttemptLedger::complete(engine::Id run_id, std::int32_t attempt) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(run_id);
    if (found == entries_.end()) return Verdict::accepted;
    Entry &entry = found->second;
    if (entry.attempt != attempt) return Verdict::stale;
    if (std::exchange(entry.given_up, false)) return Verdict::late;
    if (entry.ended) return Verdict::already;
    entry.ended = true;
    return Verdict::accepted;
}

bool AttemptLedger::awaited(engine::Id run_id, std::int32_t attempt) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(run_id);
    return found != entries_.end() && found->second.attempt == attempt && !found->second.ended;
}

} // namespace gateway_scheduler::runtime
