// completion_book.cpp - see completion_book.h.
#include "completion_book.h"

#include "../recording.h"
#include "well_formed.h"

namespace conformance::kit {

AttemptKey key_of(const gs_id &run, std::int32_t attempt) {
    return {std::string(reinterpret_cast<const char *>(run.bytes), sizeof run.bytes), attempt};
}

Ending ending_of(const gs_completion *completion) {
    Ending ending;
    ending.fault = fault_of(completion);
    if (!ending.fault.empty()) return ending;
    ending.result = completion->result;
    ending.output_truncated = completion->output_truncated;
    ending.output = text(completion->output);
    ending.error = text(completion->error);
    return ending;
}

void CompletionBook::expect(const AttemptKey &key) {
    const std::scoped_lock hold(mutex_);
    expected_.insert(key);
}

void CompletionBook::refuse(const AttemptKey &key) {
    const std::scoped_lock hold(mutex_);
    expected_.erase(key);
}

std::int32_t CompletionBook::complete(const AttemptKey &key, const Ending &ending) {
    const std::scoped_lock hold(mutex_);
    if (!expected_.contains(key)) {
        ++strangers_;
        return GS_STALE;
    }
    const bool first = endings_.emplace(key, ending).second;
    changed_.notify_all();
    return first ? GS_OK : GS_ALREADY;
}

std::int32_t CompletionBook::progress(const AttemptKey &key) {
    const std::scoped_lock hold(mutex_);
    ++signs_;
    if (expected_.contains(key)) return GS_OK;
    ++strange_signs_;
    return GS_STALE;
}

std::optional<Ending> CompletionBook::ending(const AttemptKey &key) const {
    const std::scoped_lock hold(mutex_);
    const auto found = endings_.find(key);
    if (found == endings_.end()) return std::nullopt;
    return found->second;
}

std::optional<Ending> CompletionBook::await(const AttemptKey &key, std::chrono::microseconds deadline) const {
    std::unique_lock hold(mutex_);
    if (!changed_.wait_for(hold, deadline, [&] { return endings_.contains(key); })) return std::nullopt;
    return endings_.at(key);
}

int CompletionBook::strangers() const {
    const std::scoped_lock hold(mutex_);
    return strangers_;
}

int CompletionBook::signs_of_life() const {
    const std::scoped_lock hold(mutex_);
    return signs_;
}

int CompletionBook::strange_signs_of_life() const {
    const std::scoped_lock hold(mutex_);
    return strange_signs_;
}

} // namespace conformance::kit
