// What was asked for on the command line, taken apart and checked for form. CLI11 stays behind this header. Plain
// values.
#pragma once

#include "cli/job_options.h"
#include "cli/move_options.h"
#include "gateway/serve.h"
#include "json/fire_json.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace sample_host::cli {

enum class Command {
    serve,
    add,
    list,
    show,
    runs,
    explain,
    pause,
    resume,
    cancel,
    cancel_run,
    run,
    health,
    calendar_set,
    calendar_list,
    calendar_remove,
    export_store,
    import_store,
    import_crontab,
    next,
    next_batch,
    why_not,
    describe,
    validate
};

struct Arguments {
    Command command = Command::list;
    std::filesystem::path data_dir; // empty: the default one
    std::filesystem::path plugin;   // empty: the default one
    std::filesystem::path zones;    // absolute; empty: the system's
    bool json = false;
    bool utc = false;
    std::string id; // of the job or run that the command is about, or a calendar's name; empty for all
    std::optional<std::string> reason;
    std::optional<uint64_t> limit;
    JobOptions job;
    std::vector<gs_day_range> days; // of a calendar that is set
    json::FireQuestion question;
    std::string at; // the moment that explain or why-not is about, as it was written
    ServeOptions serve;
    MoveOptions move;
};

// Help or version were printed, or a usage error was told.
struct Answered {
    int exit_code;
};

// `words` are the arguments behind the program's name.
std::variant<Arguments, Answered> parse_arguments(std::span<const std::string> words, std::ostream &out,
                                                  std::ostream &err);

} // namespace sample_host::cli
