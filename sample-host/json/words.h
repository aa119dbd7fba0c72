// The contract's constants as words, one table for each set, read in both directions. Thread-safe: constant data.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sample_host::json {

struct Word {
    int32_t value;
    std::string_view text;
};

class Words {
  public:
    constexpr explicit Words(std::span<const Word> table) : table_(table) {}

    std::string_view word(int32_t value) const; // "unknown" for a value without a word
    std::optional<int32_t> value(std::string_view word) const;
    int32_t parse(std::string_view word) const; // throws InvalidInput naming the choices
    std::string choices() const;                // "skip, queue, parallel or replace"
    std::span<const Word> table() const { return table_; }

  private:
    std::span<const Word> table_;
};

extern const Words dst_gap_words;
extern const Words dst_overlap_words;
extern const Words overlap_words;
extern const Words catch_up_words;
extern const Words retry_on_words;
extern const Words on_lost_words;
extern const Words class_words;
extern const Words notify_words; // single bits
extern const Words trigger_words;
extern const Words state_words; // of a run that is not closed
extern const Words outcome_words;
extern const Words record_words;
extern const Words reason_words;
extern const Words result_words; // that an executor reports
extern const Words change_words;
extern const Words health_words;
extern const Words mark_words;   // single bits
extern const Words why_words;    // of an explanation
extern const Words answer_words; // of what became of an instant

} // namespace sample_host::json
