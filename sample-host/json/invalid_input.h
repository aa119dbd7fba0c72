// The one exception of this folder: text that cannot be read. The sentence names what was wrong and what was expected;
// `field` names the key, if one is to blame. Thread-safe as a value.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace sample_host::json {

class InvalidInput : public std::runtime_error {
  public:
    explicit InvalidInput(const std::string &sentence, std::string field_name = {})
        : std::runtime_error(sentence), field_(std::move(field_name)) {}
    const std::string &field() const { return field_; }

  private:
    std::string field_;
};

} // namespace sample_host::json
