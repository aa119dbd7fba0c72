#include "move/import_write.h"

#include "loader/contract.h"
#include "move/parsed_lines.h"
#include "move/replacement.h"

#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

namespace sample_host::move {
namespace {

// Large enough for the disk to be waited for rarely, small enough for hosts on the same store not to wait long.
constexpr std::size_t most_lines = 500;
constexpr std::size_t most_bytes = 16 * 1024 * 1024;

class Writer {
  public:
    Writer(InputFile &file, Restore &store, bool replace, ScheduleJudge &judge, OwedRunPlaces owed_runs)
        : file_(file), store_(store), replace_(replace), judge_(judge), owed_runs_(std::move(owed_runs)) {}

    void take(std::string_view text) {
        add(text);
        if (kept_.size() >= most_lines || bytes_ >= most_bytes) flush();
    }

    void flush() {
        const RestoreResult result = store_.write(batch_, [this](const auto *present, const auto &moved, int64_t now) {
            return present == nullptr ? judge_new_job(moved, batch_.runs, now, judge_)
                                      : judge_job(*present, moved, now, replace_, judge_);
        });
        for (std::size_t at = 0; at < result.jobs.size(); ++at) count(result.jobs[at], *batch_.jobs[at]);
        count_history(tally_.runs, batch_.runs.size(), result.runs_added);
        count_history(tally_.records, batch_.records.size(), result.records_added);
        batch_ = {};
        kept_.clear();
        bytes_ = 0;
    }

    const Tally &tally() const { return tally_; }

  private:
    void add(std::string_view text) {
        Line line = parse_line(judge_.default_job(), text);
        std::visit([this](auto &read) { put(read); }, line);
        kept_.push_back(std::move(line));
        bytes_ += text.size();
    }

    void put(const Header &) {}
    void put(const Counts &) {}

    void put(const std::unique_ptr<JobLine> &line) {
        batch_.jobs.push_back(&line->row());
        const auto owed = owed_runs_.find(view(line->row().definition->id));
        if (owed == owed_runs_.end()) return;
        for (const int64_t offset : owed->second) add(file_.line_at(offset));
        written_.insert(owed->second.begin(), owed->second.end());
        owed_runs_.erase(owed);
    }

    void put(const std::unique_ptr<RunLine> &line) {
        if (!written_.contains(file_.offset())) batch_.runs.push_back(line->row());
    }

    void put(const std::unique_ptr<RecordLine> &line) { batch_.records.push_back(line->row()); }

    void put(const json::Calendar &calendar) {
        const CalendarChange change = store_.set_calendar(calendar.name, calendar.days);
        ++(change == CalendarChange::created   ? tally_.calendars.added
           : change == CalendarChange::updated ? tally_.calendars.replaced
                                               : tally_.calendars.unchanged);
    }

    void count(JobChange change, const gs_job_row &row) {
        switch (change) {
        case JobChange::added:
            ++tally_.jobs.added;
            return;
        case JobChange::replaced:
            ++tally_.jobs.replaced;
            return;
        case JobChange::unchanged:
            ++tally_.jobs.unchanged;
            return;
        case JobChange::differs:
            throw std::runtime_error("the job \"" + std::string(view(row.definition->id)) +
                                     "\" was changed by somebody else meanwhile");
        }
    }

    static void count_history(Changes &changes, std::size_t all, int64_t added) {
        changes.added += added;
        changes.unchanged += static_cast<int64_t>(all) - added;
    }

    InputFile &file_;
    Restore &store_;
    bool replace_;
    ScheduleJudge &judge_;
    OwedRunPlaces owed_runs_;   // of jobs that have not come yet
    std::set<int64_t> written_; // where those stand that went in with their jobs
    Tally tally_;
    std::vector<Line> kept_; // what the batch borrows from
    std::size_t bytes_ = 0;
    RestoreBatch batch_;
};

} // namespace

Tally write_import(InputFile &file, Restore &store, bool replace, ScheduleJudge &judge, OwedRunPlaces owed_runs) {
    Writer writer(file, store, replace, judge, std::move(owed_runs));
    file.begin();
    std::string_view line;
    try {
        while (file.next(line)) writer.take(line);
        writer.flush();
    } catch (const std::runtime_error &fault) {
        throw std::runtime_error(std::string(fault.what()) + "; around line " + std::to_string(file.line_number()) +
                                 " the import of " + file.name() +
                                 " has stopped, and the same import again does the rest");
    }
    return writer.tally();
}

} // namespace sample_host::move
