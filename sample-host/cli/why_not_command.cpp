// Why a schedule does not fire at a moment. It belongs to the thread that calls it.
#include "cli/display_text.h"
#include "cli/errors.h"
#include "cli/local_commands.h"
#include "cli/table.h"
#include "json/time.h"

namespace sample_host::cli {
namespace {

std::string local_time(Previewer &previewer, const std::string &zone, int64_t instant) {
    return json::format_time_with_offset(instant, previewer.utc_offset(zone, instant), false);
}

} // namespace

int tell_why_not(Previewer &previewer, const Arguments &arguments, const Terminal &terminal) {
    const json::FireQuestion &question = arguments.question;
    const json::Explanation explanation = previewer.explain(question, arguments.at);
    if (arguments.json) {
        terminal.out << json::explanation_to_json(explanation) << '\n';
        return exit_done;
    }
    terminal.out << harmless(explanation.text) << "\n\n";
    const bool utc = question.zone.empty() || question.zone == "UTC";
    Table table(utc ? std::vector<std::string>{"", "UTC"}
                    : std::vector<std::string>{"", "IN " + harmless(question.zone), "UTC"});
    const auto add = [&](const char *what, int64_t instant) {
        std::vector<std::string> cells = {what};
        if (!utc) cells.push_back(instant == GS_NO_TIME ? "none" : local_time(previewer, question.zone, instant));
        cells.push_back(instant == GS_NO_TIME ? "none" : json::format_time(instant));
        table.add(cells);
    };
    add("previous fire", explanation.previous_fire);
    add("asked about", explanation.at);
    add("next fire", explanation.next_fire);
    table.print(terminal.out);
    return exit_done;
}

} // namespace sample_host::cli
