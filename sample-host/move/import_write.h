// The second look at a file that is imported: its rows are put into the store, some hundred in a transaction. It
// belongs to the thread that calls it.
#pragma once

#include "move/input_file.h"
#include "move/schedule_judge.h"
#include "move/tally.h"
#include "storage/restore.h"

namespace sample_host::move {

// The file was found good by check_import. Throws std::runtime_error when the store fails, or somebody else has changed
// what is to be replaced: what stands in the lines before is in the store then, and the same import again does the
// rest.
Tally write_import(InputFile &file, Restore &store, bool replace, ScheduleJudge &judge);

} // namespace sample_host::move
