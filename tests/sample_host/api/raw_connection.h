// A client made of a bare socket, for requests that no decent client sends. Every wait ends after 30 s with a failure.
// An instance belongs to one thread.
#pragma once

#include <string>
#include <string_view>

namespace sample_host::api {

struct RawAnswer {
    int status = 0; // 0: the connection was closed without an answer
    std::string head;
    std::string body;
};

class RawConnection {
  public:
    explicit RawConnection(unsigned short port);
    ~RawConnection();
    RawConnection(const RawConnection &) = delete;
    RawConnection &operator=(const RawConnection &) = delete;

    // As much of it as the server takes; false when it closed before the end.
    bool send(std::string_view text) const;
    void end_sending() const;
    RawAnswer read_answer();
    bool has_answer_begun(); // waits for its first bytes
    // Waits for the server's end of the connection; false if it sent something before.
    bool is_closed();

  private:
    bool fill();

    int socket_;
    std::string received_;
};

// A request's text with what every one needs.
std::string request_text(std::string_view method, std::string_view target, std::string_view token,
                         std::string_view headers = {}, std::string_view body = {});

} // namespace sample_host::api
