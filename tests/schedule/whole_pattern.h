// Random patterns over the whole grammar, known by their values and not by the parser: five to seven fields, names, H,
// L, #, W, + and ?. For tests against a plain look at the calendar (calendar_fires.h).
#pragma once

#include <set>
#include <string>
#include <utility>

#include "plain_pattern.h"

namespace schedule_test {

struct WholePattern {
    struct DaysOfMonth {
        std::string text;
        bool star;
        std::set<int> days;
        std::set<int> closest_to; // 15W: the 15
        bool last;
        bool last_weekday;
    };
    struct DaysOfWeek {
        std::string text;
        bool star;
        bool plus;
        std::set<int> days;                    // Sunday is 0
        std::set<std::pair<int, int>> numbers; // a weekday and which one of the month, 1-5; 0 is the last
    };

    std::string text; // of all fields, with blanks of any kind between them
    RandomField second;
    RandomField minute;
    RandomField hour;
    DaysOfMonth day_of_month;
    RandomField month;
    DaysOfWeek day_of_week;
    RandomField year;

    bool fixed() const { return !minute.star && !hour.star; }
    bool matches_day(Seconds local_midnight) const;
};

// One of few fires, one of many, or one of none at all.
WholePattern random_whole_pattern(Random &random, const std::string &job_id);

} // namespace schedule_test
