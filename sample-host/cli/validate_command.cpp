// Would add take it? It belongs to the thread that calls it.
#include "cli/errors.h"
#include "cli/job_definition.h"
#include "cli/local_commands.h"
#include "json/invalid_input.h"
#include "json/job_reader.h"
#include "json/object_writer.h"

namespace sample_host::cli {

int tell_valid(Previewer &previewer, const Arguments &arguments, const Terminal &terminal) {
    // A schedule on its own is judged as that of some job, since every job has an id.
    JobOptions job = arguments.job;
    if (job.id.empty()) job.id = "job";
    try {
        const json::JobDocument document(previewer.default_job(), job_definition_json(job));
        previewer.validate(document.job());
    } catch (const json::InvalidInput &error) {
        throw Refused(error.what());
    }
    terminal.out << (arguments.json ? json::ObjectWriter().boolean("valid", true).finish() : "valid") << '\n';
    return exit_done;
}

} // namespace sample_host::cli
