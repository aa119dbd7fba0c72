// See explain.h.
#include "schedule/explain.h"

#include "schedule/cursor.h"
#include "schedule/field.h"
#include "schedule/words.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr Duration smallest{1};

std::string in_zone(const Schedule &schedule, Instant at) {
    return instant_words(at, schedule.zone().offset_at(at));
}

// What of the pattern a local time does not match, each as a phrase; empty: it matches.
class Mismatches {
  public:
    Mismatches(const Pattern &pattern, LocalTime time) : pattern_(pattern), time_(time) {
        const auto day = date::floor<date::days>(time);
        const date::year_month_day ymd{day};
        const auto of_day = static_cast<std::uint64_t>((time - day).count());
        const auto second = of_day / 1'000'000;
        if (of_day % 1'000'000 != 0) phrases_.emplace_back("patterns fire on whole seconds");
        check(second % 60, pattern.seconds, FieldName::second);
        check(second / 60 % 60, pattern.minutes, FieldName::minute);
        check(second / 3600, pattern.hours, FieldName::hour);
        check_day(ymd);
        check(unsigned{ymd.month()}, pattern.months, FieldName::month);
        if (!pattern.years.contains(int{ymd.year()}))
            phrases_.push_back("the year is " + std::to_string(int{ymd.year()}) + " and not " +
                               print_years(pattern.years));
    }

    const std::vector<std::string> &phrases() const { return phrases_; }

  private:
    void check(std::uint64_t value, std::uint64_t values, FieldName field) {
        if (((values >> value) & 1U) != 0) return;
        const auto &kind = field_kind(field);
        const auto named =
            field == FieldName::month ? std::string(month_name(static_cast<unsigned>(value))) : std::to_string(value);
        phrases_.push_back("the " + std::string(kind.name) + " is " + named + " and not " +
                           print_field({values, false}, kind));
    }

    void check_day(const date::year_month_day &ymd) {
        const date::local_days first{ymd.year() / ymd.month() / 1};
        const auto last = date::year_month_day_last{ymd.year(), date::month_day_last{ymd.month()}};
        const MonthShape shape{unsigned{last.day()}, date::weekday{first}.c_encoding()};
        const auto bit = DaysOfMonth{1} << (unsigned{ymd.day()} - 1);
        if ((pattern_.days_in(shape) & bit) != 0) return;
        const bool day_matches = (pattern_.day_of_month.days_in(shape) & bit) != 0;
        const bool weekday_matches = (pattern_.day_of_week.days_in(shape) & bit) != 0;
        const auto day = "the day of month is " + std::to_string(unsigned{ymd.day()}) + " and not " +
                         print_day_of_month(pattern_.day_of_month);
        const auto weekday = "it is a " +
                             std::string(weekday_name(date::weekday{date::floor<date::days>(time_)}.c_encoding())) +
                             ", which the day of week " + print_day_of_week(pattern_.day_of_week) + " does not mean";
        if (!day_matches) phrases_.push_back(day);
        if (!weekday_matches) phrases_.push_back(weekday);
    }

    const Pattern &pattern_;
    LocalTime time_;
    std::vector<std::string> phrases_;
};

// The explanation is put together once; what is known from the start is filled in by its constructor.
class Explainer {
  public:
    Explainer(const Schedule &schedule, const Exclusions &exclusions, const Moment &moment)
        : schedule_(schedule), exclusions_(exclusions), local_(std::get_if<LocalTime>(&moment)), result_{} {
        if (local_ != nullptr) resolved_ = schedule.zone().from_local(*local_);
        result_.at = local_ != nullptr ? resolved_.first : std::get<Instant>(moment);
        if (local_ != nullptr && resolved_.kind == Resolved::Kind::overlap && fires(resolved_.last) &&
            !fires(result_.at))
            result_.at = resolved_.last;
    }

    Explanation explain() {
        judge();
        result_.previous = previous_allowed(schedule_, exclusions_, result_.at - smallest);
        result_.next = next_allowed(schedule_, exclusions_, result_.at);
        return std::move(result_);
    }

  private:
    bool in_gap() const { return local_ != nullptr && resolved_.kind == Resolved::Kind::gap; }
    bool fires(Instant at) const { return schedule_.next(at - smallest) == at; }
    void say(Why why, std::string text) {
        result_.why = why;
        result_.text = std::move(text);
    }

