// Previews: one schedule for people, or a batch of them for programs. They belong to the thread that calls them.
#include "cli/display_text.h"
#include "cli/errors.h"
#include "cli/local_commands.h"
#include "cli/people_time.h"
#include "cli/table.h"
#include "json/change_json.h"
#include "json/invalid_input.h"
#include "json/line_reader.h"
#include "json/time.h"

#include <algorithm>

namespace sample_host::cli {
namespace {

// A schedule has 1,024 bytes at most; no honest question comes near this.
constexpr std::size_t longest_line = 64 * 1024;
constexpr std::size_t largest_buffer = 64 * 1024;

std::string marks_text(int32_t marks) {
    std::string text;
    for (const json::Word &mark : json::mark_words.table()) {
        if ((marks & mark.value) == 0) continue;
        if (!text.empty()) text += ", ";
        text += mark.text;
    }
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

// What changes fires, for the heading: calendars only where there are any.
const char *marks_heading(const json::FireQuestion &question) {
    return question.exclude.empty() ? "DAYLIGHT SAVING" : "DAYLIGHT SAVING, CALENDARS";
}

std::string answer_line(Previewer &previewer, std::string_view line, int64_t now) {
    try {
        return json::fires_to_json(previewer.fires(json::parse_fire_question(line), now));
    } catch (const json::InvalidInput &error) {
        return json::error_to_json(error.what(), error.field(), -1);
    } catch (const PreviewRefused &refused) {
        return json::error_to_json(refused.error);
    }
}

} // namespace

int tell_next(Previewer &previewer, const Arguments &arguments, int64_t now, const Terminal &terminal) {
    const std::vector<gs_fire> &fires = previewer.fires(arguments.question, now);
    if (arguments.json) {
        terminal.out << json::fires_with_marks_to_json(fires) << '\n';
        return exit_done;
    }
    terminal.out << harmless(previewer.describe(arguments.question)) << '\n';
    if (fires.empty()) {
        terminal.err << "sample-host: the schedule has no fire after that\n";
        return exit_done;
    }
    terminal.out << '\n';
    Table table({"FIRE", "UTC", marks_heading(arguments.question)});
    for (const gs_fire &fire : fires) {
        table.add({json::format_time_with_offset(fire.due_at, fire.utc_offset, false), json::format_time(fire.due_at),
                   marks_text(fire.marks)});
    }
    table.print(terminal.out);
    return exit_done;
}

int answer_batch(Previewer &previewer, int input, int64_t now, const Terminal &terminal) {
    std::string answers;
    const auto hand_out = [&] {
        terminal.out << answers << std::flush;
        answers.clear();
    };
    json::LineReader lines(input, longest_line, hand_out);
    std::string_view line;
    while (true) {
        const json::LineReader::Result result = lines.next(line);
        if (result == json::LineReader::Result::end) break;
        if (result == json::LineReader::Result::too_long) {
            answers += json::error_to_json("the line is longer than 64 KiB", {}, -1);
        } else if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        } else {
            answers += answer_line(previewer, line, now);
        }
        answers += '\n';
        if (answers.size() > largest_buffer) hand_out();
        if (!terminal.out) break;
    }
    hand_out();
    return exit_done;
}

} // namespace sample_host::cli
