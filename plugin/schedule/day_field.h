// The two day fields of a cron pattern, with what only they have: L, W and #. Texts to values and back, and which days
// of a month they mean. Plain values and pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schedule/error.h"
#include "schedule/text.h"

namespace gateway_scheduler::schedule {

// Which days of a month: bit n is day n + 1.
using DaysOfMonth = std::uint32_t;

// What a month's days depend on.
struct MonthShape {
    unsigned length;        // 28 to 31
    unsigned first_weekday; // of its first day; Sunday is 0
};

struct DayOfMonthField {
    std::uint32_t days;    // bit n: day n, from 1
    std::uint32_t nearest; // bit n: nW, the weekday (Monday to Friday) nearest to day n within the month
    bool last;             // L
    bool last_weekday;     // LW, the last Monday to Friday
    bool star;             // as of Field

    bool operator==(const DayOfMonthField &) const = default;

    DaysOfMonth days_in(const MonthShape &month) const {
        const DaysOfMonth all = ~DaysOfMonth{0} >> (32U - month.length);
        const DaysOfMonth plain = (days >> 1U) & all;
        if (nearest == 0 && !last && !last_weekday) return plain;
        return plain | special_days_in(month);
    }

  private:
    DaysOfMonth special_days_in(const MonthShape &month) const;
};

struct DayOfWeekField {
    std::uint64_t nth; // bit 7 * (n - 1) + d: the n-th weekday d, n from 1 to 5; from bit 35 on: the last weekday d
    std::uint8_t each; // bit d: each weekday d; Sunday is 0
    bool star;         // as of Field
    bool and_day;      // `+`: the day of month must match too

    bool operator==(const DayOfWeekField &) const = default;

    DaysOfMonth days_in(const MonthShape &month) const {
        const DaysOfMonth plain = all_weeks(each, month);
        return nth == 0 ? plain : plain | special_days_in(month);
    }

  private:
    static DaysOfMonth all_weeks(std::uint64_t weekdays, const MonthShape &month) {
        // Six weeks of weekdays, shifted so that bit 0 is the weekday of the 1st.
        constexpr std::uint64_t each_week = 0x0000'0008'1020'4081;
        const DaysOfMonth all = ~DaysOfMonth{0} >> (32U - month.length);
        return static_cast<DaysOfMonth>((weekdays * each_week) >> month.first_weekday) & all;
    }
    DaysOfMonth special_days_in(const MonthShape &month) const;
};

Result<DayOfMonthField> parse_day_of_month(Piece text, std::string_view job_id);
Result<DayOfWeekField> parse_day_of_week(Piece text, std::string_view job_id);

// Parsed again, they give the same fields.
std::string print_day_of_month(const DayOfMonthField &field);
std::string print_day_of_week(const DayOfWeekField &field);

} // namespace gateway_scheduler::schedule
