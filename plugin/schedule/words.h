// Words for people: numbers, days, months and times as English says them. Pure functions; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schedule/instant.h"

namespace gateway_scheduler::schedule {

std::string_view weekday_name(unsigned weekday); // Sunday is 0
std::string_view month_name(unsigned month);     // January is 1
std::string_view ordinal_word(unsigned number);  // first to fifth

// "a", "a and b", "a, b and c".
std::string join(const std::vector<std::string> &items, std::string_view last_joint = " and ");

// "1 hour", "90 seconds", "1 hour 30 minutes".
std::string duration_words(Duration duration);

// "09:05", with ":30" behind if the second is not 0.
std::string clock_words(unsigned hour, unsigned minute, unsigned second = 0);

// "2026-03-08 02:30", with seconds and a fraction as far as there are any.
std::string local_words(LocalTime time);

// "2026-03-08 02:30 +01:00" in UTC "2026-03-08 02:30 UTC".
std::string instant_words(Instant at, std::chrono::seconds offset);

} // namespace gateway_scheduler::schedule
