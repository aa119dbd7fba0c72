// The command that shows what happened. It belongs to the thread that calls it.
#include "api/percent.h"
#include "cli/display_text.h"
#include "cli/errors.h"
#include "cli/host_answer.h"
#include "cli/host_commands.h"
#include "cli/newest_first.h"
#include "cli/table.h"
#include "json/duration.h"
#include "json/spoken.h"
#include "json/time.h"
#include "json/utf8.h"

#include <limits>

namespace sample_host::cli {
namespace {

constexpr uint64_t rows_for_people = 100;
constexpr std::size_t widest_note = 80;
constexpr int64_t second = 1'000'000;

// Calls `visit` for each row, newest first, `limit` times at most.
template <typename Visit>
void each_row(const api::Client &host, const std::string &job, uint64_t limit, Visit visit) {
    NewestFirst rows;
    std::string target = "/v1/runs?limit=200";
    if (!job.empty()) target += "&job=" + api::percent_encode(job);
    std::string before;
    do {
        const json::Document page =
            read_answer(host.send("GET", before.empty() ? target : target + "&before=" + before));
        before = text_of(page, "next");
        rows.add_page(page.at("runs").items(), before);
        while (limit > 0) {
            const auto row = rows.take();
            if (!row) break;
            visit(*row);
            --limit;
        }
    } while (limit > 0 && !before.empty());
}

// A range of instants is shown by both ends.
std::string due_of(const json::Document &row, bool utc) {
    std::string due = time_of(row, "due_at", utc);
    if (!row.find("last_due_at")) return due;
    const std::string count = text_of(row, "count");
    return due + " .. " + time_of(row, "last_due_at", utc) + (count.empty() ? "" : " (" + count + ")");
}

// How long it took, from the first attempt's start to the end, to the millisecond.
std::string took(const json::Document &row) {
    const std::string started = text_of(row, "started_at");
    const std::string finished = text_of(row, "finished_at");
    if (started.empty() || finished.empty()) return {};
    const int64_t duration = json::parse_time(finished) - json::parse_time(started);
    return json::format_duration(duration - duration % 1'000);
}

// What the run stands for, what was reported of it too late, and its error.
std::string note_of(const json::Document &row) {
    std::string note;
    const auto add = [&note](const std::string &text) {
        if (!note.empty() && !text.empty()) note += "; ";
        note += text;
    };
    if (const std::string merged = merged_of(row); !merged.empty()) add("stands for " + merged);
    if (const std::string late = text_of(row, "late_result"); !late.empty()) {
        add("reported " + json::spoken(late) + " too late");
    }
    add(text_of(row, "error"));
    return note;
}

// A job that was removed may have a history; one that never was is a slip of the pen.
void expect_job(const api::Client &host, const std::string &id) {
    read_answer(host.send("GET", job_target(id)));
}

} // namespace

int list_runs(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    if (!json::is_utf8(arguments.id)) throw Refused("the id is not valid UTF-8");
    bool found = arguments.id.empty();
    if (arguments.json) {
        const uint64_t limit = arguments.limit.value_or(std::numeric_limits<uint64_t>::max());
        each_row(host, arguments.id, limit, [&](const json::Document &row) {
            found = true;
            terminal.out << row.dump() << '\n';
        });
        if (!found) expect_job(host, arguments.id);
        return exit_done;
    }
    Table table({"DUE", "JOB", "STATE", "REASON", "TRIGGER", "ATTEMPT", "LATE", "TOOK", "RUN", "NOTE"});
    const uint64_t limit = arguments.limit.value_or(rows_for_people);
    each_row(host, arguments.id, limit, [&](const json::Document &row) {
        found = true;
        table.add({due_of(row, arguments.utc), text_of(row, "job_id"), text_of(row, "state"), text_of(row, "reason"),
                   text_of(row, "trigger"), text_of(row, "attempt"), duration_of(row, "lateness", second), took(row),
                   text_of(row, "run_id"), shortened(note_of(row), widest_note)});
    });
    if (!found) expect_job(host, arguments.id);
    table.print(terminal.out);
    return exit_done;
}

} // namespace sample_host::cli
