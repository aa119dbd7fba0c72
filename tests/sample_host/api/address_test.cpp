// Which addresses may be listened on, and which names may be asked for.
#include "api/host_check.h"
#include "api/listen_address.h"

#include <gmock/gmock.h>

#include <stdexcept>

namespace sample_host::api {
namespace {

using testing::HasSubstr;

std::string refusal_of(const char *text) {
    try {
        parse_listen_address(text);
    } catch (const std::runtime_error &error) {
        return error.what();
    }
    return "nothing was refused";
}

TEST(ListenAddress, AcceptsLoopback) {
    EXPECT_EQ(parse_listen_address("127.0.0.1:0").host, "127.0.0.1");
    EXPECT_EQ(parse_listen_address("127.0.0.1:65535").port, 65535);
    EXPECT_EQ(parse_listen_address("127.8.9.1:80").host, "127.8.9.1");
    EXPECT_EQ(parse_listen_address("localhost:80").host, "127.0.0.1");
    EXPECT_EQ(parse_listen_address("[::1]:80").host, "::1");
}

TEST(ListenAddress, RefusesEverythingElseWithASentence) {
    for (const char *text :
         {"0.0.0.0:80", "192.168.1.1:80", "[::]:80", "example.org:80", ":80", "::1:80", "128.0.0.1:80",
          "127.0.0.1.example.org:80", "[127.0.0.1]:80", "[::ffff:127.0.0.1]:80", "127.1:80"}) {
        EXPECT_THAT(refusal_of(text), HasSubstr("other machines could reach it, or it is no address")) << text;
    }
    for (const char *text :
         {"127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1:x", "127.0.0.1:8 "}) {
        EXPECT_THAT(refusal_of(text), HasSubstr("the port is not a number")) << text;
    }
    EXPECT_THAT(refusal_of("127.0.0.1"), HasSubstr("it has no port"));
    EXPECT_THAT(refusal_of(""), HasSubstr("it has no port"));
}

TEST(ListenAddress, IsPrintedAsInAUrl) {
    EXPECT_EQ(format_address("127.0.0.1", 80), "127.0.0.1:80");
    EXPECT_EQ(format_address("::1", 80), "[::1]:80");
}

TEST(HostCheck, AcceptsLoopbackNames) {
    for (const char *host : {"127.0.0.1", "127.0.0.1:8080", "localhost", "LocalHost:1", "[::1]", "[::1]:65535"}) {
        EXPECT_TRUE(is_loopback_host(host)) << host;
    }
}

TEST(HostCheck, RefusesOtherNames) {
    for (const char *host : {"", "example.org", "localhost.example.org", "127.0.0.1.example.org",
                             "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:123456", "::1", "127.0.0.2", "0.0.0.0",
                             "localhost ", " localhost", "localhost:80:80", "user@localhost", "[::1"}) {
        EXPECT_FALSE(is_loopback_host(host)) << host;
    }
}

} // namespace
} // namespace sample_host::api
