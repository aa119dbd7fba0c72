// A scheduler without hooks, which only answers questions about schedules. An instance belongs to one thread.
#pragma once

#include "cli/errors.h"
#include "json/fire_json.h"

#include <gateway_scheduler/scheduler.h>

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace sample_host::cli {

// The scheduler's refusal, whole, since its position and field are wanted as well as its sentence.
class PreviewRefused : public std::runtime_error {
  public:
    explicit PreviewRefused(const gs_error &told)
        : std::runtime_error(with_position(told.text, told.position)), error(told) {}
    gs_error error;
};

class Previewer {
  public:
    // The table outlives this. `zones` is an absolute path, or empty for the system's. Throws PreviewRefused if no
    // scheduler can be made.
    explicit Previewer(const gs_scheduler_api &api, const std::filesystem::path &zones = {});
    ~Previewer();
    Previewer(const Previewer &) = delete;
    Previewer &operator=(const Previewer &) = delete;

    // Valid until the next call. `now` stands in for an absent `after`. Throws PreviewRefused.
    const std::vector<gs_fire> &fires(const json::FireQuestion &question, int64_t now);

    // Why it fires, or does not, at the moment that `at` says. Throws PreviewRefused.
    json::Explanation explain(const json::FireQuestion &question, const std::string &at);

    // In words. Throws PreviewRefused.
    std::string describe(const json::FireQuestion &question);

    // How far east of UTC the zone's clocks are at that instant, in seconds; 0 if the scheduler cannot say.
    int32_t utc_offset(const std::string &zone, int64_t instant);

    // Throws PreviewRefused.
    void validate(const gs_job &job);

    gs_job default_job() const;

  private:
    const gs_scheduler_api &api_;
    gs_scheduler *scheduler_ = nullptr;
    std::vector<gs_fire> fires_;
};

} // namespace sample_host::cli
