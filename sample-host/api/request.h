// A request as the handlers see it, and why one is refused. Plain values.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace sample_host::api {

struct Request {
    std::string method; // upper case
    std::string target; // as sent: path and query, percent-encoded
    std::string if_match;
    std::string if_none_match;
    std::string body;
};

// Thrown by whatever reads a request; becomes an answer with this status.
class RequestError : public std::runtime_error {
  public:
    RequestError(int http_status, const std::string &sentence, std::string field_name = {})
        : std::runtime_error(sentence), status_(http_status), field_(std::move(field_name)) {}
    int status() const { return status_; }
    const std::string &field() const { return field_; }

  private:
    int status_;
    std::string field_;
};

} // namespace sample_host::api
