// What the schedule tests share: zones of this machine, and times written so that a person can read them.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schedule/schedule.h"

namespace schedule_test {

namespace schedule = gateway_scheduler::schedule;

inline const std::string system_zones = "/usr/share/zoneinfo";

std::vector<std::byte> read_bytes(const std::string &path);

// The zone of that name in the directory; throws when it cannot be read.
std::shared_ptr<const schedule::Zone> zone(const std::string &name, const std::string &directory = system_zones);

// The names of all zones in the directory.
std::vector<std::string> zone_names(const std::string &directory = system_zones);

// "2026-03-08T03:00:00-04:00" or "...Z"; fractions of a second are fine.
schedule::Instant instant(const std::string &text);

// The same, in the zone; a fraction is shown only when there is one.
std::string show(schedule::Instant instant, const schedule::Zone &zone);

schedule::ScheduleOptions in_zone(const std::string &name);

// Throws when the schedule is refused.
schedule::Schedule parse(std::string_view text, const schedule::ScheduleOptions &options = {});

// The next fires after the instant, as show() writes them.
std::vector<std::string> fires(const schedule::Schedule &schedule, const std::string &after, std::size_t count);

// A row of a table: what happens, and what is expected.
struct Case {
    std::string what;
    std::string zone;
    std::string text;
    std::string after;
    std::vector<std::string> expected;
    schedule::DstGap gap = schedule::DstGap::run_after;
    schedule::DstOverlap overlap = schedule::DstOverlap::first;
};

// Asks forwards, and then backwards from the last one, which must give the same fires.
void check(const std::vector<Case> &cases);

} // namespace schedule_test
