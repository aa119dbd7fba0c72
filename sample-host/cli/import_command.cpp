// Into a store: first all is judged, then all is written. It belongs to the thread that calls it.
#include "cli/display_text.h"
#include "cli/errors.h"
#include "cli/move_commands.h"
#include "cli/store_address.h"
#include "gateway/data_directory.h"
#include "loader/contract.h"
#include "move/format.h"
#include "move/import_check.h"
#include "move/import_write.h"
#include "storage/restore.h"

#include <optional>
#include <utility>

namespace sample_host::cli {
namespace {

class PreviewerJudge : public move::ScheduleJudge {
  public:
    explicit PreviewerJudge(Previewer &previewer) : previewer_(previewer) {}

    gs_job default_job() override { return previewer_.default_job(); }
    void validate(const gs_job &job) override { previewer_.validate(job); }

    int64_t first_fire(const gs_job &job, int64_t after) override {
        json::FireQuestion question;
        question.schedule = view(job.schedule);
        question.zone = view(job.zone);
        question.job_id = view(job.id);
        question.dst_gap = job.dst_gap;
        question.dst_overlap = job.dst_overlap;
        question.start_at = job.start_at;
        question.end_at = job.end_at;
        question.after = after;
        question.count = 1;
        const std::vector<gs_fire> &fires = previewer_.fires(question, after);
        return fires.empty() ? GS_NO_TIME : fires.front().due_at;
    }

  private:
    Previewer &previewer_;
};

void say(const Terminal &terminal, const std::string &sentence) {
    terminal.err << "sample-host: " << harmless(sentence) << '\n';
}

// Before a long file is read: what would stand in the way at its end.
void check_place(const Arguments &arguments, const std::string &address) {
    if (!arguments.move.storage.empty()) return check_storage(address, {});
    const std::filesystem::path directory = data_directory_of(arguments);
    if (find_running_host(directory)) {
        throw Refused("a host runs on the data directory " + directory.string() +
                      ": stop it first, since an import writes to the database itself");
    }
    check_data_directory(directory);
    check_storage(address, directory);
}

void print_line(const Terminal &terminal, const char *what, const move::Changes &changes, bool replaceable) {
    terminal.out << what << ": " << changes.added << " added, ";
    if (replaceable) terminal.out << changes.replaced << " replaced, ";
    terminal.out << changes.unchanged << " unchanged\n";
}

void print(const Terminal &terminal, const move::Tally &tally) {
    print_line(terminal, "calendars", tally.calendars, true);
    print_line(terminal, "jobs", tally.jobs, true);
    print_line(terminal, "runs", tally.runs, false);
    print_line(terminal, "records", tally.records, false);
}

// A host takes such runs over when it starts, but not those of its own name while it goes on.
void warn_of_open_runs(const move::Checked &checked, Snapshot *store, const Terminal &terminal) {
    if (checked.open_runs == 0 || store == nullptr || store->kind() == "sqlite") return;
    for (const std::string &instance : checked.owners_of_open) {
        if (!store->has_living(instance)) continue;
        say(terminal, "runs of the instance \"" + instance +
                          "\" had not ended when the file was written, and a host of that name is on this store: it "
                          "looks after them when it is started next");
    }
}

move::Tally write(move::InputFile &file, const Arguments &arguments, const std::string &address,
                  move::ScheduleJudge &judge, move::OwedRunPlaces owed_runs) {
    std::optional<DataDirectory> directory; // no host is started meanwhile
    if (arguments.move.storage.empty()) directory.emplace(data_directory_of(arguments));
    const std::unique_ptr<Restore> store = open_restore(address);
    return move::write_import(file, *store, arguments.move.replace, judge, std::move(owed_runs));
}

} // namespace

int import_store(Previewer &previewer, const Arguments &arguments, const Terminal &terminal) {
    const std::string address = store_address(arguments);
    if (!arguments.move.dry_run) check_place(arguments, address);
    PreviewerJudge judge(previewer);
    move::InputFile file(arguments.move.input, move::longest_line);
    std::unique_ptr<Snapshot> store = open_snapshot(address);
    move::Checked checked = move::check_import(file, store.get(), arguments.move.replace, judge,
                                               [&terminal](const std::string &sentence) { say(terminal, sentence); });
    if (checked.problems != 0) throw Refused("nothing was imported");
    if (arguments.move.dry_run) {
        terminal.out << "would be imported:\n";
        print(terminal, checked.to_come);
        return exit_done;
    }
    warn_of_open_runs(checked, store.get(), terminal);
    store.reset(); // or the database would keep all that is written in its log
    print(terminal, write(file, arguments, address, judge, std::move(checked.owed_run_places)));
    return exit_done;
}

} // namespace sample_host::cli
