// Where a command writes. Passed by reference; belongs to the command's thread.
#pragma once

#include <ostream>

namespace sample_host::cli {

struct Terminal {
    std::ostream &out;
    std::ostream &err;
};

} // namespace sample_host::cli
