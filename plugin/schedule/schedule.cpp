// See schedule.h.
#include "schedule/schedule.h"

#include <algorithm>
#include <array>

#include "schedule/cursor.h"
#include "schedule/field.h"
#include "schedule/text.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr std::size_t longest_text = 1024;
constexpr const char *expected_schedule = "expected a cron pattern, @every, @at or @manual";

struct Nickname {
    std::string_view name;
    const char *instead;
};
constexpr std::array<Nickname, 8> nicknames{{{"@yearly", "write 0 0 1 1 *"},
                                             {"@annually", "write 0 0 1 1 *"},
                                             {"@monthly", "write 0 0 1 * *"},
                                             {"@weekly", "write 0 0 * * 0"},
                                             {"@daily", "write 0 0 * * *"},
                                             {"@midnight", "write 0 0 * * *"},
                                             {"@hourly", "write 0 * * * *"},
                                             {"@reboot", expected_schedule}}};

// The name of the field that the byte at `position` lies in.
std::string field_at(std::string_view text, std::size_t position) {
    const auto before = split_at_blanks({text.substr(0, position + 1), 0});
    if (before.empty() || before.front().text.starts_with('@') || before.size() > field_count) return "schedule";
    return field_kind(before.size() - 1).name;
}

// Before anything is parsed: length, and bytes that belong in no schedule.
std::optional<Error> check_text(std::string_view text) {
    if (text.size() > longest_text) {
        return Error{"schedule", static_cast<int>(longest_text),
                     "the schedule is " + std::to_string(text.size()) + " bytes long; expected at most 1024"};
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if ((c >= 0x20 && c < 0x7F) || c == '\t') continue;
        const bool control = (c >= 0 && c < 0x20) || c == 0x7F;
        return Error{field_at(text, i), static_cast<int>(i),
                     std::string(control ? "the control character " : "the byte ") + quoted(text.substr(i, 1)) +
                         (control ? "" : ", which is not ASCII,") + " has no place in a schedule; " +
                         expected_schedule};
    }
    return std::nullopt;
}

std::optional<Error> check_bounds(const ScheduleOptions &options) {
    const auto &start = options.start_at;
    const auto &end = options.end_at;
    if (start && (*start < first_instant || *start >= end_instant))
        return Error{"start_at", -1, "the start is outside the years 1970 to 2199; expected one inside"};
    if (end && *end <= start.value_or(first_instant))
        return Error{"end_at", -1, "the end is not after the start, so nothing would ever fire; expected a later end"};
    return std::nullopt;
}

Error unknown_word(const Piece &word) {
    const auto *const found = std::find_if(nicknames.begin(), nicknames.end(),
                                           [&](const auto &nickname) { return nickname.name == word.text; });
    if (found != nicknames.end())
        return {"schedule", word.position, quoted(word.text) + " is not supported by this release; " + found->instead};
    return {"schedule", word.position, quoted(word.text) + " is unknown; " + expected_schedule};
}

Result<Schedule::Kind> resolve(const Moment &moment, const ScheduleOptions &options, int position) {
    if (const auto *instant = std::get_if<Instant>(&moment))
        return Schedule::Kind{OneShot{moment, *instant, *instant, false, false}};
    const auto resolved = options.zone->from_local(std::get<LocalTime>(moment));
    const auto in_zone = " in zone " + quoted(options.zone->name());
    if (resolved.first < first_instant || resolved.last >= end_instant) {
        return Error{"schedule", position,
                     "@at: the moment" + in_zone + " is outside the years 1970 to 2199 of UTC; " +
                         "expected one inside"};
    }
    const bool gap = resolved.kind == Resolved::Kind::gap;
    const bool overlap = resolved.kind == Resolved::Kind::overlap;
    if (gap && options.dst_gap == DstGap::skip) {
        return Error{"schedule", position,
                     "@at: this local time does not exist" + in_zone +
                         " and the job skips such times; expected one that exists"};
    }
    switch (options.dst_overlap) {
    case DstOverlap::first:
        return Schedule::Kind{OneShot{moment, resolved.first, resolved.first, gap, overlap}};
    case DstOverlap::last:
        return Schedule::Kind{OneShot{moment, resolved.last, resolved.last, gap, overlap}};
    case DstOverlap::both:
        break;
    }
    return Schedule::Kind{OneShot{moment, resolved.first, resolved.last, gap, false}};
}

Result<Schedule::Kind> parse_kind(Piece text, const ScheduleOptions &options) {
    const auto words = split_at_blanks(text);
    if (words.empty()) return Error{"schedule", 0, std::string("the schedule is empty; ") + expected_schedule};
    const auto &word = words.front();
    if (!word.text.starts_with('@')) {
        const auto pattern = parse_pattern(text);
        if (!pattern) return pattern.error();
        return Schedule::Kind{pattern.value()};
    }
    const auto rest = text.from(static_cast<std::size_t>(word.end() - text.position));
    if (word.text == "@every") {
        const auto interval = parse_interval(rest, options.start_at);
        if (!interval) return interval.error();
        return std::visit([](const auto &parsed) { return Schedule::Kind{parsed}; }, interval.value());
    }
    if (word.text == "@at") {
        const auto moment = parse_moment(rest);
        if (!moment) return moment.error();
        return resolve(moment.value(), options, words[1].position);
    }
    if (word.text != "@manual") return unknown_word(word);
    if (words.size() > 1) {
        return Error{"schedule", words[1].position,
                     "found " + quoted(words[1].text) + " after @manual; expected nothing"};
    }
    return Schedule::Kind{Manual{}};
}

struct Printer {
    std::string operator()(const Pattern &pattern) const { return print_pattern(pattern); }
    std::string operator()(const CalendarGrid &grid) const { return print_interval(grid); }
    std::string operator()(const ElapsedGrid &grid) const { return print_interval(grid); }
    std::string operator()(const AfterCompletion &completion) const { return print_interval(completion); }
    std::string operator()(const OneShot &shot) const { return print_moment(shot.moment); }
    std::string operator()(const Manual & /*manual*/) const { return "@manual"; }
};

} // namespace

Result<Schedule> Schedule::parse(std::string_view text, const ScheduleOptions &given) {
    auto options = given;
    if (!options.zone) options.zone = Zone::utc();
    if (auto error = check_text(text)) return std::move(*error);
    if (auto error = check_bounds(options)) return std::move(*error);
    const auto kind = parse_kind({text, 0}, options);
    if (!kind) return kind.error();
    return Schedule(kind.value(), options);
}

Schedule::Schedule(const Kind &kind, const ScheduleOptions &options)
    : kind_(kind),
      zone_(options.zone),
      begin_(options.start_at.value_or(first_instant)),
      end_(std::min(options.end_at.value_or(end_instant), end_instant)),
      dst_gap_(options.dst_gap),
      dst_overlap_(options.dst_overlap) {}

std::optional<Instant> Schedule::next(Instant after) const {
    return Cursor(*this).next(after);
}

std::optional<Instant> Schedule::previous(Instant at_or_before) const {
    return Cursor(*this).previous(at_or_before);
}

std::optional<Instant> Schedule::after_completion(Instant finished) const {
    const auto *completion = std::get_if<AfterCompletion>(&kind_);
    if (completion == nullptr || finished >= end_) return std::nullopt;
    const auto instant = std::max(std::max(finished, first_instant) + completion->interval, begin_);
    if (instant >= end_) return std::nullopt;
    return instant;
}

std::string Schedule::text() const {
    return std::visit(Printer{}, kind_);
}

} // namespace gateway_scheduler::schedule
