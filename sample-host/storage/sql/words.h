// words.h - the contract's constants as words, the same ones everywhere: database, JSON and command line.
// Thread-safety: pure functions over constants.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sample_host::sql {

struct Word {
    std::int32_t value;
    std::string_view word;
};

// One kind of constant: what it is called in messages, and its words.
struct Words {
    std::string_view kind;
    std::span<const Word> words;
};

extern const Words dst_gap_words;
extern const Words dst_overlap_words;
extern const Words overlap_words;
extern const Words catch_up_words;
extern const Words retry_on_words;
extern const Words on_lost_words;
extern const Words job_class_words;
extern const Words trigger_words;
extern const Words state_words;
extern const Words outcome_words;
extern const Words reason_words;
extern const Words late_result_words; // "none" for a run without one
extern const Words record_kind_words;
extern const Words replica_words;
extern const Words event_words;

std::string_view word_of(const Words &words, std::int32_t value); // throws BadItem
std::int32_t value_of(const Words &words, std::string_view word); // throws UnreadableRow

} // namespace sample_host::sql
