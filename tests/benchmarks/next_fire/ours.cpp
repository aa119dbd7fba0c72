// Our side of compare-next-fire: next fires forward and from random instants, parsing, sizes and cliffs.
//
//     next_fire_ours PREPARED_CASES MILLISECONDS
//
// Each cell is measured for at least so many milliseconds, after a first pass that warms up and makes the checksum.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "cases.h"
#include "schedule/cursor.h"
#include "schedule/schedule.h"
#include "sizes.h"

namespace next_fire {
namespace {

using schedule::Cursor;
using schedule::Instant;
using schedule::Schedule;
using schedule::ScheduleOptions;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t questions_between_clocks = 1000;

Clock::duration budget;

std::uint64_t number(Instant instant) {
    return static_cast<std::uint64_t>(instant.time_since_epoch().count()) / 1'000'000;
}

// Asks until the budget is used up. The sum of the answers is printed, so that none of them can be left out.
template <class Ask>
nlohmann::json measure(Ask ask) {
    std::uint64_t questions = 0, sum = 0;
    Clock::duration used{};
    const auto start = Clock::now();
    do {
        for (std::uint64_t i = 0; i < questions_between_clocks; ++i) sum += ask();
        questions += questions_between_clocks;
        used = Clock::now() - start;
    } while (used < budget);
    const std::chrono::duration<double, std::nano> nanoseconds = used;
    return {{"ns", nanoseconds.count() / static_cast<double>(questions)}, {"fires", questions}, {"sink", sum}};
}

struct Checksum {
    std::uint64_t sum = 0;
    std::size_t fires = 0;

    void add(Instant fire) {
        sum += number(fire);
        ++fires;
    }
    void add_to(nlohmann::json &figures) const {
        figures["checksum"] = sum;
        figures["compared"] = fires;
    }
};

// One fire after the other from the start on; begins anew after so many, or where there is no further one.
nlohmann::json measure_forward(const Cases &cases, const Schedule &schedule, Instant until) {
    Cursor cursor(schedule);
    Checksum checksum;
    auto at = cases.from;
    while (checksum.fires < cases.compared) {
        const auto fire = cursor.next(at);
        if (!fire || *fire >= until) break;
        at = *fire;
        checksum.add(at);
    }
    at = cases.from;
    auto left = cases.fires;
    auto figures = measure([&]() -> std::uint64_t {
        const auto fire = cursor.next(at);
        if (!fire || *fire >= until || --left == 0) {
            at = cases.from;
            left = cases.fires;
            return 0;
        }
        at = *fire;
        return number(at);
    });
    checksum.add_to(figures);
    return figures;
}

// Next: a Cursor that is kept, or the Schedule itself.
template <class Next>
nlohmann::json measure_random(const Cases &cases, Next &next) {
    Checksum checksum;
    for (std::size_t i = 0; i < cases.compared; ++i) {
        const auto fire = next.next(cases.instants[i]);
        if (fire) checksum.add(*fire);
    }
    std::size_t i = 0;
    auto figures = measure([&]() -> std::uint64_t {
        const auto fire = next.next(cases.instants[i]);
        if (++i == cases.instants.size()) i = 0;
        return fire ? number(*fire) : 0;
    });
    checksum.add_to(figures);
    return figures;
}

std::optional<Schedule> parse(const std::string &pattern, const ScheduleOptions &options) {
    auto parsed = Schedule::parse(pattern, options);
    if (parsed) return std::move(parsed).value();
    print("refused", options.zone ? options.zone->name() : "", pattern, {{"error", parsed.error().text}});
    return std::nullopt;
}

ScheduleOptions in_zone(const Zones &zones, const std::string &name) {
    ScheduleOptions options;
    options.zone = zones.at(name);
    return options;
}

void ask(const Cases &cases, const Zones &zones, const std::string &zone, const std::string &pattern, Instant until) {
    const auto schedule = parse(pattern, in_zone(zones, zone));
    if (!schedule) return;
    print("forward", zone, pattern, measure_forward(cases, *schedule, until));
    Cursor cursor(*schedule);
    print("random", zone, pattern, measure_random(cases, cursor));
    print("random without cursor", zone, pattern, measure_random(cases, *schedule));
}

void measure_parsing(const std::string &mode, const std::string &zone, const std::string &pattern,
                     const ScheduleOptions &options) {
    print(mode, zone, pattern, measure([&]() -> std::uint64_t {
              const auto parsed = Schedule::parse(pattern, options);
              return parsed ? number(parsed.value().end()) : 1;
          }));
}

void run(const Cases &cases) {
    const auto zones = read_zones(cases);
    std::vector<std::string> accepted;
    for (const auto &pattern : cases.patterns) {
        if (!parse(pattern, {})) continue;
        accepted.push_back(pattern);
        measure_parsing("parse", "", pattern, {});
        measure_parsing("parse", cases.parse_zone, pattern, in_zone(zones, cases.parse_zone));
        for (const auto &zone : cases.zones) ask(cases, zones, zone, pattern, cases.until);
    }
    for (const auto &pattern : cases.cliffs) {
        if (!parse(pattern, {})) continue;
        measure_parsing("parse", "", pattern, {});
        for (const auto &zone : cases.cliff_zones) ask(cases, zones, zone, pattern, Instant::max());
    }
    for (const auto &pattern : cases.impossible) {
        if (!parse(pattern, {})) measure_parsing("refuse", "", pattern, {});
    }
    if (accepted.empty()) throw std::runtime_error("no pattern was accepted");
    const auto bytes = zone_bytes(cases.parse_zone);
    print("zone", cases.parse_zone, "", measure([&]() -> std::uint64_t {
              return schedule::Zone::parse(cases.parse_zone, bytes).value()->segment_count();
          }));
    print("size", cases.parse_zone, "", sizes(accepted, cases.parse_zone));
}

} // namespace
} // namespace next_fire

int main(int count, char **arguments) {
    try {
        if (count != 3) throw std::runtime_error("usage: next_fire_ours PREPARED_CASES MILLISECONDS");
        next_fire::budget = std::chrono::milliseconds{std::strtol(arguments[2], nullptr, 10)};
        next_fire::run(next_fire::read_cases(arguments[1]));
        return EXIT_SUCCESS;
    } catch (const std::exception &error) {
        std::cerr << "next_fire_ours: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
