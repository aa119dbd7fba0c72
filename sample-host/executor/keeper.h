// A keeper is a process of its own for one command. It starts the command, adopts every process that the command
// leaves behind, and ends all of them when the command ends, when a cancel's grace is over, or when the host is gone.
#pragma once

#include "executor/descriptor.h"

#include <chrono>

namespace sample_host::executor {

// Sent by the host over the control socket: ask the command to end.
constexpr char cancel_message = 'c';

struct KeeperOrder {
    Descriptor control; // SOCK_SEQPACKET; cancel_message comes in, one Ending goes out; closed when the host is gone
    Descriptor input;   // the command's standard input
    Descriptor output;  // the command's standard output and standard error
    Descriptor request; // a launch request
};

// The rest of the present, single-threaded process, whose signals are all blocked. `grace`: between SIGTERM and
// SIGKILL. The process's exit code is 0, or 1 if something is left that could not be killed.
[[noreturn]] void keep_command(KeeperOrder order, std::chrono::milliseconds grace);

} // namespace sample_host::executor
