#include "move/crontab_line.h"

#include "json/utf8.h"

#include <algorithm>

namespace sample_host::move {
namespace {

constexpr std::string_view blanks = " \t";

// Reads a line from left to right.
class Reader {
  public:
    explicit Reader(std::string_view line) : line_(line) { skip_blanks(); }

    void skip_blanks() { at_ = std::min(line_.find_first_not_of(blanks, at_), line_.size()); }
    bool at_end() const { return at_ == line_.size(); }
    std::size_t column() const { return at_ + 1; }
    char peek() const { return line_[at_]; }
    std::string_view rest() const { return line_.substr(at_); }

    std::string_view word(std::string_view ends = blanks) {
        const std::size_t begin = at_;
        at_ = std::min(line_.find_first_of(ends, at_), line_.size());
        return line_.substr(begin, at_ - begin);
    }

    bool take(char expected) {
        if (at_end() || peek() != expected) return false;
        ++at_;
        return true;
    }

  private:
    std::string_view line_;
    std::size_t at_ = 0;
};

bool is_name(std::string_view text) {
    const auto letter = [](char one) { return (one >= 'A' && one <= 'Z') || (one >= 'a' && one <= 'z') || one == '_'; };
    const auto fits = [letter](char one) { return letter(one) || (one >= '0' && one <= '9'); };
    return !text.empty() && letter(text.front()) && std::all_of(text.begin(), text.end(), fits);
}

std::string_view without_blanks_behind(std::string_view text) {
    const std::size_t last = text.find_last_not_of(blanks);
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

// A value stands as it is, or between quotes, which keep blanks; nothing in it is expanded.
std::string value_of(std::string_view text, std::size_t column) {
    text = without_blanks_behind(text);
    if (text.empty() || (text.front() != '"' && text.front() != '\'')) return std::string(text);
    if (text.size() < 2 || text.back() != text.front()) {
        throw CrontabFault("the value begins with a quote and does not end with it", column);
    }
    return std::string(text.substr(1, text.size() - 2));
}

// NAME=VALUE, blanks around the sign allowed.
std::optional<CrontabAssignment> assignment_of(Reader reader) {
    const std::size_t column = reader.column();
    const std::string_view name = reader.word(" \t=");
    reader.skip_blanks();
    if (!reader.take('=')) return std::nullopt;
    if (!is_name(name)) {
        throw CrontabFault(
            "\"" + std::string(name) + "\" is not the name of a variable; expected letters, digits and _", column);
    }
    reader.skip_blanks();
    return CrontabAssignment{std::string(name), value_of(reader.rest(), reader.column())};
}

// Up to the first % that no backslash stands before; behind it, each such % is an end of line. \% is a % itself, all
// other backslashes stay for the shell.
void split_command(std::string_view text, CrontabEntry &entry) {
    bool escaped = false;
    std::string *to = &entry.command;
    for (const char character : text) {
        if (character == '%' && escaped) {
            to->back() = '%';
        } else if (character == '%' && entry.input) {
            *to += '\n';
        } else if (character == '%') {
            to = &entry.input.emplace();
        } else {
            *to += character;
        }
        escaped = character == '\\' && !escaped;
    }
    if (entry.input && !entry.input->ends_with('\n')) *entry.input += '\n';
}

void read_fields(Reader &reader, CrontabEntry &entry) {
    constexpr std::array names{"minute", "hour", "day of month", "month", "day of week"};
    for (std::size_t field = 0; field < names.size(); ++field) {
        if (reader.at_end()) {
            throw CrontabFault(std::string("the ") + names.at(field) +
                                   " field is missing; expected five fields and a command",
                               reader.column());
        }
        if (field > 0) entry.schedule += ' ';
        entry.field_positions.at(field) = entry.schedule.size();
        entry.field_columns.at(field) = reader.column();
        entry.schedule += reader.word();
        reader.skip_blanks();
    }
}

void read_nickname(Reader &reader, CrontabEntry &entry) {
    constexpr std::array nicknames{"@yearly", "@annually", "@monthly", "@weekly",
                                   "@daily",  "@midnight", "@hourly",  "@reboot"};
    entry.field_columns.fill(reader.column());
    entry.schedule = reader.word();
    if (std::find(nicknames.begin(), nicknames.end(), entry.schedule) == nicknames.end()) {
        throw CrontabFault("cron knows no nickname \"" + entry.schedule +
                               "\"; expected @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly or "
                               "@reboot",
                           entry.field_columns.front());
    }
    reader.skip_blanks();
}

CrontabEntry entry_of(Reader reader, bool system) {
    CrontabEntry entry;
    if (reader.peek() == '@') {
        read_nickname(reader, entry);
    } else {
        read_fields(reader, entry);
    }
    if (system) {
        entry.user = reader.word();
        reader.skip_blanks();
    }
    entry.command_column = reader.column();
    if (reader.at_end()) {
        throw CrontabFault(system ? "the user or the command is missing" : "the command is missing", reader.column());
    }
    split_command(reader.rest(), entry);
    if (without_blanks_behind(entry.command).empty()) {
        throw CrontabFault("the command is empty", entry.command_column);
    }
    return entry;
}

} // namespace

std::size_t CrontabEntry::column_of(std::size_t position) const {
    std::size_t field = field_positions.size() - 1;
    while (field > 0 && (field_positions.at(field) > position || field_positions.at(field) == 0)) --field;
    return field_columns.at(field) + position - field_positions.at(field);
}

CrontabLine parse_crontab_line(std::string_view line, bool system) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const Reader reader(line);
    if (reader.at_end() || reader.peek() == '#') return CrontabNothing{};
    if (const std::size_t nul = line.find('\0'); nul != std::string_view::npos) {
        throw CrontabFault("there is a NUL byte, which no command can have", nul + 1);
    }
    if (!json::is_utf8(line)) throw CrontabFault("the line is not UTF-8", 0);
    if (auto assignment = assignment_of(reader)) return *std::move(assignment);
    return entry_of(reader, system);
}

} // namespace sample_host::move
