// child.h - a child process of a test that is there to be killed.
#pragma once

#include <functional>

#include <sys/types.h>
#include <unistd.h>

namespace conformance {

// Returns the child's id. `body` runs in the child, which ends without any tidying up when that returns or throws.
inline pid_t run_in_child(const std::function<void()> &body) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    try {
        body();
    } catch (...) {
        ::_exit(1);
    }
    ::_exit(0);
}

} // namespace conformance
