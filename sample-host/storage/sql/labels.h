// labels.h - a job's labels as the text of one JSON object, in the order in which they were given.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gateway_scheduler/job.h>

namespace sample_host::sql {

using Labels = std::vector<std::pair<std::string, std::string>>;

std::string labels_text(const gs_job &job); // throws BadItem: not UTF-8, a key twice
Labels parse_labels(std::string_view json); // throws UnreadableRow

} // namespace sample_host::sql
