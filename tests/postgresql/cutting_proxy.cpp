// cutting_proxy.cpp - see cutting_proxy.h.
#include "cutting_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace tests {

namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

bool send_all(int socket, const std::uint8_t *bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t sent = ::send(socket, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

} // namespace

bool CuttingProxy::Stream::begins(std::uint8_t byte) {
    constexpr int letter_and_length = 5;
    if (rest > 0) {
        --rest;
        return false;
    }
    if (header == 0) length = 0;
    const bool first = header == 0;
    if (!first) length = length << 8U | byte;
    if (++header == letter_and_length) {
        header = 0;
        rest = length - 4; // the length counts itself
    }
    return first;
}

CuttingProxy::CuttingProxy(int server_port) : server_port_(server_port) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto *any = reinterpret_cast<sockaddr *>(&address);
    if (::bind(listener_, any, size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, any, &size) != 0 || ::pipe(end_.data()) != 0) {
        throw std::runtime_error("the proxy cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { pass_on(); });
}

CuttingProxy::~CuttingProxy() {
    ::close(end_[1]);
    thread_.join();
    for (const Pair &pair : pairs_) {
        for (const int socket : pair.sockets) ::close(socket);
    }
    ::close(end_[0]);
    ::close(listener_);
}

void CuttingProxy::cut_before(Direction direction, int message) {
    const std::scoped_lock hold(mutex_);
    for (Pair &pair : pairs_) pair.streams = {};
    direction_ = direction == Direction::questions ? 0 : 1;
    left_ = message;
    armed_ = true;
    cut_ = false;
}

bool CuttingProxy::disarm() {
    const std::scoped_lock hold(mutex_);
    armed_ = false;
    return cut_;
}

void CuttingProxy::accept_one() {
    Pair pair;
    pair.sockets[0] = ::accept(listener_, nullptr, nullptr);
    pair.sockets[1] = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(server_port_);
    if (::connect(pair.sockets[1], reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        for (const int socket : pair.sockets) ::close(socket);
        return;
    }
    pairs_.push_back(pair);
}

// How many of the bytes may get through.
std::size_t CuttingProxy::allowed(Stream &stream, std::size_t from, const std::uint8_t *bytes, std::size_t size,
                                  bool &cut) {
    if (!armed_ || cut_ || from != direction_) return size;
    for (std::size_t i = 0; i < size; ++i) {
        if (stream.begins(bytes[i]) && --left_ == 0) {
            cut = cut_ = true;
            return i;
        }
    }
    return size;
}

bool CuttingProxy::pass(Pair &pair, std::size_t from) {
    std::array<std::uint8_t, 16384> bytes{};
    const ssize_t size = ::recv(pair.sockets[from], bytes.data(), bytes.size(), 0);
    if (size <= 0) return false;
    bool cut = false;
    const std::size_t through = allowed(pair.streams[from], from, bytes.data(), static_cast<std::size_t>(size), cut);
    return send_all(pair.sockets[1 - from], bytes.data(), through) && !cut;
}

void CuttingProxy::pass_on() {
    for (;;) {
        std::vector<pollfd> sources{{end_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
        for (const Pair &pair : pairs_) {
            for (const int socket : pair.sockets) sources.push_back({socket, POLLIN, 0});
        }
        if (::poll(sources.data(), sources.size(), -1) < 0) continue;
        if (sources[0].revents != 0) return;
        const std::scoped_lock hold(mutex_);
        std::size_t source = 2;
        for (auto pair = pairs_.begin(); pair != pairs_.end();) {
            bool open = true;
            for (std::size_t from = 0; from < 2; ++from, ++source) {
                if (sources[source].revents != 0 && open) open = pass(*pair, from);
            }
            if (!open) {
                for (const int socket : pair->sockets) ::close(socket);
            }
            pair = open ? std::next(pair) : pairs_.erase(pair);
        }
        if (sources[1].revents != 0) accept_one();
    }
}

} // namespace tests
