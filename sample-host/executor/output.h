// Captures what a command prints: the first 64 KiB are kept, cut on a character's boundary, the rest is counted as
// cut. Not for several threads at once.
#pragma once

#include "loader/contract.h"

#include <gateway_scheduler/run.h>

#include <string>
#include <string_view>

namespace sample_host::executor {

class Output {
  public:
    void add(std::string_view bytes) {
        // One byte more than the limit tells that there was more, and whether the cut would tear a character.
        kept_.append(bytes.substr(0, GS_MAX_OUTPUT_SIZE + 1 - kept_.size()));
    }
    std::string_view text() const { return cut_on_character(kept_, GS_MAX_OUTPUT_SIZE); }
    bool truncated() const { return kept_.size() > GS_MAX_OUTPUT_SIZE; }

  private:
    std::string kept_;
};

} // namespace sample_host::executor
