// The server as a stranger meets it: raw text over sockets.
#include "running_server.h"

#include <gmock/gmock.h>

#include <future>
#include <thread>
#include <vector>

namespace sample_host::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Server, AnswersARequest) {
    const RunningServer running;
    const RawAnswer answer = running.ask(request_text("GET", "/v1/health", good_token));
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.head, HasSubstr("Content-Type: application/json\r\n"));
    EXPECT_THAT(answer.head, HasSubstr("Cache-Control: no-store\r\n"));
    EXPECT_THAT(answer.body, HasSubstr(R"("healthy":true)"));
}

TEST(Server, KeepsAConnectionForSeveralRequestsEvenWhenTheyComeAtOnce) {
    const RunningServer running;
    RawConnection connection(running.port());
    const std::string one = request_text("GET", "/v1/health", good_token);
    ASSERT_TRUE(connection.send(one + one));
    EXPECT_EQ(connection.read_answer().status, 200);
    EXPECT_EQ(connection.read_answer().status, 200);
    ASSERT_TRUE(connection.send(request_text("GET", "/v1/stats", good_token, "Connection: close\r\n")));
    EXPECT_EQ(connection.read_answer().status, 200);
    EXPECT_TRUE(connection.is_closed());
}

TEST(Server, RefusesAWrongOrMissingTokenOnEveryPath) {
    const RunningServer running;
    for (const char *target : {"/v1/health", "/nowhere"}) {
        const RawAnswer wrong = running.ask(request_text("GET", target, "wrong"));
        EXPECT_EQ(wrong.status, 401);
        EXPECT_THAT(wrong.head, HasSubstr("WWW-Authenticate: Bearer\r\n"));
        EXPECT_EQ(wrong.body, R"({"error":"the bearer token is missing or wrong"})");
        EXPECT_EQ(running.ask("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 401);
    }
    EXPECT_EQ(running.ask(request_text("GET", "/", good_token, "Authorization: Bearer wrong\r\n")).status, 401);
}

TEST(Server, RefusesAStrangersUploadBeforeItIsSent) {
    const RunningServer running;
    RawConnection connection(running.port());
    ASSERT_TRUE(connection.send(request_text("PUT", "/v1/jobs/a", "wrong", "Content-Length: 20000000\r\n")));
    EXPECT_EQ(connection.read_answer().status, 401);
}

TEST(Server, RefusesOtherHostNames) {
    const RunningServer running;
    const std::string rest = std::string("Authorization: Bearer ") + good_token + "\r\n\r\n";
    for (const char *host : {"Host: example.org\r\n", "", "Host:\r\n", "Host: 127.0.0.1\r\nHost: localhost\r\n",
                             "Host: localhost.example.org\r\n"}) {
        const RawAnswer answer = running.ask("GET /v1/health HTTP/1.1\r\n" + std::string(host) + rest);
        EXPECT_EQ(answer.status, 400) << host;
        EXPECT_THAT(answer.body, HasSubstr("the Host header is not")) << host;
    }
    EXPECT_EQ(running.ask("GET /v1/health HTTP/1.1\r\nHost: LOCALHOST:99\r\n" + rest).status, 200);
    EXPECT_EQ(running.ask("GET /v1/health HTTP/1.1\r\nHost: [::1]\r\n" + rest).status, 200);
}

TEST(Server, RefusesMalformedRequests) {
    RunningServer running;
    const std::string head = std::string("Host: localhost\r\nAuthorization: Bearer ") + good_token + "\r\n";
    const std::vector<std::string> table = {
        "nonsense\r\n\r\n",
        "GET /v1/health\r\n\r\n",
        "GET /v1/health HTTP/3.0\r\n" + head + "\r\n",
        "GET /v1/health HTTP/1.1\r\nno colon\r\n" + head + "\r\n",
        "GET /v1/health HTTP/1.1\r\nbad name: x\r\n" + head + "\r\n",
        "GET /v1/health HTTP/1.1\r\nx: a\rb\r\n" + head + "\r\n",
        "G\x01T /v1/health HTTP/1.1\r\n" + head + "\r\n",
        "GET /v1/he\x01lth HTTP/1.1\r\n" + head + "\r\n",
        "PUT /v1/jobs/a HTTP/1.1\r\n" + head + "Content-Length: -1\r\n\r\n",
        "PUT /v1/jobs/a HTTP/1.1\r\n" + head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "PUT /v1/jobs/a HTTP/1.1\r\n" + head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "PUT /v1/jobs/a HTTP/1.1\r\n" + head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    };
    for (const std::string &text : table) {
        const RawAnswer answer = running.ask(text);
        EXPECT_EQ(answer.status, 400) << text;
        EXPECT_THAT(answer.body, HasSubstr("{\"error\":\"")) << text;
    }
    EXPECT_THAT(running.fake.calls(), IsEmpty());
}

TEST(Server, TakesAChunkedBodyAndOneThatIsAskedFor) {
    RunningServer running;
    const std::string body = R"({"schedule":"@daily","payload":{"command":["true"]}})";
    RawConnection chunked(running.port());
    chunked.send(request_text("PUT", "/v1/jobs/a", good_token, "Transfer-Encoding: chunked\r\n") + "34\r\n" + body +
                 "\r\n0\r\n\r\n");
    EXPECT_EQ(chunked.read_answer().status, 201);

    RawConnection polite(running.port());
    polite.send(request_text("PUT", "/v1/jobs/b", good_token,
                             "Expect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n"));
    EXPECT_EQ(polite.read_answer().status, 100);
    polite.send(body);
    EXPECT_EQ(polite.read_answer().status, 201);
    EXPECT_THAT(running.fake.calls(), ElementsAre(HasSubstr("put a"), HasSubstr("put b")));
}

TEST(Server, DoesNothingWhenTheClientGoesAwayInTheMiddle) {
    RunningServer running;
    RawConnection connection(running.port());
    connection.send(request_text("PUT", "/v1/jobs/a", good_token, "Content-Length: 100\r\n") + "{\"schedule\"");
    connection.end_sending();
    EXPECT_TRUE(connection.is_closed());
    EXPECT_THAT(running.fake.calls(), IsEmpty());
}

TEST(Server, AnswersOthersWhileWorkersAreBusyAndOneClientIsSlow) {
    RunningServer running;
    std::promise<void> entered;
    std::promise<void> go_on;
    running.fake.during_call = [&, waited = go_on.get_future().share()] {
        entered.set_value();
        waited.wait();
    };
    RawConnection busy(running.port());
    busy.send(request_text("POST", "/v1/jobs/a/pause", good_token));
    entered.get_future().wait();
    const RawConnection slow(running.port());
    slow.send("GET /v1/he");
    EXPECT_EQ(running.ask(request_text("GET", "/v1/health", good_token)).status, 200);
    go_on.set_value();
    EXPECT_EQ(busy.read_answer().status, 201);
}

TEST(Server, StopLetsARequestEndThatIsUnderWayAndClosesTheOthers) {
    RunningServer running;
    std::promise<void> entered;
    std::promise<void> go_on;
    running.fake.during_call = [&, waited = go_on.get_future().share()] {
        entered.set_value();
        waited.wait();
    };
    RawConnection idle(running.port());
    RawConnection busy(running.port());
    busy.send(request_text("POST", "/v1/jobs/a/pause", good_token));
    entered.get_future().wait();
    std::thread stopping([&] { running.server().stop(); });
    EXPECT_TRUE(idle.is_closed());
    go_on.set_value();
    EXPECT_EQ(busy.read_answer().status, 201);
    EXPECT_TRUE(busy.is_closed());
    stopping.join();
    EXPECT_THROW(RawConnection(running.port()), std::runtime_error);
    running.server().stop();
}

TEST(Server, CanBeStoppedWithoutEverHavingBeenStarted) {
    FakeGateway fake;
    Server server(fake.gateway(), "127.0.0.1:0", good_token);
    EXPECT_NE(server.port(), 0);
    EXPECT_EQ(server.address(), "127.0.0.1:" + std::to_string(server.port()));
    server.stop();
    server.start();
}

TEST(Server, SaysWhyItCannotListen) {
    const RunningServer running;
    FakeGateway fake;
    const auto refusal = [&](const std::string &listen, const std::string &token) -> std::string {
        try {
            const Server server(fake.gateway(), listen, token);
        } catch (const std::runtime_error &error) {
            return error.what();
        }
        return "nothing was refused";
    };
    const std::string taken = "127.0.0.1:" + std::to_string(running.port());
    EXPECT_EQ(refusal(taken, good_token), "cannot listen on " + taken + ": Address already in use");
    EXPECT_THAT(refusal("0.0.0.0:0", good_token), HasSubstr("other machines could reach it"));
    EXPECT_EQ(refusal("127.0.0.1:0", ""), "the API's token is empty");
}

} // namespace
} // namespace sample_host::api
