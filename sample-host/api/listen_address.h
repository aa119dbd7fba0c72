// Where the API listens: loopback and nothing else. Thread-safe: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace sample_host::api {

struct ListenAddress {
    std::string host; // a numeric address without brackets
    unsigned short port;
};

// "127.0.0.1:8080", "localhost:0", "[::1]:0"; port 0 is any free one. Throws std::runtime_error for another form and
// for an address that other machines could reach.
ListenAddress parse_listen_address(std::string_view text);

// The address as it stands in a URL: "127.0.0.1:8080", "[::1]:8080".
std::string format_address(std::string_view host, unsigned short port);

} // namespace sample_host::api
