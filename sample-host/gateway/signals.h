// The signals that end the host: SIGTERM, SIGINT and SIGHUP. For the main thread.
#pragma once

#include "executor/descriptor.h"

namespace sample_host {

class StopSignals {
  public:
    // To be made before any other thread: it blocks the signals, and threads made later inherit that.
    StopSignals();

    // Readable when a signal has come.
    int descriptor() const { return descriptor_.get(); }
    // Takes one off.
    void take() const;

  private:
    executor::Descriptor descriptor_;
};

} // namespace sample_host
