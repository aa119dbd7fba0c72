// How this layer says no: bad input is a Result that holds an Error, never an exception. Plain values; any thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace gateway_scheduler::schedule {

struct Error {
    std::string
        field; // "minute", "hour", "day of month", "month", "day of week", "schedule", "zone", "start_at", "end_at"
    int position = -1; // 0-based byte offset in the schedule's text, or -1
    std::string text;  // one sentence: what was wrong, and what was expected
};

// A value or an Error. value() of a failed one, and error() of a good one, are bugs of the caller and throw. The
// error is kept apart, so that a Result is no larger than its value needs.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : content_(std::in_place_index<1>, std::make_shared<const Error>(std::move(error))) {}

    bool ok() const { return content_.index() == 0; }
    explicit operator bool() const { return ok(); }

    const T &value() const & { return std::get<0>(content_); }
    T &&value() && { return std::get<0>(std::move(content_)); }
    const Error &error() const { return *std::get<1>(content_); }

  private:
    std::variant<T, std::shared_ptr<const Error>> content_;
};

} // namespace gateway_scheduler::schedule
