// See describe.h.
#include "schedule/describe.h"

#include "schedule/words.h"

namespace gateway_scheduler::schedule {
namespace {

struct Describer {
    const Schedule &schedule;

    std::string zone() const {
        const auto &name = schedule.zone().name();
        return name == "UTC" ? " UTC" : ", " + name + " time";
    }

    std::string operator()(const Pattern &pattern) const {
        const auto days = describe_days(pattern);
        const auto times = describe_times(pattern);
        const bool at_clock = times.starts_with("at ") && times.find(':') != std::string::npos;
        const auto &name = schedule.zone().name();
        return times + (days.empty() && at_clock ? " every day" : days) + (name == "UTC" ? "" : zone());
    }

    std::string operator()(const ElapsedGrid &grid) const {
        const auto text = "every " + duration_words(grid.interval);
        if (grid.from_start)
            return text + ", counted from " + instant_words(grid.anchor, schedule.zone().offset_at(grid.anchor));
        const auto phase = grid.anchor - first_instant;
        return phase == Duration{0} ? text : text + ", shifted by " + duration_words(phase);
    }

    std::string operator()(const AfterCompletion &completion) const {
        return duration_words(completion.interval) + " after each completion";
    }

    std::string operator()(const CalendarGrid &grid) const {
        const bool one = grid.count == 1;
        const auto count = one ? std::string() : std::to_string(grid.count) + " ";
        std::string text;
        switch (grid.unit) {
        case CalendarGrid::Unit::day:
            text = "every " + count + (one ? "day" : "days") + " at midnight";
            break;
        case CalendarGrid::Unit::week:
            text = "every " + count + (one ? "week" : "weeks") + " on Monday at midnight";
            break;
        case CalendarGrid::Unit::month:
            text = "every " + count + (one ? "month" : "months") + " on day 1 at midnight";
            break;
        }
        return text + (zone() == " UTC" ? "" : zone());
    }

    std::string operator()(const OneShot &shot) const {
        if (const auto *local = std::get_if<LocalTime>(&shot.moment)) return "once, at " + local_words(*local) + zone();
        return "once, at " + instant_words(std::get<Instant>(shot.moment), std::chrono::seconds{0});
    }

    std::string operator()(const Manual & /*manual*/) const { return "only when somebody asks for it"; }
    std::string operator()(const AtStart & /*start*/) const { return "once each time an instance starts"; }
};

} // namespace

std::string describe(const Schedule &schedule) {
    return std::visit(Describer{schedule}, schedule.kind());
}

} // namespace gateway_scheduler::schedule
