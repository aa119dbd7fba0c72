// See whole_pattern.h.
#include "whole_pattern.h"

#include <algorithm>
#include <ctime>

#include "plain_hash.h"

namespace schedule_test {
namespace {

using Names = std::vector<std::string>;

const Names no_names;
const Names month_names{"", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
const Names weekday_names{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

// What a field can hold, H included.
struct Range {
    std::string name; // for H; empty: none
    int low;
    int high;
    int hash_low;
    int hash_high;
    const Names &names;
    std::string job_id;
};

std::string spelled(Random &random, const Range &range, int value) {
    if (value >= static_cast<int>(range.names.size()) || random.one_in(2)) return std::to_string(value);
    auto name = range.names[static_cast<std::size_t>(value)];
    for (char &letter : name)
        if (random.one_in(2)) letter = static_cast<char>(letter - 'A' + 'a');
    return name;
}

std::set<int> stepped(int first, int last, int step) {
    std::set<int> values;
    for (int value = first; value <= last; value += step) values.insert(value);
    return values;
}

RandomField hash_item(Random &random, const Range &range) {
    const bool whole = random.one_in(2);
    const int low = whole ? range.hash_low : random.between(range.hash_low, range.hash_high);
    const int high = whole ? range.hash_high : random.between(low, range.hash_high);
    std::string text = "H";
    if (!whole) text += "(" + std::to_string(low) + "-" + std::to_string(high) + ")";
    if (random.one_in(2)) return {text, {hashed_value(range.job_id, range.name, low, high)}, false};
    const int step = random.between(1, high - low + 1);
    return {text + "/" + std::to_string(step), hashed_steps(range.job_id, range.name, low, high, step), false};
}

RandomField item(Random &random, const Range &range) {
    // Early hours are drawn more often: there daylight saving has its changes.
    const bool early = range.name == "hour" && random.one_in(2);
    const int first = random.between(range.low, early ? 3 : range.high);
    const int last = random.between(first, range.high);
    const int step = random.between(1, std::min(9, range.hash_high - range.hash_low + 1));
    const auto ends = spelled(random, range, first) + "-" + spelled(random, range, last);
    const int choice = random.between(0, range.name.empty() ? 5 : 7);
    if (choice <= 2) return {spelled(random, range, first), {first}, false};
    if (choice == 3) return {ends, stepped(first, last, 1), false};
    if (choice == 4) return {ends + "/" + std::to_string(step), stepped(first, last, step), false};
    if (choice == 5) return {"*/" + std::to_string(step), stepped(range.low, range.high, step), true};
    return hash_item(random, range);
}

RandomField all_of(const Range &range) {
    return {"*", stepped(range.low, range.high, 1), true};
}

RandomField field(Random &random, const Range &range, int one_in_is_star) {
    if (random.one_in(one_in_is_star)) return all_of(range);
    auto result = item(random, range);
    while (random.one_in(4)) {
        const auto more = item(random, range);
        result.text += "," + more.text;
        result.values.insert(more.values.begin(), more.values.end());
    }
    return result;
}

// Adds an item to the field, after a comma unless it is the first.
void add(std::string &text, bool &star, const RandomField &more) {
    if (text.empty()) star = more.star;
    text += (text.empty() ? "" : ",") + more.text;
}

WholePattern::DaysOfMonth days_of_month(Random &random, const Range &range) {
    WholePattern::DaysOfMonth field{"", false, {}, {}, false, false};
    if (random.one_in(3)) return {random.one_in(3) ? "?" : "*", true, all_of(range).values, {}, false, false};
    do {
        const int choice = random.between(0, 7);
        const int day = random.between(1, 31);
        if (choice == 0) field.last = true;
        if (choice == 1) field.last_weekday = true;
        if (choice == 2 || choice == 3) field.closest_to.insert(day);
        RandomField more{choice == 0 ? "L" : choice == 1 ? "LW" : std::to_string(day) + "W", {}, false};
        if (choice > 3) more = item(random, range);
        field.days.insert(more.values.begin(), more.values.end());
        add(field.text, field.star, more);
    } while (random.one_in(3));
    return field;
}

WholePattern::DaysOfWeek days_of_week(Random &random, const Range &range) {
    WholePattern::DaysOfWeek field{"", false, false, {}, {}};
    if (random.one_in(2)) return {random.one_in(3) ? "?" : "*", true, false, all_of(range).values, {}};
    do {
        const int choice = random.between(0, 5);
        const int day = random.between(0, 7);
        const int number = choice <= 1 ? 0 : random.between(1, 5);
        const std::string suffix = choice == 0 ? "L" : choice == 1 ? "#L" : "#" + std::to_string(number);
        RandomField more{spelled(random, range, day) + suffix, {}, false};
        if (choice > 3) more = item(random, range);
        if (choice <= 3) field.numbers.insert({day % 7, number});
        for (const int value : more.values) field.days.insert(value % 7);
        add(field.text, field.star, more);
    } while (random.one_in(3));
    field.plus = random.one_in(3);
    if (field.plus) field.text.insert(0, "+");
    return field;
}

std::string blanks(Random &random, int least) {
    std::string result(static_cast<std::size_t>(least), ' ');
    while (random.one_in(6)) result += random.one_in(2) ? ' ' : '\t';
    return result;
}

std::string joined(Random &random, const WholePattern &pattern, bool with_second, bool with_year) {
    auto text = blanks(random, 0);
    if (with_second) text += pattern.second.text + blanks(random, 1);
    for (const auto &field : {pattern.minute.text, pattern.hour.text, pattern.day_of_month.text, pattern.month.text})
        text += field + blanks(random, 1);
    text += pattern.day_of_week.text;
    if (with_year) text += blanks(random, 1) + pattern.year.text;
    return text + blanks(random, 0);
}

int length_of_month(int year, int month) {
    if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// The day is the closest weekday to `target` that lies in the same month.
bool closest_weekday(int target, int day, int weekday, int length) {
    const auto is_working_day = [&](int other) {
        const int its_weekday = (weekday + other - day + 35) % 7;
        return other >= 1 && other <= length && its_weekday != 0 && its_weekday != 6;
    };
    if (target > length) return false;
    for (const int candidate : {target, target - 1, target + 1, target - 2, target + 2})
        if (is_working_day(candidate)) return candidate == day;
    return false;
}

bool matches_day_of_month(const WholePattern::DaysOfMonth &field, const std::tm &at, int length) {
    if (field.days.contains(at.tm_mday) || (field.last && at.tm_mday == length)) return true;
    if (field.last_weekday) {
        int last = length;
        for (int weekday = (at.tm_wday + length - at.tm_mday) % 7; weekday == 0 || weekday == 6;
             weekday = (weekday + 6) % 7)
            --last;
        if (at.tm_mday == last) return true;
    }
    for (const int target : field.closest_to)
        if (closest_weekday(target, at.tm_mday, at.tm_wday, length)) return true;
    return false;
}

bool matches_day_of_week(const WholePattern::DaysOfWeek &field, const std::tm &at, int length) {
    return field.days.contains(at.tm_wday) || field.numbers.contains({at.tm_wday, (at.tm_mday + 6) / 7}) ||
           (at.tm_mday + 7 > length && field.numbers.contains({at.tm_wday, 0}));
}

} // namespace

bool WholePattern::matches_day(Seconds local_midnight) const {
    std::tm at{};
    const std::time_t time = local_midnight;
    gmtime_r(&time, &at);
    if (!month.values.contains(at.tm_mon + 1) || !year.values.contains(at.tm_year + 1900)) return false;
    const int length = length_of_month(at.tm_year + 1900, at.tm_mon + 1);
    const bool by_day = matches_day_of_month(day_of_month, at, length);
    const bool by_weekday = matches_day_of_week(day_of_week, at, length);
    if (day_of_month.star || day_of_week.star || day_of_week.plus) return by_day && by_weekday;
    return by_day || by_weekday;
}

WholePattern random_whole_pattern(Random &random, const std::string &job_id) {
    const Range seconds{"second", 0, 59, 0, 59, no_names, job_id};
    const Range minutes{"minute", 0, 59, 0, 59, no_names, job_id};
    const Range hours{"hour", 0, 23, 0, 23, no_names, job_id};
    const Range days{"day of month", 1, 31, 1, 28, no_names, job_id};
    const Range months{"month", 1, 12, 1, 12, month_names, job_id};
    const Range weekdays{"day of week", 0, 7, 0, 6, weekday_names, job_id};
    const Range years{"", 1970, 2199, 1970, 2199, no_names, job_id};
    const bool with_year = random.one_in(4);
    const bool with_second = with_year || random.one_in(3);
    WholePattern pattern{"",
                         with_second ? field(random, seconds, 8) : RandomField{"0", {0}, false},
                         field(random, minutes, 8),
                         field(random, hours, 5),
                         days_of_month(random, days),
                         field(random, months, 2),
                         days_of_week(random, weekdays),
                         with_year ? field(random, years, 4) : all_of(years)};
    pattern.text = joined(random, pattern, with_second, with_year);
    return pattern;
}

} // namespace schedule_test
