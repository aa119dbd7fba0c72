// A scheduler without hooks, which only previews and validates. An instance belongs to one thread.
#pragma once

#include "json/fire_json.h"

#include <gateway_scheduler/scheduler.h>

#include <cstdint>
#include <stdexcept>
#include <vector>

namespace sample_host::cli {

// The scheduler's refusal, whole, since its position and field are wanted as well as its sentence.
class PreviewRefused : public std::runtime_error {
  public:
    explicit PreviewRefused(const gs_error &told) : std::runtime_error(told.text), error(told) {}
    gs_error error;
};

class Previewer {
  public:
    // The table outlives this. Throws PreviewRefused if no scheduler can be made.
    explicit Previewer(const gs_scheduler_api &api);
    ~Previewer();
    Previewer(const Previewer &) = delete;
    Previewer &operator=(const Previewer &) = delete;

    // Valid until the next call. `now` stands in for an absent `after`. Throws PreviewRefused.
    const std::vector<gs_fire> &fires(const json::FireQuestion &question, int64_t now);

    // Throws PreviewRefused.
    void validate(const gs_job &job);

    gs_job default_job() const;

  private:
    const gs_scheduler_api &api_;
    gs_scheduler *scheduler_ = nullptr;
    std::vector<gs_fire> fires_;
};

} // namespace sample_host::cli
