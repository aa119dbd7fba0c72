// See schedule.h.
#include "schedule/schedule.h"

#include <algorithm>
#include <array>

#include "schedule/cursor.h"
#include "schedule/text.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr std::size_t longest_text = 1024;
constexpr const char *expected_schedule =
    "expected a cron pattern, a nickname such as @daily, @every, @at, @reboot or @manual";

// OCPS 1.1, 4.1; case matters.
struct Nickname {
    std::string_view name;
    std::string_view pattern;
};
constexpr std::array<Nickname, 7> nicknames{{{"@yearly", "0 0 1 1 *"},
                                             {"@annually", "0 0 1 1 *"},
                                             {"@monthly", "0 0 1 * *"},
                                             {"@weekly", "0 0 * * 0"},
                                             {"@daily", "0 0 * * *"},
                                             {"@midnight", "0 0 * * *"},
                                             {"@hourly", "0 * * * *"}}};

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
        return Error{field_name_at({text, 0}, static_cast<int>(i)), static_cast<int>(i),
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

// Words that take nothing after them.
std::optional<Schedule::Kind> plain_word(std::string_view word) {
    if (word == "@manual") return Manual{};
    if (word == "@reboot") return AtStart{};
    const auto *const nickname =
        std::find_if(nicknames.begin(), nicknames.end(), [&](const auto &known) { return known.name == word; });
    if (nickname == nicknames.end()) return std::nullopt;
    return parse_pattern({nickname->pattern, 0}, {}).value();
}

Result<Schedule::Kind> parse_kind(Piece text, const ScheduleOptions &options) {
    const auto words = split_at_blanks(text);
    if (words.empty()) return Error{"schedule", 0, std::string("the schedule is empty; ") + expected_schedule};
    const auto &word = words.front();
    if (!word.text.starts_with('@')) {
        const auto pattern = parse_pattern(text, options.job_id);
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
    const auto kind = plain_word(word.text);
    if (!kind) return Error{"schedule", word.position, quoted(word.text) + " is unknown; " + expected_schedule};
    if (words.size() > 1) {
        return Error{"schedule", words[1].position,
                     "found " + quoted(words[1].text) + " after " + std::string(word.text) + "; expected nothing"};
    }
    return *kind;
}

struct Printer {
    std::string operator()(const Pattern &pattern) const { return print_pattern(pattern); }
    std::string operator()(const CalendarGrid &grid) const { return print_interval(grid); }
    std::string operator()(const ElapsedGrid &grid) const { return print_interval(grid); }
    std::string operator()(const AfterCompletion &completion) const { return print_interval(completion); }
    std::string operator()(const OneShot &shot) const { return print_moment(shot.moment); }
    std::string operator()(const Manual & /*manual*/) const { return "@manual"; }
    std::string operator()(const AtStart & /*start*/) const { return "@reboot"; }
};

// The days come, but not with this year, in this zone, within these bounds.
Error never_fires(const Schedule &schedule) {
    std::string where = " in zone " + quoted(schedule.zone().name());
    if (schedule.dst_gap() == DstGap::skip) where += ", whose gaps it skips,";
    if (schedule.begin() != first_instant || schedule.end() != end_instant) where += " between its start and its end";
    return {"schedule", 0, "the schedule never fires" + where + "; expected one that fires at least once until 2199"};
}

} // namespace

Result<Schedule> Schedule::parse(std::string_view text, const ScheduleOptions &given) {
    auto options = given;
    if (!options.zone) options.zone = Zone::utc();
    if (auto error = check_text(text)) return std::move(*error);
    if (auto error = check_bounds(options)) return std::move(*error);
    const auto kind = parse_kind({text, 0}, options);
    if (!kind) return kind.error();
    Schedule schedule(kind.value(), options);
    if (schedule.has_times() && !schedule.next(schedule.begin() - Duration{1})) return never_fires(schedule);
    return schedule;
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
