#include "move/crontab.h"

#include "loader/contract.h"
#include "json/command_task.h"
#include "json/object_writer.h"

#include <gateway_scheduler/job.h>

#include <algorithm>
#include <array>
#include <vector>

namespace sample_host::move {
namespace {

// FNV-1a: the ids of jobs must stay the same in every release.
uint64_t hash_of(std::string_view text) {
    uint64_t hash = 0xcbf29ce484222325U;
    for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    return hash;
}

std::string hexadecimal(uint64_t value, unsigned digits) {
    std::string text;
    for (unsigned digit = digits; digit-- > 0;) text += "0123456789abcdef"[value >> (4U * digit) & 0xFU];
    return text;
}

std::string_view first_word(std::string_view command) {
    return command.substr(0, command.find_first_of(" \t;|&<>()"));
}

// The program's name without its folders, of letters that need no quotes anywhere.
std::string spoken_name(std::string_view command) {
    std::string_view word = first_word(command);
    if (const std::size_t slash = word.rfind('/'); slash != std::string_view::npos) word.remove_prefix(slash + 1);
    std::string name;
    for (const char one : word.substr(0, 40)) {
        const bool plain = (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9') ||
                           one == '.' || one == '_' || one == '-';
        if (plain) name += one;
    }
    return name.empty() ? "command" : name;
}

} // namespace

std::optional<CrontabJob> Crontab::take(std::string_view line, const std::function<void(const std::string &)> &note) {
    CrontabLine parsed = parse_crontab_line(line, options_.system);
    if (const auto *assignment = std::get_if<CrontabAssignment>(&parsed)) {
        assign(*assignment, note);
        return std::nullopt;
    }
    auto *entry = std::get_if<CrontabEntry>(&parsed);
    if (entry == nullptr) return std::nullopt;
    check_user(*entry);
    if (options_.system && entry->user != options_.user) {
        note("it is left out: it runs as " + entry->user + ", and this host runs all commands as " + options_.user);
        return std::nullopt;
    }
    if (entry->schedule == "@reboot") {
        note("it is left out: here @reboot means each start of the host, not of the machine; sample-host add takes it");
        return std::nullopt;
    }
    CrontabJob job;
    job.id = id_of(*entry);
    job.zone = zone_.empty() ? options_.zone : zone_;
    job.definition = definition_of(*entry);
    job.entry = std::move(*entry);
    return job;
}

void Crontab::assign(const CrontabAssignment &assignment, const std::function<void(const std::string &)> &note) {
    const auto &[name, value] = assignment;
    if (name == "CRON_TZ") {
        zone_ = value;
    } else if (name == "MAILTO") {
        if (!value.empty()) note("MAILTO is left out: nobody is mailed; what a command prints is kept with its run");
    } else if (name == "LOGNAME") {
        note("LOGNAME is left out: cron does not let it be set either");
    } else {
        environment_[name] = value;
    }
}

// Somebody who gives /etc/crontab without saying so would get jobs that try to run "root".
void Crontab::check_user(const CrontabEntry &entry) const {
    if (options_.system) {
        if (!options_.is_user(entry.user)) {
            throw CrontabFault("there is no user \"" + entry.user +
                                   "\" on this machine; a user's own crontab has none "
                                   "before the command",
                               0);
        }
        return;
    }
    const std::string_view command = entry.command;
    const std::string word(first_word(command));
    if (!options_.is_user(word) || options_.is_program(word)) return;
    if (word == "root" || begins_with_program(command.substr(word.size()))) {
        throw CrontabFault(
            "\"" + word + "\" is a user and no command: the file looks like /etc/crontab; --system reads such a file",
            entry.command_column);
    }
}

// What follows a word looks like a command of its own: some users, such as mail, are called as programs are.
bool Crontab::begins_with_program(std::string_view text) const {
    constexpr std::array builtins{"cd", ".", "if", "[", "for", "exec", "umask"};
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return false;
    const std::string word(first_word(text.substr(begin)));
    return word.starts_with('/') || std::find(builtins.begin(), builtins.end(), word) != builtins.end() ||
           options_.is_program(word);
}

// By the command alone, so that another schedule for it changes the job; the second line of a command is another job.
std::string Crontab::id_of(const CrontabEntry &entry) {
    std::string whole = entry.command;
    if (entry.input) whole += '\n' + *entry.input;
    const uint64_t hash = hash_of(whole);
    const int64_t times = ++seen_[hash];
    std::string id = options_.prefix + spoken_name(entry.command) + '-' + hexadecimal(hash >> 16U, 12);
    if (times > 1) id += '-' + std::to_string(times);
    return id;
}

// As cron runs it: by the shell, in the home directory, with what was assigned. No limit of time, no second try,
// nothing made up for after a downtime. Only beside itself it does not run.
std::string Crontab::definition_of(const CrontabEntry &entry) const {
    const auto of_environment = [this](const char *name, const std::string &otherwise) {
        const auto found = environment_.find(name);
        return found == environment_.end() ? otherwise : found->second;
    };
    std::vector<std::string> command;
    const std::string home = of_environment("HOME", options_.home);
    if (!home.empty() || !environment_.empty()) command.emplace_back("/usr/bin/env");
    if (!home.empty()) command.insert(command.end(), {"-C", home});
    for (const auto &[name, value] : environment_) command.emplace_back(name).append("=").append(value);
    command.insert(command.end(), {of_environment("SHELL", "/bin/sh"), "-c", entry.command});
    json::ObjectWriter writer;
    writer.text("name", cut_on_character(entry.command, GS_MAX_NAME_SIZE));
    writer.text("schedule", entry.schedule);
    writer.text("zone", zone_.empty() ? options_.zone : zone_);
    writer.text("catch_up", "skip");
    writer.text("timeout", "366d");
    writer.integer("retries", 0);
    writer.raw("payload", json::command_task_to_json(command, entry.input));
    return writer.finish();
}

} // namespace sample_host::move
