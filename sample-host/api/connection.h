// One connection of a client, from accept to close. All of it runs on the server's I/O thread, except for the handler,
// which runs on a worker thread.
#pragma once

#include "api/limits.h"
#include "api/request.h"
#include "api/response.h"
#include "api/token_check.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <memory>
#include <unordered_set>

namespace sample_host::api {

class Connection {
  public:
    virtual ~Connection() = default;
    virtual void stop() = 0; // closes, or closes once the answer that is under way has been sent
};

// What all connections of a server share; it outlives them. `open` belongs to the I/O thread.
struct ConnectionSetting {
    boost::asio::io_context &io;
    boost::asio::thread_pool &workers;
    const TokenCheck &token;
    Limits limits;
    std::function<Response(const Request &)> handler;
    std::unordered_set<Connection *> open;
    bool stopping = false;
};

// Serves the socket until it closes. A connection beyond the limit is told so and closed.
void serve_connection(boost::asio::ip::tcp::socket socket, ConnectionSetting &setting);

} // namespace sample_host::api
