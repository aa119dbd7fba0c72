#include "gateway/file_limit.h"

#include <sys/resource.h>

namespace sample_host {

void raise_file_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit); // without it there is still the soft limit
}

} // namespace sample_host
