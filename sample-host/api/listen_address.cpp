// Thread-safe: pure functions.
#include "api/listen_address.h"

#include <arpa/inet.h>

#include <charconv>
#include <stdexcept>

namespace sample_host::api {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string &why) {
    throw std::runtime_error("cannot listen on \"" + std::string(text.substr(0, 80)) + "\": " + why +
                             ", expected a loopback address and a port such as 127.0.0.1:8080");
}

bool is_loopback_v4(const std::string &host) {
    in_addr address{};
    return inet_pton(AF_INET, host.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24U) == 127;
}

bool is_loopback_v6(const std::string &host) {
    in6_addr address{};
    return inet_pton(AF_INET6, host.c_str(), &address) == 1 && IN6_IS_ADDR_LOOPBACK(&address);
}

unsigned short parse_port(std::string_view text, std::string_view digits) {
    unsigned short port = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (digits.empty() || fault != std::errc() || end != digits.data() + digits.size()) {
        refuse(text, "the port is not a number from 0 to 65535");
    }
    return port;
}

} // namespace

ListenAddress parse_listen_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) refuse(text, "it has no port");
    const unsigned short port = parse_port(text, text.substr(colon + 1));
    std::string host(text.substr(0, colon));
    if (host == "localhost") return {"127.0.0.1", port};
    if (is_loopback_v4(host)) return {host, port};
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
        if (is_loopback_v6(host)) return {host, port};
    }
    refuse(text, "other machines could reach it, or it is no address");
}

std::string format_address(std::string_view host, unsigned short port) {
    const bool v6 = host.find(':') != std::string_view::npos;
    return (v6 ? "[" + std::string(host) + "]" : std::string(host)) + ":" + std::to_string(port);
}

} // namespace sample_host::api
