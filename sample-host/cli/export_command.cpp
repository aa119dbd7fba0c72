// Out of the store, whether a host runs on it or not. It belongs to the thread that calls it.
#include "cli/display_text.h"
#include "cli/errors.h"
#include "cli/move_commands.h"
#include "cli/store_address.h"
#include "move/export.h"
#include "move/output_file.h"

namespace sample_host::cli {
namespace {

void say(const Terminal &terminal, const std::string &sentence) {
    terminal.err << "sample-host: " << harmless(sentence) << '\n';
}

move::Exported write_out(Snapshot &snapshot, const Arguments &arguments, const Terminal &terminal) {
    const auto tell = [&terminal](const std::string &sentence) { say(terminal, sentence + "; it is left out"); };
    const auto export_to = [&](const auto &write) {
        return move::export_store(snapshot, arguments.move.history, SAMPLE_HOST_VERSION, write, tell);
    };
    if (arguments.move.output.empty()) {
        return export_to([&terminal](std::string_view line) {
            terminal.out << line << '\n';
            if (!terminal.out) throw Refused("cannot write to standard output");
        });
    }
    move::OutputFile file(arguments.move.output);
    const move::Exported done = export_to([&file](std::string_view line) {
        file.write(line);
        file.write("\n");
    });
    file.finish();
    const move::Counts &counts = done.counts;
    terminal.out << counted(counts.calendars, "calendar") << ", " << counted(counts.jobs, "job") << ", "
                 << counted(counts.runs, "run") << " and " << counted(counts.records, "record") << " exported\n";
    return done;
}

} // namespace

int export_store(const Arguments &arguments, const Terminal &terminal) {
    const std::string address = store_address(arguments);
    const std::unique_ptr<Snapshot> snapshot = open_snapshot(address);
    if (!snapshot) {
        const std::string hint =
            arguments.move.storage.empty() ? "; if the host was started with --storage, give the same one here" : "";
        throw Refused("there is no store at " + shown_address(address) + hint);
    }
    const move::Exported done = write_out(*snapshot, arguments, terminal);
    if (done.open_runs > 0) {
        say(terminal,
            counted(done.open_runs, "run") + (done.open_runs == 1 ? " that has" : " that have") +
                " not ended: left out; --history takes them along, and stopping the host first lets them end");
    }
    return done.left_out == 0 ? exit_done : exit_failed;
}

} // namespace sample_host::cli
