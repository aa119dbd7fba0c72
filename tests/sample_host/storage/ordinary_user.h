// ordinary_user.h - lets a test that runs as root see what everybody else sees: a file's mode counts.
#pragma once

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <system_error>
#include <thread>
#include <utility>

namespace sample_host::sqlite {

// Runs `action` in a thread that has given up root's right to pass over a file's mode; for another user, who has no
// such right, it is just a thread. Capabilities belong to threads, so the rest of the process keeps its own.
template <typename Action>
void as_ordinary_user(Action &&action) {
    std::thread([&action] {
        __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
        __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3]{};
        bool given_up = ::syscall(SYS_capget, &header, sets) == 0;
        sets[0].effective &= ~((1U << CAP_DAC_OVERRIDE) | (1U << CAP_DAC_READ_SEARCH));
        given_up = given_up && ::syscall(SYS_capset, &header, sets) == 0;
        if (!given_up) throw std::system_error(errno, std::generic_category(), "capabilities cannot be given up");
        std::forward<Action>(action)();
    }).join();
}

} // namespace sample_host::sqlite
