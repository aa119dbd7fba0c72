// The year field of a cron pattern: which of the years 1970 to 2199. `*` means one more on either side, because local
// times reach a little beyond the range of instants. Plain value; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schedule/error.h"
#include "schedule/text.h"

namespace gateway_scheduler::schedule {

class Years {
  public:
    static constexpr int first = 1969;
    static constexpr int last = 2200;

    static constexpr Years all() {
        Years years;
        years.words_ = {~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0}, (std::uint64_t{1} << 40U) - 1};
        return years;
    }

    bool operator==(const Years &) const = default;

    void add(int year) { word(year) |= bit(year); }
    bool contains(int year) const { return year >= first && year <= last && (word(year) & bit(year)) != 0; }

    // The first year in the set that is not before, and the last that is not after.
    std::optional<int> at_or_after(int year) const;
    std::optional<int> at_or_before(int year) const;

  private:
    static std::size_t index(int year) { return static_cast<std::size_t>(year - first); }
    static std::uint64_t bit(int year) { return std::uint64_t{1} << (index(year) % 64); }
    std::uint64_t &word(int year) { return words_[index(year) / 64]; }
    const std::uint64_t &word(int year) const { return words_[index(year) / 64]; }

    std::array<std::uint64_t, 4> words_{};
};

Result<Years> parse_years(Piece text);

// Parsed again, it gives the same years.
std::string print_years(const Years &years);

} // namespace gateway_scheduler::schedule
