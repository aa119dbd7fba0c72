// The host's side of the spawner: makes it, and hands it commands to start. launch is for one thread at a time, the
// constructor for a process that has not made other threads yet.
#pragma once

#include "executor/descriptor.h"
#include "executor/launch_request.h"

#include <sys/types.h>

#include <chrono>
#include <stdexcept>
#include <string_view>

namespace sample_host::executor {

// No command was started, for a reason that may pass. One sentence.
struct LaunchError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Launched {
    Descriptor control; // to the keeper: see keeper.h
    Descriptor output;  // to be read, without blocking
};

class Launcher {
  public:
    Launcher(int life_lock, std::chrono::milliseconds grace);
    // Waits until every command is gone: they die when their controls are closed.
    ~Launcher();
    Launcher(const Launcher &) = delete;
    Launcher &operator=(const Launcher &) = delete;

    Launched launch(const LaunchRequest &request, std::string_view prompt);

    // Readable when the spawner is gone, which it never should be while the host lives.
    int socket() const { return socket_.get(); }

  private:
    Descriptor socket_;
    pid_t spawner_ = -1;
};

} // namespace sample_host::executor
