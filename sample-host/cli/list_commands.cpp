// The commands that show jobs. They belong to the thread that calls them.
#include "api/percent.h"
#include "cli/display_text.h"
#include "cli/errors.h"
#include "cli/host_answer.h"
#include "cli/host_commands.h"
#include "cli/table.h"

namespace sample_host::cli {
namespace {

constexpr std::size_t widest_schedule = 48;

// Calls `visit` for each job, page by page.
template <typename Visit>
void each_job(const api::Client &host, Visit visit) {
    std::string after;
    do {
        const json::Document page =
            read_answer(host.send("GET", "/v1/jobs?limit=1000&after=" + api::percent_encode(after)));
        for (const json::Document &job : page.at("jobs").items()) visit(job);
        after = text_of(page, "next");
    } while (!after.empty());
}

// "succeeded 2026-03-08T09:00:00Z"
std::string last_of(const json::Document &job, bool utc) {
    const std::string outcome = text_of(job, "last_outcome");
    const std::string fired = time_of(job, "last_fired_at", utc);
    return outcome.empty() || fired.empty() ? outcome + fired : outcome + ' ' + fired;
}

// "armed", "overdue, running": what the job's row says, and what is going on beside it.
std::string state_of(const json::Document &job) {
    const bool overdue = !text_of(job, "overdue_since").empty();
    std::string state = overdue ? "overdue" : text_of(job, "state");
    const std::string running = text_of(job, "running_runs");
    if (running.empty() || running == "0") return state;
    return state + (running == "1" ? ", running" : ", " + running + " running");
}

std::string shown_value(const std::string &key, const json::Document &value, bool utc, const json::Document &job) {
    if (key.ends_with("_at") || key.ends_with("_since")) return time_of(job, key, utc);
    if (value.is_null()) return {};
    return value.kind() == json::Document::Kind::text ? value.text() : value.dump();
}

} // namespace

int list_jobs(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    if (arguments.json) {
        each_job(host, [&](const json::Document &job) { terminal.out << job.dump() << '\n'; });
        return exit_done;
    }
    Table table({"ID", "SCHEDULE", "ZONE", "NEXT FIRE", "LAST", "STATE"});
    each_job(host, [&](const json::Document &job) {
        table.add({text_of(job, "id"), shortened(text_of(job, "schedule"), widest_schedule), text_of(job, "zone"),
                   time_of(job, "next_fire_at", arguments.utc), last_of(job, arguments.utc), state_of(job)});
    });
    table.print(terminal.out);
    return exit_done;
}

int show_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    const json::Document job = read_answer(host.send("GET", job_target(arguments.id)));
    if (arguments.json) {
        terminal.out << job.dump() << '\n';
        return exit_done;
    }
    Table table({});
    for (const auto &[key, value] : job.members()) {
        table.add({std::string(key), shown_value(std::string(key), value, arguments.utc, job)});
    }
    table.print(terminal.out);
    return exit_done;
}

} // namespace sample_host::cli
