// /v1/health and /v1/stats.
#include "routed.h"

#include <gmock/gmock.h>

#include <cstring>

namespace sample_host::api {
namespace {

using testing::HasSubstr;

TEST(HealthRoutes, HealthyIs200) {
    FakeGateway fake;
    const Response response = ask(fake, "GET", "/v1/health");
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(response.body, HasSubstr(R"("healthy":true,"state":"running","text":"ok","instance":"default")"));
}

TEST(HealthRoutes, UnhealthyIs503WithTheSameObject) {
    FakeGateway fake;
    fake.health.healthy = 0;
    std::strcpy(fake.health.text, "the store does not answer");
    const Response response = ask(fake, "GET", "/v1/health");
    EXPECT_EQ(response.status, 503);
    EXPECT_THAT(response.body, HasSubstr(R"("healthy":false)"));
    EXPECT_THAT(response.body, HasSubstr("the store does not answer"));
}

TEST(HealthRoutes, StatsAreCounters) {
    FakeGateway fake;
    EXPECT_THAT(ask(fake, "GET", "/v1/stats").body, HasSubstr(R"("claims":42)"));
}

TEST(HealthRoutes, SayWhenTheSchedulerDoesNotTell) {
    FakeGateway fake;
    fake.refuse(GS_FAILED, "");
    EXPECT_EQ(ask(fake, "GET", "/v1/health").body, R"({"error":"the scheduler does not tell its health"})");
    EXPECT_EQ(ask(fake, "GET", "/v1/stats").status, 500);
}

} // namespace
} // namespace sample_host::api
