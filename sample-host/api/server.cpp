// The listening socket and the threads. What the listener keeps for its connections belongs to the I/O thread; the
// mutex guards start and stop only.
#include "api/server.h"

#include "api/connection.h"
#include "api/listen_address.h"
#include "api/router.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <mutex>
#include <thread>
#include <vector>

namespace sample_host::api {

namespace net = boost::asio;

class Server::Listener {
  public:
    Listener(Gateway &gateway, const std::string &listen, const std::string &token, const Limits &limits)
        : router_(gateway),
          token_(token),
          workers_(worker_threads),
          acceptor_(io_),
          pause_(io_),
          setting_{io_, workers_, token_, limits, [this](const Request &request) { return router_.answer(request); },
                   {},  false} {
        bind(parse_listen_address(listen));
    }

    ~Listener() { stop(); }
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    net::ip::tcp::endpoint endpoint() const { return endpoint_; }

    void start() {
        const std::lock_guard lock(mutex_);
        if (started_ || stopped_) return;
        started_ = true;
        accept();
        thread_ = std::thread([this] { run(); });
    }

    void stop() {
        const std::lock_guard lock(mutex_);
        if (stopped_) return;
        stopped_ = true;
        if (started_) {
            net::post(io_, [this] { stop_everything(); });
            thread_.join();
        }
        workers_.join();
    }

  private:
    void bind(const ListenAddress &address) {
        const net::ip::tcp::endpoint wanted(net::ip::make_address(address.host), address.port);
        try {
            acceptor_.open(wanted.protocol());
            acceptor_.set_option(net::socket_base::reuse_address(true));
            acceptor_.bind(wanted);
            acceptor_.listen();
            endpoint_ = acceptor_.local_endpoint();
        } catch (const boost::system::system_error &error) {
            throw std::runtime_error("cannot listen on " + format_address(address.host, address.port) + ": " +
                                     error.code().message());
        }
    }

    void run() {
        while (true) {
            try {
                io_.run();
                return;
            } catch (const std::exception &) {
                // Out of memory for one connection, which is gone by now: the others go on.
                continue;
            }
        }
    }

    void accept() {
        acceptor_.async_accept([this](const boost::system::error_code &fault, net::ip::tcp::socket socket) {
            if (setting_.stopping || fault == net::error::operation_aborted) return;
            if (fault) {
                accept_later();
                return;
            }
            accept();
            serve_connection(std::move(socket), setting_);
        });
    }

    // Out of descriptors, most likely: trying again at once would only spin.
    void accept_later() {
        pause_.expires_after(std::chrono::milliseconds(100));
        pause_.async_wait([this](const boost::system::error_code &fault) {
            if (!fault && !setting_.stopping) accept();
        });
    }

    void stop_everything() {
        setting_.stopping = true;
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
        const std::vector<Connection *> open(setting_.open.begin(), setting_.open.end());
        for (Connection *connection : open) connection->stop();
    }

    Router router_;
    TokenCheck token_;
    net::io_context io_{1};
    net::thread_pool workers_;
    net::ip::tcp::acceptor acceptor_;
    net::steady_timer pause_;
    ConnectionSetting setting_;
    net::ip::tcp::endpoint endpoint_;
    std::mutex mutex_;
    std::thread thread_;
    bool started_ = false;
    bool stopped_ = false;
};

Server::Server(Gateway &gateway, const std::string &listen, const std::string &token, const Limits &limits)
    : listener_(std::make_unique<Listener>(gateway, listen, token, limits)) {}

Server::~Server() = default;

unsigned short Server::port() const {
    return listener_->endpoint().port();
}

std::string Server::address() const {
    return format_address(listener_->endpoint().address().to_string(), listener_->endpoint().port());
}

void Server::start() {
    listener_->start();
}

void Server::stop() {
    listener_->stop();
}

} // namespace sample_host::api