    void judge() {
        if (!schedule_.has_times()) return say_event();
        if (result_.at < schedule_.begin() || result_.at >= schedule_.end()) return say_bounds();
        if (in_gap()) return judge_gap();
        if (fires(result_.at)) return judge_fire();
        if (const auto *pattern = std::get_if<Pattern>(&schedule_.kind())) return judge_pattern(*pattern);
        say_off_grid();
    }

    void say_event() {
        if (schedule_.manual()) return say(Why::event, "it never fires by itself; it runs when somebody asks for it");
        if (schedule_.at_start()) return say(Why::event, "it fires when an instance starts, at no time of its own");
        say(Why::event, "it fires an interval after each completion, so its times depend on when runs end");
    }

    void say_bounds() {
        const bool early = result_.at < schedule_.begin();
        const auto bound = early ? schedule_.begin() : schedule_.end();
        const bool of_range = bound == first_instant || bound == end_instant;
        const auto name = of_range ? std::string("the range of time, the years 1970 to 2199")
                                   : (early ? "its start " : "its end ") + in_zone(schedule_, bound);
        say(Why::out_of_bounds, early ? "the moment is before " + name : "the moment is not before " + name);
    }

    // The local time does not exist.
    void judge_gap() {
        const auto gone = local_words(*local_) + " does not exist in zone " + schedule_.zone().name() +
                          ": clocks were set forward past it";
        const auto *pattern = std::get_if<Pattern>(&schedule_.kind());
        const auto phrases = pattern != nullptr ? Mismatches(*pattern, *local_).phrases() : std::vector<std::string>{};
        if (!phrases.empty())
            return say(Why::fields, gone + "; it would not fire either way: " + join(phrases, ", and "));
        if (pattern == nullptr && !moved_out_of_gap())
            return say(Why::off_grid, gone + "; it would not fire either way");
        if (pattern != nullptr && !pattern->fixed_time())
            return say(Why::gap, gone + "; the schedule follows elapsed time, so nothing runs for it");
        if (schedule_.dst_gap() == DstGap::skip) return say(Why::gap, gone + ", and the job skips such times");
        say(Why::gap, gone + "; it runs right after, at " + in_zone(schedule_, result_.at));
    }

    // A fire that lay in the gap runs where the gap ends.
    bool moved_out_of_gap() const {
        const auto fire = Cursor(schedule_).next_fire(result_.at - smallest);
        return fire && fire->at == result_.at && fire->moved;
    }

    void judge_fire() {
        if (const auto hit = exclusions_.find(schedule_, result_.at))
            return say(Why::excluded, "the day is excluded by the calendar " + hit.calendar->name);
        const auto fire = Cursor(schedule_).next_fire(result_.at - smallest);
        std::string text = "it fires then, at " + in_zone(schedule_, result_.at);
        if (fire && fire->moved) text += ", moved out of the gap before it";
        if (fire && fire->twin) text += "; this local time comes twice, and the other one does not run";
        say(Why::fires, std::move(text));
    }

    void judge_pattern(const Pattern &pattern) {
        const auto time = schedule_.zone().to_local(result_.at);
        const auto phrases = Mismatches(pattern, time).phrases();
        if (!phrases.empty()) return say(Why::fields, join(phrases, ", and "));
        const auto both = schedule_.zone().from_local(time);
        const auto other = both.first == result_.at ? both.last : both.first;
        say(Why::twin, local_words(time) + " comes twice in zone " + schedule_.zone().name() +
                           ", and the job runs only at the other one, at " + in_zone(schedule_, other));
    }

    void say_off_grid() {
        const bool once = std::holds_alternative<OneShot>(schedule_.kind());
        say(Why::off_grid,
            once ? "it fires only once, at another moment" : "the moment lies between two fires of the interval");
    }

    const Schedule &schedule_;
    const Exclusions &exclusions_;
    const LocalTime *local_;
    Resolved resolved_{};
    Explanation result_;
};

} // namespace

Explanation explain(const Schedule &schedule, const Exclusions &exclusions, const Moment &moment) {
    return Explainer(schedule, exclusions, moment).explain();
}

} // namespace gateway_scheduler::schedule
