// The second look at a file that is imported: its rows are put into the store, some hundred in a transaction. It
// belongs to the thread that calls it.
#pragma once

#include "move/import_check.h"
#include "move/input_file.h"
#include "move/schedule_judge.h"
#include "move/tally.h"
#include "storage/restore.h"

namespace sample_host::move {

// The file was found good by check_import, which knows its `owed_runs`: those go in together with their jobs, wherever
// they stand, since a host on the same store would start a job beside its run. Throws std::runtime_error when the store
// fails, or somebody else has changed what is to be replaced: what stands in the lines before is in the store then, and
// the same import again does the rest.
Tally write_import(InputFile &file, Restore &store, bool replace, ScheduleJudge &judge, OwedRunPlaces owed_runs);

} // namespace sample_host::move
