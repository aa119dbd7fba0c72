// When a schedule fires, in words. It belongs to the thread that calls it.
#include "cli/display_text.h"
#include "cli/errors.h"
#include "cli/local_commands.h"
#include "json/object_writer.h"

namespace sample_host::cli {

int tell_description(Previewer &previewer, const Arguments &arguments, const Terminal &terminal) {
    const std::string words = previewer.describe(arguments.question);
    terminal.out << (arguments.json ? json::ObjectWriter().text("description", words).finish() : harmless(words))
                 << '\n';
    return exit_done;
}

} // namespace sample_host::cli
