// The limit of open files. For the beginning of a process, before other threads run.
#pragma once

namespace sample_host {

// Raises it as far as the administrator allows: every going command costs the host two descriptors.
void raise_file_limit();

} // namespace sample_host
