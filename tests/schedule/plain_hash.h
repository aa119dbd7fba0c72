// What H stands for, computed from its definition and not from the scheduler's code: 64-bit FNV-1a over the job id, a
// zero byte and the field's name, the upper half folded into the lower one.
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace schedule_test {

inline std::uint64_t plain_hash(const std::string &job_id, const std::string &field) {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const char byte : job_id + '\0' + field) {
        hash ^= static_cast<unsigned char>(byte);
        hash *= 1'099'511'628'211U;
    }
    return hash ^ (hash >> 32U);
}

// H(low-high): one of the values.
inline int hashed_value(const std::string &job_id, const std::string &field, int low, int high) {
    return low + static_cast<int>(plain_hash(job_id, field) % static_cast<std::uint64_t>(high - low + 1));
}

// H(low-high)/step: one of the first `step` values, and every step-th after it.
inline std::set<int> hashed_steps(const std::string &job_id, const std::string &field, int low, int high, int step) {
    std::set<int> values;
    const int first = low + static_cast<int>(plain_hash(job_id, field) % static_cast<std::uint64_t>(step));
    for (int value = first; value <= high; value += step) values.insert(value);
    return values;
}

} // namespace schedule_test
