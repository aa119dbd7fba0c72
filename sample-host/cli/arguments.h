// What was asked for on the command line, taken apart and checked for form. CLI11 stays behind this header. Plain
// values.
#pragma once

#include "cli/job_options.h"
#include "gateway/serve.h"
#include "json/fire_json.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <variant>

namespace sample_host::cli {

enum class Command {
    serve,
    add,
    list,
    show,
    runs,
    pause,
    resume,
    cancel,
    cancel_run,
    run,
    health,
    next,
    next_batch,
    validate
};

struct Arguments {
    Command command = Command::list;
    std::filesystem::path data_dir; // empty: the default one
    std::filesystem::path plugin;   // empty: the default one
    bool json = false;
    bool utc = false;
    std::string id; // of the job or run that the command is about; empty for all
    std::optional<std::string> reason;
    std::optional<uint64_t> limit;
    JobOptions job;
    json::FireQuestion question;
    ServeOptions serve;
};

// Help or version were printed, or a usage error was told.
struct Answered {
    int exit_code;
};

// `words` are the arguments behind the program's name.
std::variant<Arguments, Answered> parse_arguments(std::span<const std::string> words, std::ostream &out,
                                                  std::ostream &err);

} // namespace sample_host::cli
