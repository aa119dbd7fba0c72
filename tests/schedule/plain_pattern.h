// Random patterns that are known by their values, without the parser. For tests against a second implementation.
#pragma once

#include <cstdint>
#include <ctime>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace schedule_test {

using Seconds = std::int64_t; // since the epoch, of UTC or of the wall clock: all that this side knows of time

class Random {
  public:
    explicit Random(std::uint64_t from) : engine_(from) {}
    int between(int low, int high) { return static_cast<int>(engine_() % static_cast<unsigned>(high - low + 1)) + low; }
    Seconds between_long(Seconds low, Seconds high) {
        return low + static_cast<Seconds>(engine_() % static_cast<std::uint64_t>(high - low));
    }
    bool one_in(int n) { return between(1, n) == 1; }
    template <class T>
    const T &one_of(const std::vector<T> &all) {
        return all[static_cast<std::size_t>(between(0, static_cast<int>(all.size()) - 1))];
    }

  private:
    std::mt19937_64 engine_;
};

struct RandomField {
    std::string text;
    std::set<int> values;
    bool star;
};

// The five fields, each by its values.
struct PlainPattern {
    RandomField minute;
    RandomField hour;
    RandomField day_of_month;
    RandomField month;
    RandomField day_of_week;

    std::string text() const;
    bool fixed() const { return !minute.star && !hour.star; }
    bool matches(Seconds local) const;
    bool matches_day(const std::tm &tm) const;
};

PlainPattern random_pattern(Random &random, int one_in_day_is_restricted);

} // namespace schedule_test
