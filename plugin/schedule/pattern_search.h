// Finds the local times that a pattern matches, in either direction. It remembers the month it was in last, so that
// the next question nearby costs a few bit operations; answers never depend on it. One thread at a time.
#pragma once

#include <cstdint>
#include <optional>

#include "schedule/instant.h"
#include "schedule/pattern.h"
#include "schedule/time_of_day.h"

namespace gateway_scheduler::schedule {

class PatternSearch {
  public:
    explicit PatternSearch(const Pattern &pattern);

    // The earliest match that is not before `from`, or none before the end of the range of time.
    std::optional<LocalSeconds> at_or_after(LocalSeconds from) {
        const auto in_month = position(from);
        if (((month_.days >> in_month.day) & 1U) != 0) {
            const auto time = times_.at_or_after(in_month.time);
            if (time != TimesOfDay::none) return at(in_month.day, time);
        }
        return first_of_day_after(in_month.day);
    }

    // The latest match that is not after `upto`, or none after the start of the range of time.
    std::optional<LocalSeconds> at_or_before(LocalSeconds upto);

  private:
    struct Month {
        LocalSeconds begin;        // of its first day
        std::uint32_t seconds = 0; // its length; 0: none is loaded
        DaysOfMonth days = 0;      // those that match
        int year = 0;
        unsigned month = 1;
        MonthShape shape{};
    };
    struct Position {
        unsigned day; // of the month, from 0
        std::uint32_t time;
    };

    // Where in the month a time lies; the month around it is loaded.
    Position position(LocalSeconds time) {
        auto since = static_cast<std::uint64_t>((time - month_.begin).count());
        if (since >= month_.seconds) {
            load_month_around(time);
            since = static_cast<std::uint64_t>((time - month_.begin).count());
        }
        const auto within = static_cast<std::uint32_t>(since);
        const auto day = within / day_seconds;
        return {day, within - day * day_seconds};
    }
    LocalSeconds at(unsigned day, std::uint32_t time) const {
        return month_.begin + std::chrono::seconds{day * day_seconds + time};
    }
    std::optional<LocalSeconds> first_of_day_after(unsigned day);

    void load_month_around(LocalSeconds time);
    void load_month(int year, unsigned month);
    void enter(int year, unsigned month, LocalSeconds begin, unsigned first_weekday);
    bool load_month_after();
    bool load_month_before();

    std::optional<int> year_after(int year) const;

    Pattern pattern_;
    bool leap_day_; // only 29 February can match: the years without one are stepped over
    TimesOfDay times_;
    Month month_;
};

} // namespace gateway_scheduler::schedule
