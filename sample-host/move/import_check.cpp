#include "move/import_check.h"

#include "loader/contract.h"
#include "loader/day_ranges.h"
#include "move/line_order.h"
#include "move/parsed_lines.h"
#include "move/replacement.h"
#include "storage/restore.h"
#include "json/id.h"
#include "json/invalid_input.h"

#include <map>
#include <optional>

namespace sample_host::move {
namespace {

using json::InvalidInput;

constexpr int64_t most_problems = 24;
constexpr std::size_t most_owners = 16;
constexpr std::size_t most_unannounced = 64; // of a job, each with its output

using Days = std::vector<gs_day_range>;

bool same_days(const Days &left, const Days &right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const auto &one, const auto &other) {
        return one.first_day == other.first_day && one.last_day == other.last_day;
    });
}

class Check {
  public:
    Check(Snapshot *store, bool replace, ScheduleJudge &judge) : store_(store), replace_(replace), judge_(judge) {
        if (store_ == nullptr) return;
        SnapshotVisitor visitor;
        visitor.calendar = [this](const gs_calendar &row) {
            const auto count = static_cast<std::size_t>(row.day_range_count);
            calendars_.emplace(view(row.name), Days(row.day_ranges, row.day_ranges + count));
        };
        store_->calendars(visitor);
    }

    // `offset`: where the line stands in the file.
    void judge(std::string_view text, int64_t offset) {
        offset_ = offset;
        Line line = parse_line(judge_.default_job(), text);
        order_.expect_header(std::holds_alternative<Header>(line));
        std::visit([this](const auto &read) { take(read); }, line);
    }

    void refused() { sound_ = false; }
    bool began() const { return order_.began(); }
    bool ended() const { return order_.ended(); }
    Checked &&checked() { return std::move(checked_); }

  private:
    void take(const Header &) {}

    void take(const json::Calendar &calendar) {
        ++found_.calendars;
        order_.calendar(calendar.name);
        check_calendar(calendar.name, calendar.days);
        Days days = merged_days(calendar.days);
        const auto present = calendars_.find(calendar.name);
        Changes &changes = checked_.to_come.calendars;
        if (present == calendars_.end()) {
            ++changes.added;
        } else if (same_days(present->second, days)) {
            ++changes.unchanged;
        } else if (replace_) {
            ++changes.replaced;
        } else {
            throw InvalidInput("the calendar \"" + calendar.name +
                               "\" is there already and has other days; --replace gives it those of the file");
        }
        calendars_.insert_or_assign(calendar.name, std::move(days));
    }

    void take(const std::unique_ptr<JobLine> &line) {
        ++found_.jobs;
        const gs_job_row &row = line->row();
        const std::string id(view(row.definition->id));
        if (id.empty()) throw InvalidInput("the definition lacks the key \"id\"");
        order_.job(id);
        judge_definition(id, *row.definition);
        for (int32_t index = 0; index < row.definition->calendar_count; ++index) {
            expect_calendar(id, std::string(view(row.definition->calendars[index])));
        }
        compare(id, row);
    }

    // A scheduler takes no job of its own from others, only moved ones: those are judged under another name.
    void judge_definition(const std::string &id, gs_job definition) {
        constexpr std::string_view stand_in = "moved";
        if (is_schedulers_own(id)) definition.id = lend(stand_in);
        try {
            judge_.validate(definition);
        } catch (const std::runtime_error &refusal) {
            throw InvalidInput("the job \"" + id + "\": " + refusal.what());
        }
    }

    void expect_calendar(const std::string &job, const std::string &name) const {
        if (calendars_.contains(name)) return;
        throw InvalidInput("the job \"" + job + "\" names the calendar \"" + name +
                           "\", which is neither in the file nor in the store");
    }

    void compare(const std::string &id, const gs_job_row &moved) {
        Changes &changes = checked_.to_come.jobs;
        std::optional<std::string> keys;
        SnapshotVisitor visitor;
        visitor.job = [&](const gs_job_row &present) {
            keys = differing_keys(present, moved);
            if (present.readable == 0) throw InvalidInput("the job \"" + id + "\" is there already and cannot be read");
        };
        if (store_ != nullptr) store_->job(id, visitor);
        if (!keys) {
            ++changes.added;
        } else if (keys->empty() || stays(moved, replace_)) {
            ++changes.unchanged;
        } else if (replace_) {
            ++changes.replaced;
        } else {
            throw InvalidInput("the job \"" + id + "\" is there already and is defined otherwise (" + *keys +
                               "); --replace gives it the definition of the file");
        }
    }

    void take(const std::unique_ptr<RunLine> &line) {
        ++found_.runs;
        const gs_run &run = line->row().run;
        order_.run(json::format_id(run.id));
        count(checked_.to_come.runs, store_ != nullptr && store_->has_run(run.id));
        const bool closed = run.state == GS_STATE_CLOSED;
        if (closed && run.announced != 0) return;
        std::vector<int64_t> &places = checked_.owed_run_places[std::string(view(run.job_id))];
        if (!closed || places.size() < most_unannounced) places.push_back(offset_);
        if (closed || run.state == GS_STATE_WAITING) return;
        ++checked_.open_runs;
        if (checked_.owners_of_open.size() < most_owners) checked_.owners_of_open.emplace(view(run.owner_instance));
    }

    void take(const std::unique_ptr<RecordLine> &line) {
        ++found_.records;
        const gs_record &record = line->row().record;
        order_.record(json::format_id(record.id));
        count(checked_.to_come.records, store_ != nullptr && store_->has_record(record.id));
    }

    void take(const Counts &told) { order_.end(told, sound_ ? found_ : told); }

    static void count(Changes &changes, bool there) { ++(there ? changes.unchanged : changes.added); }

    Snapshot *store_;
    bool replace_;
    ScheduleJudge &judge_;
    LineOrder order_;
    int64_t offset_ = 0;
    bool sound_ = true; // no line so far was refused
    Counts found_;
    std::map<std::string, Days> calendars_;
    Checked checked_;
};

} // namespace

Checked check_import(InputFile &file, Snapshot *store, bool replace, ScheduleJudge &judge,
                     const std::function<void(const std::string &)> &tell) {
    Check check(store, replace, judge);
    int64_t problems = 0;
    file.begin();
    std::string_view line;
    while (problems < most_problems && file.next(line)) {
        try {
            check.judge(line, file.offset());
        } catch (const std::runtime_error &fault) {
            ++problems;
            check.refused();
            tell(file.place() + ": " + fault.what());
            if (!check.began()) break; // it is something else than an export
        }
    }
    if (problems == most_problems) tell("the rest of " + file.name() + " was not looked at");
    if (problems == 0 && !check.began()) {
        ++problems;
        tell(file.name() + " is empty; expected an export");
    } else if (problems == 0 && !check.ended()) {
        ++problems;
        tell(file.name() + " breaks off behind line " + std::to_string(file.line_number()) +
             "; expected its last line to be the end");
    }
    Checked checked = check.checked();
    checked.problems = problems;
    return checked;
}

} // namespace sample_host::move
