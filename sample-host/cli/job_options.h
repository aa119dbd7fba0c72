// The options that make up a job's definition, shared by `add` and `validate`: one table, from which the parser makes
// its options and job_definition its JSON. Plain values.
#pragma once

#include "json/words.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sample_host::cli {

enum class OptionKind { text, word, duration, time, integer };

// Its key in JSON is its name with _ for -.
struct JobOption {
    std::string_view name;
    OptionKind kind;
    const json::Words *words; // of kind word
    std::string_view group;
    std::string_view help;
};

std::span<const JobOption> job_option_table();

// What was given. What was not given is left to the scheduler's defaults.
struct JobOptions {
    std::string id;
    std::map<std::string, std::string, std::less<>> values; // by the option's name
    std::vector<std::string> labels;                        // "key=value"
    std::vector<std::string> calendars;                     // by name
    std::optional<std::string> notify_on;                   // "completed,failed" or "none"
    bool paused = false;
    bool delete_when_finished = false;
    std::optional<std::string> prompt;
    std::vector<std::string> command;
    bool if_absent = false;
};

} // namespace sample_host::cli
