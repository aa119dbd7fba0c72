// The target of a request, taken apart: "/v1/jobs/a%2Fb?limit=5". An instance belongs to one thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sample_host::api {

class Target {
  public:
    // Segments are separated before they are decoded, so a job id may have slashes. Throws RequestError 400.
    explicit Target(std::string_view text);

    const std::vector<std::string> &segments() const { return segments_; }

    // Refuses a parameter that is not among these, and one that is there twice. Throws RequestError 400.
    void allow_parameters(std::initializer_list<std::string_view> names) const;
    std::optional<std::string> parameter(std::string_view name) const;
    // A whole number of 1 to `most`. Throws RequestError 400.
    uint32_t limit(uint32_t fallback, uint32_t most) const;

  private:
    std::vector<std::string> segments_;
    std::vector<std::pair<std::string, std::string>> parameters_;
};

} // namespace sample_host::api
