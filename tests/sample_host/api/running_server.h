// A server on a free port, with a fake gateway behind it.
#pragma once

#include "api/server.h"
#include "fake_gateway.h"
#include "raw_connection.h"

#include <string>

namespace sample_host::api {

constexpr const char *good_token = "0123456789abcdef";

class RunningServer {
  public:
    explicit RunningServer(const Limits &limits = Limits())
        : server_(fake.gateway(), "127.0.0.1:0", good_token, limits) {
        server_.start();
    }

    unsigned short port() const { return server_.port(); }
    Server &server() { return server_; }

    // One request on a connection of its own.
    RawAnswer ask(const std::string &text) const {
        RawConnection connection(port());
        connection.send(text);
        return connection.read_answer();
    }

    FakeGateway fake;

  private:
    Server server_;
};

} // namespace sample_host::api
