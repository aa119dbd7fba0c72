// The HTTP API on loopback: one I/O thread, and worker threads for whatever may block. start and stop may be called
// from any thread; the rest is made and destroyed by one.
#pragma once

#include "api/limits.h"
#include "gateway/serve.h"

#include <memory>
#include <string>

namespace sample_host::api {

class Server {
  public:
    // Binds and listens, so that clients may connect from now on; they are answered after start. `listen` is a loopback
    // address with a port, 0 for any. Throws std::runtime_error with one sentence. The gateway outlives the server.
    Server(Gateway &gateway, const std::string &listen, const std::string &token, const Limits &limits = Limits());
    ~Server(); // stops
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    unsigned short port() const;
    std::string address() const; // "127.0.0.1:PORT"

    void start();

    // Takes no more requests, lets those end that a worker has in hand, and joins the threads. Idempotent. Must come
    // before the scheduler is destroyed; a call of the scheduler that is under way is waited for.
    void stop();

  private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

} // namespace sample_host::api
