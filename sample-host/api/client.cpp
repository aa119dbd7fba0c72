// Asynchronous inside, since Beast's time limits exist for asynchronous calls only; each step is waited for. An
// instance belongs to one thread.
#include "api/client.h"

#include "api/listen_address.h"

#include <boost/asio/io_context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace sample_host::api {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

// A page of 200 runs with 64 KiB of output each, most of it escaped.
constexpr std::uint64_t largest_answer = 128ULL * 1024 * 1024;

beast::string_view borrowed(std::string_view text) {
    return {text.data(), text.size()};
}

class Call {
  public:
    Call(const std::string &address, std::chrono::steady_clock::duration timeout) : address_(address), stream_(io_) {
        stream_.expires_after(timeout);
    }

    void connect(const net::ip::tcp::endpoint &endpoint) {
        stream_.async_connect(endpoint, [this](beast::error_code fault) { fault_ = fault; });
        wait("cannot connect to");
    }

    http::response<http::string_body> exchange(const http::request<http::string_body> &request) {
        http::async_write(stream_, request, [this](beast::error_code fault, std::size_t) { fault_ = fault; });
        io_.restart();
        io_.run();
        // A server that refuses a large body answers before it has read it, and may close: look for its answer.
        http::response_parser<http::string_body> parser;
        parser.body_limit(largest_answer);
        beast::flat_buffer buffer;
        http::async_read(stream_, buffer, parser, [this](beast::error_code fault, std::size_t) { fault_ = fault; });
        wait("no answer from");
        return parser.release();
    }

  private:
    void wait(const char *what) {
        io_.restart();
        io_.run();
        if (!fault_) return;
        const std::string why = fault_ == beast::error::timeout ? "it took too long" : fault_.message();
        throw ClientError(std::string(what) + " the host at " + address_ + ": " + why);
    }

    std::string address_;
    net::io_context io_{1};
    beast::tcp_stream stream_;
    beast::error_code fault_;
};

} // namespace

Client::Client(std::string host, unsigned short port, std::string token, std::chrono::steady_clock::duration timeout)
    : host_(std::move(host)), port_(port), token_(std::move(token)), timeout_(timeout) {}

Answer Client::send(std::string_view method, std::string_view target, std::string_view body, Header header) const {
    const std::string address = format_address(host_, port_);
    http::request<http::string_body> request;
    request.version(11);
    request.method_string(borrowed(method));
    request.target(borrowed(target));
    request.set(http::field::host, address);
    request.set(http::field::authorization, "Bearer " + token_);
    if (!header.name.empty()) request.set(borrowed(header.name), borrowed(header.value));
    if (!body.empty()) request.set(http::field::content_type, "application/json");
    request.body() = std::string(body);
    request.keep_alive(false);
    request.prepare_payload();

    beast::error_code fault;
    const net::ip::address numeric = net::ip::make_address(host_, fault);
    if (fault) throw ClientError("\"" + host_ + "\" is not the address of a host");
    Call call(address, timeout_);
    call.connect({numeric, port_});
    http::response<http::string_body> response = call.exchange(request);
    return {static_cast<int>(response.result_int()), std::move(response.body())};
}

} // namespace sample_host::api
