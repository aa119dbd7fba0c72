#include "move/export.h"

#include "move/lines.h"

namespace sample_host::move {

Exported export_store(Snapshot &snapshot, bool history, const std::string &program_version,
                      const std::function<void(std::string_view)> &write,
                      const std::function<void(const std::string &)> &tell) {
    Exported done;
    Counts &counts = done.counts;
    const auto add = [&write](int64_t &count, const std::string &line) {
        write(line);
        ++count;
    };
    SnapshotVisitor visitor;
    visitor.calendar = [&](const gs_calendar &row) { add(counts.calendars, calendar_line(row)); };
    visitor.job = [&](const gs_job_row &row) { add(counts.jobs, job_line(row, history)); };
    visitor.run = [&](const RunOfJob &row) { add(counts.runs, run_line(row)); };
    visitor.record = [&](const RecordOfJob &row) { add(counts.records, record_line(row)); };
    visitor.left_out = [&](const std::string &sentence) {
        ++done.left_out;
        tell(sentence);
    };
    write(header_line({snapshot.kind(), static_cast<int64_t>(snapshot.schema()), snapshot.taken_at(), history},
                      program_version));
    snapshot.calendars(visitor);
    snapshot.jobs(visitor);
    if (history) {
        snapshot.runs(visitor);
        snapshot.records(visitor);
    } else {
        done.open_runs = snapshot.open_runs();
    }
    write(end_line(counts));
    return done;
}

} // namespace sample_host::move
