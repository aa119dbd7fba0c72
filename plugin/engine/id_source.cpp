#include "engine/id_source.h"

namespace gateway_scheduler::engine {

namespace {
constexpr std::uint32_t kSequenceLimit = 1U << 12U; // RFC 9562, 6.2: a counter in rand_a
constexpr std::int64_t kMaxMillisecond = (INT64_C(1) << 48U) - 1;
} // namespace

// splitmix64
std::uint64_t IdSource::random() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
}

Id IdSource::next(Instant now) {
    const std::int64_t millisecond = now.time_since_epoch().count() / 1000;
    if (millisecond > last_millisecond_ && millisecond <= kMaxMillisecond) {
        last_millisecond_ = millisecond;
        sequence_ = 0;
    } else if (++sequence_ == kSequenceLimit) {
        ++last_millisecond_;
        sequence_ = 0;
    }
    Id id;
    for (unsigned i = 0; i < 6; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(last_millisecond_) >> (40U - 8U * i));
    }
    id.bytes[6] = static_cast<std::uint8_t>(0x70U | (sequence_ >> 8U));
    id.bytes[7] = static_cast<std::uint8_t>(sequence_);
    const std::uint64_t tail = (random() & 0x3FFFFFFFFFFFFFFFU) | 0x8000000000000000U;
    for (unsigned i = 0; i < 8; ++i) id.bytes[8 + i] = static_cast<std::uint8_t>(tail >> (56U - 8U * i));
    return id;
}

} // namespace gateway_scheduler::engine
