// The times of a day that a pattern's seconds, minutes and hours mean. Plain value; any thread.
#pragma once

#include <bit>
#include <cstdint>

namespace gateway_scheduler::schedule {

inline constexpr std::uint32_t day_seconds = 86'400;

inline unsigned lowest_bit(std::uint64_t bits) {
    return static_cast<unsigned>(std::countr_zero(bits));
}
inline unsigned highest_bit(std::uint64_t bits) {
    return static_cast<unsigned>(63 - std::countl_zero(bits));
}

// The bits from n on, and up to n: n up to 63.
inline std::uint64_t from_bit(std::uint64_t bits, unsigned n) {
    return bits & (~std::uint64_t{0} << n);
}
inline std::uint64_t upto_bit(std::uint64_t bits, unsigned n) {
    return bits & (~std::uint64_t{0} >> (63U - n));
}

// Times are seconds since midnight, 0 to 86,399.
class TimesOfDay {
  public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    // Bit n: second n, minute n, hour n; none of the three is empty.
    TimesOfDay(std::uint64_t seconds, std::uint64_t minutes, std::uint32_t hours)
        : seconds_(seconds),
          minutes_(minutes),
          hours_(hours),
          first_(time(lowest_bit(hours), lowest_bit(minutes), lowest_bit(seconds))),
          last_(time(highest_bit(hours), highest_bit(minutes), highest_bit(seconds))) {}

    std::uint32_t first() const { return first_; }
    std::uint32_t last() const { return last_; }

    std::uint32_t at_or_after(std::uint32_t from) const {
        const auto [hour, minute, second] = split(from);
        if (((hours_ >> hour) & 1U) != 0) {
            if (((minutes_ >> minute) & 1U) != 0) {
                const auto seconds = from_bit(seconds_, second);
                if (seconds != 0) return time(hour, minute, lowest_bit(seconds));
            }
            const auto minutes = from_bit(minutes_, minute + 1);
            if (minutes != 0) return time(hour, lowest_bit(minutes), lowest_bit(seconds_));
        }
        const auto hours = from_bit(hours_, hour + 1);
        return hours == 0 ? none : time(lowest_bit(hours), lowest_bit(minutes_), lowest_bit(seconds_));
    }

    std::uint32_t at_or_before(std::uint32_t upto) const {
        const auto [hour, minute, second] = split(upto);
        if (((hours_ >> hour) & 1U) != 0) {
            if (((minutes_ >> minute) & 1U) != 0) {
                const auto seconds = upto_bit(seconds_, second);
                if (seconds != 0) return time(hour, minute, highest_bit(seconds));
            }
            const auto minutes = minutes_ & ((std::uint64_t{1} << minute) - 1);
            if (minutes != 0) return time(hour, highest_bit(minutes), highest_bit(seconds_));
        }
        const auto hours = hours_ & ((std::uint32_t{1} << hour) - 1);
        return hours == 0 ? none : time(highest_bit(hours), highest_bit(minutes_), highest_bit(seconds_));
    }

  private:
    struct Parts {
        unsigned hour;
        unsigned minute;
        unsigned second;
    };
    static Parts split(std::uint32_t time) {
        const auto minutes = time / 60;
        const auto hour = minutes / 60;
        return {hour, minutes - hour * 60, time - minutes * 60};
    }
    static std::uint32_t time(unsigned hour, unsigned minute, unsigned second) {
        return hour * 3600 + minute * 60 + second;
    }

    std::uint64_t seconds_;
    std::uint64_t minutes_;
    std::uint32_t hours_;
    std::uint32_t first_;
    std::uint32_t last_;
};

} // namespace gateway_scheduler::schedule
