// How refusals become answers.
#include "routed.h"

#include <gmock/gmock.h>

#include <vector>

namespace sample_host::api {
namespace {

TEST(Refusal, HasTheStatusThatFitsTheContracts) {
    const std::vector<std::pair<int32_t, int>> table = {
        {GS_INVALID, 400},  {GS_NOT_FOUND, 404},   {GS_CONFLICT, 409},    {GS_STALE, 409},
        {GS_REFUSED, 422},  {GS_UNSUPPORTED, 422}, {GS_UNAVAILABLE, 503}, {GS_NOT_RUNNING, 503},
        {GS_DOUBTFUL, 504}, {GS_FAILED, 500},      {GS_REENTRANT, 500},
    };
    for (const auto &[status, http] : table) {
        FakeGateway fake;
        fake.refuse(status, "no");
        EXPECT_EQ(ask(fake, "POST", "/v1/jobs/a/resume").status, http) << status;
    }
}

TEST(Refusal, CarriesSentenceFieldAndPosition) {
    FakeGateway fake;
    fake.refuse(GS_INVALID, "hour 25 is out of range, expected 0 to 23", "hour", 3);
    const Response response =
        ask(fake, "PUT", "/v1/jobs/a", R"({"schedule":"0 25 * * *","payload":{"command":["true"]}})");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.body, R"({"error":"hour 25 is out of range, expected 0 to 23","field":"hour","position":3})");
}

TEST(Refusal, ComesFromTheStorageToo) {
    FakeGateway fake;
    fake.storage.answered = GS_UNAVAILABLE;
    for (const char *target : {"/v1/jobs", "/v1/jobs/a", "/v1/runs", "/v1/calendars"}) {
        const Response response = ask(fake, "GET", target);
        EXPECT_EQ(response.status, 503) << target;
        EXPECT_EQ(response.body, R"({"error":"the store does not answer"})");
    }
    fake.storage.answered = GS_FAILED;
    EXPECT_EQ(ask(fake, "GET", "/v1/jobs").status, 500);
}

TEST(Refusal, TellsAPathThatIsNotThereFromAMethodThatItDoesNotHave) {
    FakeGateway fake;
    for (const char *target : {"/", "/v1", "/v2/jobs", "/v1/jobs/", "/v1/jobs/a/b", "/v1/jobs//pause", "/v1/job",
                               "//v1/jobs", "/v1/jobs/a/pause/", "/v1/runs/a"}) {
        EXPECT_EQ(ask(fake, "GET", target).status, 404) << target;
    }
    const Response response = ask(fake, "PATCH", "/v1/jobs/a");
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.allow, "PUT, GET, DELETE");
    EXPECT_EQ(ask(fake, "get", "/v1/jobs").status, 405);
    EXPECT_EQ(ask(fake, "GET", "/v1/jobs/%ZZ").status, 400);
    EXPECT_EQ(ask(fake, "GET", "/v1/health?x=1").status, 400);
}

TEST(Refusal, AJobMayBeCalledLikeAWordOfThePath) {
    FakeGateway fake;
    ask(fake, "POST", "/v1/jobs/pause/pause");
    ask(fake, "POST", "/v1/jobs/*/resume");
    EXPECT_THAT(fake.calls(), testing::ElementsAre("pause pause because ", "resume *"));
}

} // namespace
} // namespace sample_host::api
