// One connection by Boost.Beast: read the head, judge it, read the body, hand it to a worker, write the answer. Host
// and token are judged before the body is read, so that a stranger cannot make the server hold 20 MiB. Everything but
// the handler runs on the I/O thread.
#include "api/connection.h"

#include "api/host_check.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <memory>
#include <optional>

namespace sample_host::api {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

std::string text_of(beast::string_view text) {
    return {text.data(), text.size()};
}

// Why the head is refused, or nothing.
std::optional<Response> judge_head(const http::request<http::string_body> &head, const TokenCheck &token) {
    if (head.count(http::field::host) != 1 || !is_loopback_host(text_of(head[http::field::host]))) {
        return refusal(400, "the Host header is not 127.0.0.1, localhost or [::1]");
    }
    if (head.count(http::field::authorization) != 1 || !token.accepts(text_of(head[http::field::authorization]))) {
        return refusal(401, "the bearer token is missing or wrong");
    }
    return std::nullopt;
}

// What to tell a client whose request cannot be read; nothing if it is no longer there, or too slow.
std::optional<Response> judge_fault(const beast::error_code &fault) {
    if (fault == http::error::end_of_stream || fault == http::error::partial_message) return std::nullopt;
    if (fault == http::error::header_limit) return refusal(431, "the head of the request is larger than 8 KiB");
    if (fault == http::error::body_limit) return refusal(413, "the body of the request is larger than 20 MiB");
    if (fault.category() != http::make_error_code(http::error::bad_version).category()) return std::nullopt;
    return refusal(400, "the request is not valid HTTP: " + fault.message());
}

class HttpConnection final : public Connection, public std::enable_shared_from_this<HttpConnection> {
  public:
    HttpConnection(net::ip::tcp::socket socket, ConnectionSetting &setting)
        : stream_(std::move(socket)), setting_(setting) {
        setting_.open.insert(this);
    }
    ~HttpConnection() override { setting_.open.erase(this); }
    HttpConnection(const HttpConnection &) = delete;
    HttpConnection &operator=(const HttpConnection &) = delete;
    HttpConnection(HttpConnection &&) = delete;
    HttpConnection &operator=(HttpConnection &&) = delete;

    void start() {
        if (setting_.open.size() <= setting_.limits.connections) {
            read_head();
            return;
        }
        close_after_answer_ = true;
        write(refusal(503, "the server has 64 connections already"));
    }

    void stop() override {
        close_after_answer_ = true;
        if (!answering_) close();
    }

  private:
    using Self = std::shared_ptr<HttpConnection>;

    void read_head() {
        answering_ = false;
        parser_ = std::make_unique<http::request_parser<http::string_body>>();
        parser_->header_limit(setting_.limits.header_size);
        parser_->body_limit(setting_.limits.body_size);
        stream_.expires_after(setting_.limits.head_timeout);
        http::async_read_header(
            stream_, buffer_, *parser_,
            [self = shared_from_this()](beast::error_code fault, std::size_t) { self->on_head(fault); });
    }

    void on_head(beast::error_code fault) {
        if (fault) {
            refuse_reading(fault);
            return;
        }
        if (const auto response = judge_head(parser_->get(), setting_.token)) {
            close_after_answer_ = true;
            write(*response);
            return;
        }
        stream_.expires_after(setting_.limits.body_timeout);
        if (beast::iequals(parser_->get()[http::field::expect], "100-continue")) {
            ask_for_body();
        } else {
            read_body();
        }
    }

    void ask_for_body() {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        net::async_write(stream_, net::buffer(go_on.data(), go_on.size()),
                         [self = shared_from_this()](beast::error_code fault, std::size_t) {
                             if (fault) {
                                 self->close();
                             } else {
                                 self->read_body();
                             }
                         });
    }

    void read_body() {
        http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code fault, std::size_t) {
            if (fault) {
                self->refuse_reading(fault);
            } else {
                self->handle();
            }
        });
    }

    void refuse_reading(beast::error_code fault) {
        const auto response = judge_fault(fault);
        if (!response) {
            close();
            return;
        }
        close_after_answer_ = true;
        write(*response);
    }

    void handle() {
        stream_.expires_never();
        answering_ = true;
        http::request<http::string_body> message = parser_->release();
        // The answer to a HEAD request would have no body, and there is nothing here to ask that way.
        if (!message.keep_alive() || message.method() == http::verb::head) close_after_answer_ = true;
        Request request{text_of(message.method_string()), text_of(message.target()),
                        text_of(message[http::field::if_match]), text_of(message[http::field::if_none_match]),
                        std::move(message.body())};
        // The guard keeps the I/O thread going while the worker is at it, and this object ends on the I/O thread only.
        net::post(setting_.workers, [self = shared_from_this(), request = std::move(request),
                                     guard = net::make_work_guard(setting_.io)]() mutable {
            Response response = self->setting_.handler(request);
            net::post(guard.get_executor(),
                      [self = std::move(self), response = std::move(response)]() mutable { self->write(response); });
        });
    }

    void write(const Response &response) {
        answering_ = true;
        answer_.emplace(static_cast<http::status>(response.status), 11);
        answer_->set(http::field::content_type, "application/json");
        answer_->set(http::field::cache_control, "no-store");
        answer_->set("X-Content-Type-Options", "nosniff");
        if (response.status == 401) answer_->set(http::field::www_authenticate, "Bearer");
        if (!response.etag.empty()) answer_->set(http::field::etag, response.etag);
        if (!response.allow.empty()) answer_->set(http::field::allow, response.allow);
        answer_->keep_alive(!close_after_answer_);
        answer_->body() = response.body;
        answer_->prepare_payload();
        stream_.expires_after(setting_.limits.write_timeout);
        http::async_write(stream_, *answer_, [self = shared_from_this()](beast::error_code fault, std::size_t) {
            self->on_written(fault);
        });
    }

    void on_written(beast::error_code fault) {
        if (fault) {
            close();
        } else if (close_after_answer_) {
            linger();
        } else {
            read_head();
        }
    }

    // Closing with unread bytes would reset the connection and might take the answer away from the client.
    void linger() {
        beast::error_code ignored;
        stream_.socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
        answering_ = false;
        stream_.expires_after(setting_.stopping ? std::chrono::milliseconds(0) : setting_.limits.linger_timeout);
        take_in();
    }

    void take_in() {
        stream_.async_read_some(net::buffer(leftovers_),
                                [self = shared_from_this()](beast::error_code fault, std::size_t) {
                                    if (fault) {
                                        self->close();
                                    } else {
                                        self->take_in();
                                    }
                                });
    }

    void close() {
        beast::error_code ignored;
        stream_.socket().close(ignored);
    }

    beast::tcp_stream stream_;
    ConnectionSetting &setting_;
    beast::flat_buffer buffer_;
    std::unique_ptr<http::request_parser<http::string_body>> parser_;
    std::optional<http::response<http::string_body>> answer_;
    std::array<char, 4096> leftovers_{};
    bool answering_ = false;
    bool close_after_answer_ = false;
};

} // namespace

void serve_connection(net::ip::tcp::socket socket, ConnectionSetting &setting) {
    std::make_shared<HttpConnection>(std::move(socket), setting)->start();
}

} // namespace sample_host::api
