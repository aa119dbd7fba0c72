// What a client may not do: too large, too many, too slow.
#include "running_server.h"

#include <gmock/gmock.h>

#include <memory>
#include <vector>

namespace sample_host::api {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Limits, RefuseAHeadOfMoreThan8KiB) {
    const RunningServer running;
    const std::string large = "X: " + std::string(9'000, 'x') + "\r\n";
    const RawAnswer answer = running.ask(request_text("GET", "/v1/health", good_token, large));
    EXPECT_EQ(answer.status, 431);
    EXPECT_THAT(answer.body, HasSubstr("larger than 8 KiB"));
    const std::string fits = "X: " + std::string(7'000, 'x') + "\r\n";
    EXPECT_EQ(running.ask(request_text("GET", "/v1/health", good_token, fits)).status, 200);
}

TEST(Limits, RefuseALineThatNeverEnds) {
    const RunningServer running;
    EXPECT_EQ(running.ask("GET /" + std::string(20'000, 'x')).status, 431);
}

TEST(Limits, RefuseABodyOfMoreThan20MiBByItsLength) {
    const RunningServer running;
    const std::string length = "Content-Length: " + std::to_string(20 * 1024 * 1024 + 1) + "\r\n";
    EXPECT_EQ(running.ask(request_text("PUT", "/v1/jobs/a", good_token, length)).status, 413);
    EXPECT_EQ(
        running.ask(request_text("PUT", "/v1/jobs/a", good_token, "Content-Length: 99999999999999999\r\n")).status,
        413);
    EXPECT_THAT(running.fake.calls(), IsEmpty());
}

TEST(Limits, RefuseAChunkedBodyThatGrowsBeyondTheLimit) {
    Limits limits;
    limits.body_size = 1'000;
    const RunningServer running(limits);
    RawConnection connection(running.port());
    connection.send(request_text("PUT", "/v1/jobs/a", good_token, "Transfer-Encoding: chunked\r\n"));
    for (int chunk = 0; chunk < 11; ++chunk) connection.send("64\r\n" + std::string(100, 'x') + "\r\n");
    EXPECT_EQ(connection.read_answer().status, 413);
    EXPECT_THAT(running.fake.calls(), IsEmpty());
}

TEST(Limits, TakeALargeBodyThatFits) {
    const std::size_t large = 16'000'000;
    Limits limits;
    limits.body_timeout = std::chrono::minutes(5); // it is looked through byte by byte, under a sanitizer too
    const RunningServer running(limits);
    const std::string body =
        R"({"schedule":"@daily","payload":{"command":["cat"],"prompt":")" + std::string(large, 'p') + "\"}}";
    EXPECT_EQ(running.ask(request_text("PUT", "/v1/jobs/a", good_token, {}, body)).status, 201);
}

TEST(Limits, RefuseOneConnectionTooMany) {
    Limits limits;
    limits.head_timeout = std::chrono::hours(1); // the first are still there when the last comes
    const RunningServer running(limits);
    std::vector<std::unique_ptr<RawConnection>> idle;
    for (int count = 0; count < 64; ++count) {
        idle.push_back(std::make_unique<RawConnection>(running.port()));
        // An answer proves that the server has taken it in.
        idle.back()->send(request_text("GET", "/v1/health", good_token));
        ASSERT_EQ(idle.back()->read_answer().status, 200);
    }
    RawConnection refused(running.port());
    const RawAnswer answer = refused.read_answer();
    EXPECT_EQ(answer.status, 503);
    EXPECT_THAT(answer.body, HasSubstr("64 connections"));
    idle.front()->send(request_text("GET", "/v1/health", good_token, "Connection: close\r\n"));
    EXPECT_EQ(idle.front()->read_answer().status, 200);
}

Limits impatient() {
    Limits limits;
    limits.head_timeout = limits.body_timeout = limits.linger_timeout = std::chrono::milliseconds(50);
    return limits;
}

TEST(Limits, CloseAConnectionThatSaysNothing) {
    const RunningServer running(impatient());
    RawConnection connection(running.port());
    EXPECT_TRUE(connection.is_closed());
}

TEST(Limits, CloseAConnectionThatStopsInTheHeadOrTheBody) {
    const RunningServer running(impatient());
    RawConnection head(running.port());
    head.send("GET /v1/health HTTP/1.1\r\nHost:");
    EXPECT_TRUE(head.is_closed());
    RawConnection body(running.port());
    body.send(request_text("PUT", "/v1/jobs/a", good_token, "Content-Length: 100\r\n") + "{");
    EXPECT_TRUE(body.is_closed());
    EXPECT_THAT(running.fake.calls(), IsEmpty());
}

TEST(Limits, CloseAConnectionThatStaysIdleAfterAnAnswer) {
    const RunningServer running(impatient());
    std::unique_ptr<RawConnection> connection;
    RawAnswer answer;
    for (int attempt = 0; attempt < 100 && answer.status == 0; ++attempt) { // this thread may be too slow itself
        connection = std::make_unique<RawConnection>(running.port());
        connection->send(request_text("GET", "/v1/health", good_token));
        answer = connection->read_answer();
    }
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(connection->is_closed());
}

TEST(Limits, CloseAConnectionThatDoesNotTakeItsAnswer) {
    Limits limits;
    limits.write_timeout = std::chrono::milliseconds(50);
    RunningServer running(limits);
    const std::string name(16 * 1024 * 1024, 'n'); // more than the sockets' buffers hold
    running.fake.storage.add_job(R"({"id":"a","schedule":"@daily","name":")" + name + "\"}");
    RawConnection connection(running.port());
    connection.send(request_text("GET", "/v1/jobs/a", good_token));
    ASSERT_TRUE(connection.has_answer_begun());
    // The server gives up and frees the connection, which a stop that returns proves.
    running.server().stop();
    EXPECT_THROW(connection.read_answer(), std::runtime_error);
}

} // namespace
} // namespace sample_host::api
