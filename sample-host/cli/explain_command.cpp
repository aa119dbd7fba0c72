// What became of an instant of a job. It belongs to the thread that calls it.
#include "api/percent.h"
#include "cli/display_text.h"
#include "cli/errors.h"
#include "cli/host_answer.h"
#include "cli/host_commands.h"
#include "cli/table.h"
#include "json/spoken.h"

namespace sample_host::cli {
namespace {

constexpr int64_t millisecond = 1'000;

// Lines of what is known; what is not is left out.
class Evidence {
  public:
    void add(const char *what, const std::string &value) {
        if (!value.empty()) table_.add({what, value});
    }
    void print(std::ostream &out) const { table_.print(out); }

  private:
    Table table_{{}};
};

// "A .. B", or one of them if there is no other.
std::string span_of(const std::string &from, const std::string &until) {
    if (from.empty() || until.empty() || from == until) return from.empty() ? until : from;
    return from + " .. " + until;
}

std::string with_reason(const json::Document &object, std::string_view key) {
    const std::string reason = text_of(object, "reason");
    return json::spoken(text_of(object, key) + (reason.empty() ? "" : ": " + reason));
}

// When something happened, to the second; instants are exact.
std::string moment_of(const json::Document &local, std::string_view key) {
    std::string text = text_of(local, key);
    const std::size_t fraction = text.find('.');
    if (fraction != std::string::npos)
        text.erase(fraction, text.find_first_not_of("0123456789", fraction + 1) - fraction);
    return text;
}

// What the run has to do with the record, which is about the instant.
const char *relation_of(const json::Document &record) {
    return text_of(record, "kind") == "merged" ? "into run" : "beside run";
}

void add_run(Evidence &evidence, const char *relation, const json::Document &run, const json::Document &local) {
    evidence.add(relation, text_of(run, "run_id"));
    evidence.add("due", text_of(local, "due_at"));
    evidence.add("outcome", with_reason(run, "state") + ", attempt " + text_of(run, "attempt"));
    evidence.add("started", moment_of(local, "started_at"));
    evidence.add("finished", moment_of(local, "finished_at"));
    evidence.add("late", duration_of(run, "lateness", millisecond));
    const std::string merged = merged_of(run);
    evidence.add("stands for", merged.empty() ? merged : merged + " as well");
    evidence.add("reported too late", json::spoken(text_of(run, "late_result")));
    evidence.add("error", text_of(run, "error"));
}

void add_record(Evidence &evidence, const json::Document &record, const json::Document &local) {
    evidence.add("on record", with_reason(record, "kind"));
    const std::string instants = span_of(text_of(local, "first_due_at"), text_of(local, "last_due_at"));
    const std::string count = text_of(record, "count");
    const bool counted = !instants.empty() && count != "1";
    evidence.add("instants", instants + (counted ? " (" + (count.empty() ? "not counted" : count) + ")" : ""));
    evidence.add("written", moment_of(local, "recorded_at") + " by " + text_of(record, "instance"));
    evidence.add("detail", text_of(record, "detail"));
}

std::string or_none(const std::string &text) {
    return text.empty() ? "none" : text;
}

void print_evidence(const json::Document &answer, const Terminal &terminal) {
    const json::Document local = answer.at("local");
    Evidence evidence;
    evidence.add("asked about", text_of(local, "at") + " in " + text_of(answer, "zone"));
    const json::Document run = answer.at("run");
    const json::Document record = answer.at("record");
    if (!record.is_null()) add_record(evidence, record, local);
    const bool of_record = !record.is_null() && !text_of(record, "run_id").empty();
    if (!run.is_null()) {
        add_run(evidence, of_record ? relation_of(record) : "run", run, local);
    } else if (of_record) {
        evidence.add(relation_of(record), text_of(record, "run_id"));
    }
    evidence.add("gateway down", span_of(moment_of(local, "down_from"), moment_of(local, "down_until")));
    evidence.add("previous fire", or_none(text_of(local, "previous_fire")));
    evidence.add("next fire", or_none(text_of(local, "next_fire")));
    evidence.print(terminal.out);
}

} // namespace

int explain_instant(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    const std::string target = job_target(arguments.id, "/explain?at=" + api::percent_encode(arguments.at));
    const json::Document answer = read_answer(host.send("GET", target));
    if (arguments.json) {
        terminal.out << answer.dump() << '\n';
        return exit_done;
    }
    terminal.out << json::spoken(text_of(answer, "answer")) << ": " << harmless(text_of(answer, "text")) << "\n\n";
    print_evidence(answer, terminal);
    return exit_done;
}

} // namespace sample_host::cli
