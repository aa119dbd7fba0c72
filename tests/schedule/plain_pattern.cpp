// See plain_pattern.h.
#include "plain_pattern.h"

namespace schedule_test {
namespace {

RandomField random_item(Random &random, int low, int high) {
    RandomField item{"", {}, false};
    const int first = random.between(low, high);
    const int last = random.between(first, high);
    int step = 1;
    int from = first;
    int to = last;
    switch (random.between(0, 3)) {
    case 0:
        to = first;
        item.text = std::to_string(first);
        break;
    case 1:
        item.text = std::to_string(first) + "-" + std::to_string(last);
        break;
    case 2:
        step = random.between(1, 7);
        item.text = std::to_string(first) + "-" + std::to_string(last) + "/" + std::to_string(step);
        break;
    default:
        step = random.between(1, 7);
        from = low;
        to = high;
        item.text = "*/" + std::to_string(step);
        item.star = true;
    }
    for (int value = from; value <= to; value += step) item.values.insert(value);
    return item;
}

RandomField random_field(Random &random, int low, int high, int one_in_is_restricted) {
    if (!random.one_in(one_in_is_restricted)) {
        RandomField all{"*", {}, true};
        for (int value = low; value <= high; ++value) all.values.insert(value);
        return all;
    }
    auto field = random_item(random, low, high);
    while (random.one_in(3)) {
        const auto more = random_item(random, low, high);
        field.text += "," + more.text;
        field.values.insert(more.values.begin(), more.values.end());
    }
    return field;
}

} // namespace

std::string PlainPattern::text() const {
    return minute.text + " " + hour.text + " " + day_of_month.text + " " + month.text + " " + day_of_week.text;
}

bool PlainPattern::matches(Seconds local) const {
    std::tm tm{};
    const std::time_t time = local;
    gmtime_r(&time, &tm);
    if (tm.tm_sec != 0 || !minute.values.contains(tm.tm_min) || !hour.values.contains(tm.tm_hour)) return false;
    return matches_day(tm);
}

bool PlainPattern::matches_day(const std::tm &tm) const {
    if (!month.values.contains(tm.tm_mon + 1)) return false;
    const bool by_day = day_of_month.values.contains(tm.tm_mday);
    const bool by_weekday =
        day_of_week.values.contains(tm.tm_wday) || (tm.tm_wday == 0 && day_of_week.values.contains(7));
    if (day_of_month.star || day_of_week.star) return by_day && by_weekday;
    return by_day || by_weekday;
}

PlainPattern random_pattern(Random &random, int one_in_day_is_restricted) {
    return {random_field(random, 0, 59, 1), random_field(random, 0, 23, 2),
            random_field(random, 1, 31, one_in_day_is_restricted),
            random_field(random, 1, 12, one_in_day_is_restricted),
            random_field(random, 0, 7, one_in_day_is_restricted)};
}

} // namespace schedule_test
