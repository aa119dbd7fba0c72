// The command line's client against the real server, and against servers that behave badly.
#include "api/client.h"

#include "running_server.h"

#include <gmock/gmock.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sample_host::api {
namespace {

using testing::HasSubstr;

// Listens, accepts at most what the backlog holds, and says nothing.
class SilentServer {
  public:
    SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto *const general = reinterpret_cast<sockaddr *>(&address);
        if (::bind(socket_, general, size) != 0 || ::listen(socket_, 1) != 0 ||
            ::getsockname(socket_, general, &size) != 0) {
            throw std::runtime_error("cannot listen");
        }
        port_ = ntohs(address.sin_port);
    }
    ~SilentServer() { ::close(socket_); }
    SilentServer(const SilentServer &) = delete;
    SilentServer &operator=(const SilentServer &) = delete;
    unsigned short port() const { return port_; }

  private:
    int socket_;
    unsigned short port_ = 0;
};

std::string failure_of(const Client &client) {
    try {
        client.send("GET", "/v1/health");
    } catch (const ClientError &error) {
        return error.what();
    }
    return "nothing failed";
}

TEST(Client, SendsARequestAndReadsTheAnswer) {
    const RunningServer running;
    const Client client("127.0.0.1", running.port(), good_token);
    EXPECT_EQ(client.send("GET", "/v1/health").status, 200);
    const Answer put = client.send("PUT", "/v1/jobs/a", R"({"schedule":"@daily","payload":{"command":["true"]}})",
                                   {"If-None-Match", "*"});
    EXPECT_EQ(put.status, 201);
    EXPECT_THAT(put.body, HasSubstr(R"("what":"created")"));
    EXPECT_THAT(running.fake.calls(), testing::ElementsAre(HasSubstr("expecting 0")));
}

TEST(Client, ReadsRefusalsToo) {
    const RunningServer running;
    EXPECT_EQ(Client("127.0.0.1", running.port(), "wrong").send("GET", "/v1/health").status, 401);
    // The server answers before the body has been sent.
    const std::string body(21 * 1024 * 1024, 'x');
    EXPECT_EQ(Client("127.0.0.1", running.port(), good_token).send("PUT", "/v1/jobs/a", body).status, 413);
}

TEST(Client, SaysWhenNobodyListens) {
    unsigned short port = 0;
    {
        const SilentServer gone;
        port = gone.port();
    }
    EXPECT_THAT(failure_of(Client("127.0.0.1", port, good_token)),
                HasSubstr("cannot connect to the host at 127.0.0.1:"));
}

TEST(Client, GivesUpOnASilentServer) {
    const SilentServer silent;
    EXPECT_THAT(failure_of(Client("127.0.0.1", silent.port(), good_token, std::chrono::milliseconds(50))),
                HasSubstr("it took too long"));
}

TEST(Client, RefusesAHostThatIsNoAddress) {
    EXPECT_EQ(failure_of(Client("example.org", 80, good_token)), "\"example.org\" is not the address of a host");
}

} // namespace
} // namespace sample_host::api
