// What the keeper and the spawner need to know and do about processes. For single-threaded processes.
#pragma once

#include <sys/types.h>

#include <string_view>
#include <vector>

namespace sample_host::executor {

// The living and the unreaped children of this process, orphans that it adopted included.
std::vector<pid_t> children_of_this_process();

// SIGKILL to all children of this process that are not listed in `spared`.
void kill_children(const std::vector<pid_t> &spared);

// True if there is any child, living or unreaped.
bool has_children();

// Gives this process another name in the process list, so that a kill by the host's name or command line does not
// also hit the processes that clean up after the host.
void rename_process(std::string_view name);

} // namespace sample_host::executor
