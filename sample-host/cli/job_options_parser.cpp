// A check answers an empty text when the value has the right form: CLI11's convention. Form is judged here, meaning by
// the scheduler.
#include "cli/job_options_parser.h"

#include "json/duration.h"
#include "json/invalid_input.h"
#include "json/time.h"

#include <CLI/CLI.hpp>

namespace sample_host::cli {
namespace {

std::string check_word(const json::Words &words, const std::string &value) {
    if (words.value(value)) return {};
    return "\"" + value + "\" is not one of " + words.choices();
}

std::string check_duration(const std::string &value) {
    if (json::looks_like_duration(value)) return {};
    return "\"" + value + "\" is not a duration; expected a form such as 90s, 30m, 1h30m or 2d";
}

std::string check_time(const std::string &value) {
    try {
        json::parse_time(value);
        return {};
    } catch (const json::InvalidInput &error) {
        return error.what();
    }
}

std::string check_integer(const std::string &value) {
    const std::size_t sign = !value.empty() && value.front() == '-' ? 1 : 0;
    const bool digits = value.size() > sign && value.find_first_not_of("0123456789", sign) == std::string::npos;
    return digits ? std::string() : "\"" + value + "\" is not a whole number";
}

std::string check_label(const std::string &value) {
    const std::size_t equals = value.find('=');
    return equals == std::string::npos || equals == 0 ? "\"" + value + "\" is not a label; expected KEY=VALUE"
                                                      : std::string();
}

std::string check_notify_on(const std::string &value) {
    if (value == "none") return {};
    for (const std::string &word : CLI::detail::split(value, ',')) {
        const std::string fault = check_word(json::notify_words, word);
        if (!fault.empty()) return fault + ", or none";
    }
    return {};
}

std::string value_name(const JobOption &option) {
    switch (option.kind) {
    case OptionKind::word: {
        std::string names;
        for (const json::Word &word : option.words->table()) {
            if (!names.empty()) names += '|';
            names += word.text;
        }
        return names;
    }
    case OptionKind::duration:
        return "DURATION";
    case OptionKind::time:
        return "RFC3339";
    case OptionKind::integer:
        return "N";
    default:
        return "TEXT";
    }
}

std::string check_value(const JobOption &option, const std::string &value) {
    switch (option.kind) {
    case OptionKind::word:
        return check_word(*option.words, value);
    case OptionKind::duration:
        return check_duration(value);
    case OptionKind::time:
        return check_time(value);
    case OptionKind::integer:
        return check_integer(value);
    default:
        return {};
    }
}

void add_option(CLI::App &command, const JobOption &option, JobOptions &job) {
    const std::string name(option.name);
    command
        .add_option_function<std::string>(
            "--" + name, [&job, name](const std::string &value) { job.values[name] = value; }, std::string(option.help))
        ->check([&option](const std::string &value) { return check_value(option, value); })
        ->type_name(value_name(option))
        ->group(std::string(option.group));
}

} // namespace

void add_job_options(CLI::App &command, JobOptions &job) {
    for (const JobOption &option : job_option_table()) add_option(command, option, job);
    command.add_option("--label", job.labels, "A label; may be given several times")
        ->check(check_label)
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->group("Who and what");
    command.add_option("--calendar", job.calendars, "No fire on the days of this calendar; may be given several times")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->group("When");
    command.add_option("--prompt", job.prompt, "Text for the command's standard input")
        ->type_name("TEXT")
        ->group("Who and what");
    command
        .add_option(
            "--notify-on", job.notify_on,
            "Which events people are told of: completed, failed, canceled, skipped, missed, disabled, separated "
            "by commas, or none [completed,failed,disabled]")
        ->check(check_notify_on)
        ->type_name("EVENTS")
        ->group("Limits and retries");
    command.add_flag("--paused", job.paused, "Add it paused")->group("When");
    command.add_flag("--delete-when-finished", job.delete_when_finished, "Remove the job when it can fire no more")
        ->group("When");
}

} // namespace sample_host::cli
