#include "executor/attempts.h"

#include "loader/contract.h"

namespace sample_host::executor {

AttemptKey::AttemptKey(const gs_id &run_id_, int32_t attempt_) : attempt(attempt_) {
    std::copy(std::begin(run_id_.bytes), std::end(run_id_.bytes), run_id.begin());
}

gs_id AttemptKey::id() const {
    gs_id value{};
    std::copy(run_id.begin(), run_id.end(), std::begin(value.bytes));
    return value;
}

gs_completion Completion::lent() const {
    gs_completion lent{};
    lent.struct_size = sizeof(gs_completion);
    lent.result = result;
    lent.output = lend_bytes(output);
    lent.output_truncated = truncated ? 1 : 0;
    lent.error = lend(error);
    return lent;
}

bool Attempts::begin(const AttemptKey &key) {
    const std::lock_guard lock(mutex_);
    return entries_.try_emplace(key).second;
}

void Attempts::abandon(const AttemptKey &key) {
    const std::lock_guard lock(mutex_);
    entries_.erase(key);
}

void Attempts::end(const AttemptKey &key, Completion completion) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    if (found->second.released) {
        entries_.erase(found);
    } else {
        found->second.completion = std::move(completion);
    }
}

void Attempts::release(const AttemptKey &key) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    if (found->second.completion) {
        entries_.erase(found);
    } else {
        found->second.released = true;
    }
}

Attempts::Known Attempts::find(const AttemptKey &key) const {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return {GS_ATTEMPT_NEVER_STARTED, std::nullopt};
    if (!found->second.completion) return {GS_ATTEMPT_GOING, std::nullopt};
    return {GS_ATTEMPT_ENDED, found->second.completion};
}

} // namespace sample_host::executor
