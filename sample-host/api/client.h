// The client of the API that the command line uses. An instance belongs to one thread.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sample_host::api {

// No answer was had: nobody listens, it took too long, or it was not HTTP.
class ClientError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Answer {
    int status;
    std::string body;
};

// A request's header that a caller may add.
struct Header {
    std::string_view name; // empty: none
    std::string_view value;
};

class Client {
  public:
    Client(std::string host, unsigned short port, std::string token,
           std::chrono::steady_clock::duration timeout = std::chrono::seconds(60));

    // One connection for each request. Throws ClientError.
    Answer send(std::string_view method, std::string_view target, std::string_view body = {}, Header header = {}) const;

  private:
    std::string host_;
    unsigned short port_;
    std::string token_;
    std::chrono::steady_clock::duration timeout_;
};

} // namespace sample_host::api
