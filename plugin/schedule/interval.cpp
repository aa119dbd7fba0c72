// See interval.h.
#include "schedule/interval.h"

#include <array>

namespace gateway_scheduler::schedule {
namespace {

using std::chrono::seconds;

constexpr seconds longest_elapsed{366 * 24 * 3600};
constexpr const char *expected_interval = "expected for example 90s, 1h30m, 1d, 2w or 3mo";

struct Unit {
    std::string_view name;
    int seconds;                 // 0: of the calendar
    CalendarGrid::Unit calendar; // when seconds is 0
    std::int64_t most;           // how many at most
};

// From long to short: combined ones stand in this order.
constexpr std::array<Unit, 6> units{{
    {"mo", 0, CalendarGrid::Unit::month, 1200},
    {"w", 0, CalendarGrid::Unit::week, 52},
    {"d", 0, CalendarGrid::Unit::day, 366},
    {"h", 3600, {}, 366 * 24},
    {"m", 60, {}, 366 * 24 * 60},
    {"s", 1, {}, 366 * 24 * 3600},
}};

Error error_at(int position, const std::string &what, const char *expected = expected_interval) {
    return {"schedule", position, "@every: " + what + "; " + expected};
}

struct Part {
    std::int64_t count;
    std::size_t unit; // index into `units`
    std::size_t size; // bytes that it took
};

Result<Part> parse_part(Piece text) {
    const std::size_t digits = count_digits(text.text);
    if (digits == 0) {
        return error_at(text.position, text.text.empty() ? "the interval is missing"
                                                         : "found " + quoted(text.text) + " where a number should be");
    }
    std::size_t size = digits;
    while (size < text.text.size() && is_letter(text.text[size])) ++size;
    const auto name = text.text.substr(digits, size - digits);
    for (std::size_t i = 0; i < units.size(); ++i) {
        if (units[i].name != name) continue;
        const auto count = number_of(text.text.substr(0, digits), units[i].most);
        if (count > units[i].most) {
            return error_at(text.position, quoted(text.text.substr(0, size)) + " is too long",
                            "expected at most 366 days, 52 weeks or 1200 months");
        }
        return Part{count, i, size};
    }
    const int position = text.position + static_cast<int>(digits);
    if (name.empty()) return error_at(position, "a unit is missing after " + quoted(text.text.substr(0, digits)));
    return error_at(position, "the unit " + quoted(name) + " is unknown", "expected s, m, h, d, w or mo");
}

// One or more parts in seconds, minutes and hours; `first` has been read already.
Result<seconds> parse_elapsed(Piece text, const Part &first) {
    seconds total{first.count * units[first.unit].seconds};
    std::size_t unit = first.unit;
    Piece rest = text.from(first.size);
    while (!rest.text.empty()) {
        const auto part = parse_part(rest);
        if (!part) return part.error();
        if (units[part.value().unit].seconds == 0) return error_at(rest.position, "days, weeks and months stand alone");
        if (part.value().unit <= unit)
            return error_at(rest.position, "units go from long to short, each once", "expected for example 1h30m10s");
        unit = part.value().unit;
        total += seconds{part.value().count * units[unit].seconds};
        rest = rest.from(part.value().size);
    }
    return total;
}

Result<seconds> parse_elapsed(Piece text) {
    const auto first = parse_part(text);
    if (!first) return first.error();
    if (units[first.value().unit].seconds == 0) {
        return error_at(text.position, "days, weeks and months stand alone, without a phase",
                        "expected hours, minutes and seconds");
    }
    return parse_elapsed(text, first.value());
}

Result<Interval> parse_calendar(Piece text, const Part &part) {
    if (part.size < text.text.size()) {
        return error_at(text.position + static_cast<int>(part.size),
                        "days, weeks and months stand alone, without another unit or a phase",
                        "expected for example 1d, or 24h for elapsed time");
    }
    if (part.count == 0) return error_at(text.position, "the interval is zero");
    return Interval{CalendarGrid{units[part.unit].calendar, static_cast<std::int32_t>(part.count)}};
}

struct Elapsed {
    seconds interval;
    seconds phase;
};

Result<Elapsed> parse_elapsed_with_phase(Piece text, const Part &first) {
    const std::size_t slash = text.text.find('/');
    const auto interval = parse_elapsed(text.first(slash), first);
    if (!interval) return interval.error();
    if (interval.value() < seconds{1}) return error_at(text.position, "the interval is zero", "expected 1s or more");
    if (interval.value() > longest_elapsed)
        return error_at(text.position, "the interval is too long", "expected at most 366 days");
    if (slash == std::string_view::npos) return Elapsed{interval.value(), seconds{0}};
    const auto phase_text = text.from(slash + 1);
    const auto phase = parse_elapsed(phase_text);
    if (!phase) return phase.error();
    if (phase.value() >= interval.value()) {
        return error_at(phase_text.position, "the phase is not shorter than the interval",
                        "expected for example 1h/5m");
    }
    return Elapsed{interval.value(), phase.value()};
}

std::string print_elapsed(Duration duration) {
    auto rest = std::chrono::duration_cast<seconds>(duration).count();
    std::string text;
    for (const auto &unit : units) {
        if (unit.seconds == 0) continue;
        const auto count = rest / unit.seconds;
        if (count != 0) text += std::to_string(count) + std::string(unit.name);
        rest %= unit.seconds;
    }
    return text;
}

} // namespace

Result<Interval> parse_interval(Piece text, std::optional<Instant> start_at) {
    const auto words = split_at_blanks(text);
    if (words.empty()) return error_at(text.end(), "the interval is missing");
    const auto &spec = words[0];
    const auto first = parse_part(spec);
    if (!first) return first.error();
    const bool anchored =
        words.size() == 3 && words[1].text == "from" && (words[2].text == "start" || words[2].text == "completion");
    if (words.size() > 1 && !anchored) {
        return error_at(words[1].position, "found " + quoted(words[1].text) + " after the interval",
                        "expected 'from start', 'from completion' or the end");
    }

    if (units[first.value().unit].seconds == 0) {
        if (anchored) {
            return error_at(words[1].position, "days, weeks and months have no anchor",
                            "expected 24h for elapsed time");
        }
        return parse_calendar(spec, first.value());
    }
    const auto elapsed = parse_elapsed_with_phase(spec, first.value());
    if (!elapsed) return elapsed.error();
    const auto [interval, phase] = elapsed.value();
    if (!anchored) return Interval{ElapsedGrid{interval, first_instant + phase, false}};
    if (spec.text.find('/') != std::string_view::npos)
        return error_at(words[1].position, "an interval has a phase or an anchor, not both");
    if (words[2].text == "completion") return Interval{AfterCompletion{interval}};
    if (!start_at) return error_at(words[1].position, "'from start' needs a start", "expected start_at to be set");
    return Interval{ElapsedGrid{interval, *start_at, true}};
}

std::string print_interval(const ElapsedGrid &grid) {
    const auto text = "@every " + print_elapsed(grid.interval);
    if (grid.from_start) return text + " from start";
    return grid.anchor == first_instant ? text : text + "/" + print_elapsed(grid.anchor - first_instant);
}

std::string print_interval(const AfterCompletion &completion) {
    return "@every " + print_elapsed(completion.interval) + " from completion";
}

std::string print_interval(const CalendarGrid &grid) {
    for (const auto &unit : units) {
        if (unit.seconds == 0 && unit.calendar == grid.unit)
            return "@every " + std::to_string(grid.count) + std::string(unit.name);
    }
    return {};
}

Instant at_or_after(const ElapsedGrid &grid, Instant from) {
    if (from <= grid.anchor) return grid.anchor;
    const auto steps = (from - grid.anchor + grid.interval - Duration{1}) / grid.interval;
    return grid.anchor + steps * grid.interval;
}

std::optional<Instant> at_or_before(const ElapsedGrid &grid, Instant upto) {
    if (upto < grid.anchor) return std::nullopt;
    return grid.anchor + ((upto - grid.anchor) / grid.interval) * grid.interval;
}

} // namespace gateway_scheduler::schedule
