// The first look at a file that is to be imported: every line is read and judged, and compared with what the store
// holds; nothing is changed. It belongs to the thread that calls it.
#pragma once

#include "move/input_file.h"
#include "move/schedule_judge.h"
#include "move/tally.h"
#include "storage/snapshot.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sample_host::move {

// Where in the file each job's runs stand that have not ended, and the first of those that are not announced: the runs
// that hosts would take up. They are few, however long the file is.
using OwedRunPlaces = std::map<std::string, std::vector<int64_t>, std::less<>>;

struct Checked {
    Tally to_come;
    int64_t problems = 0;
    int64_t open_runs = 0;                // claimed or running
    std::set<std::string> owners_of_open; // the instances that had them, some of them if there are many
    OwedRunPlaces owed_run_places;
};

// `store` is null when there is none yet. `tell` is given one sentence for each problem, with file and line; after some
// dozen of them the rest of the file is not read. Throws std::runtime_error if it cannot be read.
Checked check_import(InputFile &file, Snapshot *store, bool replace, ScheduleJudge &judge,
                     const std::function<void(const std::string &)> &tell);

} // namespace sample_host::move
