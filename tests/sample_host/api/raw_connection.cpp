// An instance belongs to one thread.
#include "raw_connection.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace sample_host::api {

RawConnection::RawConnection(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0) {
        ::close(socket_);
        throw std::runtime_error("cannot connect");
    }
}

RawConnection::~RawConnection() {
    ::close(socket_);
}

bool RawConnection::send(std::string_view text) const {
    while (!text.empty()) {
        const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawConnection::end_sending() const {
    ::shutdown(socket_, SHUT_WR);
}

bool RawConnection::fill() {
    pollfd waited{socket_, POLLIN, 0};
    if (::poll(&waited, 1, 300'000) != 1) throw std::runtime_error("the server did not answer within 300 s");
    std::array<char, 4096> piece{};
    const ssize_t got = ::recv(socket_, piece.data(), piece.size(), 0);
    if (got <= 0) return false;
    received_.append(piece.data(), static_cast<std::size_t>(got));
    return true;
}

bool RawConnection::has_answer_begun() {
    return !received_.empty() || fill();
}

RawAnswer RawConnection::read_answer() {
    std::size_t end = std::string::npos;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return {};
    }
    RawAnswer answer;
    answer.head = received_.substr(0, end + 2);
    answer.status = std::stoi(answer.head.substr(9, 3));
    received_.erase(0, end + 4);
    const std::size_t length_at = answer.head.find("Content-Length: ");
    const std::size_t length = length_at == std::string::npos ? 0 : std::stoul(answer.head.substr(length_at + 16));
    while (received_.size() < length) {
        if (!fill()) throw std::runtime_error("the answer was cut off");
    }
    answer.body = received_.substr(0, length);
    received_.erase(0, length);
    return answer;
}

bool RawConnection::is_closed() {
    while (received_.empty()) {
        if (!fill()) return true;
    }
    return false;
}

std::string request_text(std::string_view method, std::string_view target, std::string_view token,
                         std::string_view headers, std::string_view body) {
    std::string text(method);
    text += ' ';
    text += target;
    text += " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ";
    text += token;
    text += "\r\n";
    text += headers;
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n";
    text += body;
    return text;
}

} // namespace sample_host::api
