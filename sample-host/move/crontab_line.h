// The lines of a crontab, taken apart as cron does it (crontab(5)); what they mean is for others to judge. An instance
// belongs to one thread.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace sample_host::move {

inline constexpr std::size_t longest_crontab_line = 64 * 1024;

// Why a line cannot be taken in: one sentence, and the column of what is wrong, from 1; 0 for the whole line.
struct CrontabFault : std::runtime_error {
    CrontabFault(const std::string &sentence, std::size_t where) : std::runtime_error(sentence), column(where) {}
    std::size_t column;
};

struct CrontabEntry {
    std::string schedule; // five fields with one space between them, or a nickname
    std::string user;     // of a system crontab, else empty
    std::string command;  // for the shell
    std::optional<std::string> input;
    std::size_t command_column = 0; // from 1

    // The column of that byte of the schedule, from 1.
    std::size_t column_of(std::size_t position) const;

    std::array<std::size_t, 5> field_positions{}; // within the schedule
    std::array<std::size_t, 5> field_columns{};
};

struct CrontabAssignment {
    std::string name;
    std::string value;
};

struct CrontabNothing {}; // blank, or a comment

using CrontabLine = std::variant<CrontabNothing, CrontabAssignment, CrontabEntry>;

// `system`: a user's name stands before the command, as in /etc/crontab. Throws CrontabFault.
CrontabLine parse_crontab_line(std::string_view line, bool system);

} // namespace sample_host::move
