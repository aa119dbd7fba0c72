// /v1/jobs/{id}/explain.
#include "loader/contract.h"
#include "routed.h"
#include "json/document.h"

#include <gmock/gmock.h>

namespace sample_host::api {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class ExplainRoute : public testing::Test {
  protected:
    ExplainRoute() {
        fake.storage.add_job(R"({"id":"a b","schedule":"@daily","zone":"Europe/Lisbon"})");
        fake.job_explanation.answer = GS_ANSWER_MISSED;
        fake.job_explanation.text = lend("no scheduler was at work");
        fake.job_explanation.at = 0;
        fake.fires = {0};
        fake.utc_offset = 3'600;
    }

    FakeGateway fake;
};

TEST_F(ExplainRoute, AsksTheSchedulerAndShowsTimesInTheJobsZone) {
    const Response response = ask(fake, "GET", "/v1/jobs/a%20b/explain?at=1970-01-01T01%3A00");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body,
              R"({"job_id":"a b","answer":"missed","text":"no scheduler was at work","at":"1970-01-01T00:00:00Z",)"
              R"("run":null,"record":null,"down_from":null,"down_until":null,"previous_fire":null,"next_fire":null,)"
              R"("zone":"Europe/Lisbon","local":{"at":"1970-01-01T01:00:00+01:00"}})");
    EXPECT_THAT(fake.calls(), Contains("explain job a b at 1970-01-01T01:00"));
    EXPECT_THAT(fake.calls(), Contains(HasSubstr("preview @at 1970-01-01T00:00:00Z in Europe/Lisbon")));
}

TEST_F(ExplainRoute, AJobWithoutAZoneIsInUtc) {
    fake.storage.add_job(R"({"id":"plain","schedule":"@daily"})");
    EXPECT_THAT(ask(fake, "GET", "/v1/jobs/plain/explain?at=x").body, HasSubstr(R"("zone":"UTC")"));
}

TEST_F(ExplainRoute, AJobThatIsNotThereIs404) {
    const Response response = ask(fake, "GET", "/v1/jobs/none/explain?at=x");
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.body, R"({"error":"there is no job \"none\"","field":"id"})");
    EXPECT_THAT(fake.calls(), IsEmpty());
}

TEST_F(ExplainRoute, NeedsAMomentAndTakesNothingElse) {
    for (const char *query : {"", "?at="}) {
        const Response response = ask(fake, "GET", std::string("/v1/jobs/a%20b/explain") + query);
        EXPECT_EQ(response.status, 400);
        EXPECT_THAT(response.body, HasSubstr("at: it is missing"));
    }
    EXPECT_THAT(ask(fake, "GET", "/v1/jobs/a%20b/explain?at=x&zone=UTC").body, HasSubstr("unknown parameter"));
    EXPECT_EQ(ask(fake, "POST", "/v1/jobs/a%20b/explain?at=x").status, 405);
    EXPECT_THAT(fake.calls(), IsEmpty());
}

TEST_F(ExplainRoute, PassesTheSchedulersRefusalOn) {
    fake.refuse(GS_INVALID, "\"soon\" is not a moment", "at", 0);
    const Response response = ask(fake, "GET", "/v1/jobs/a%20b/explain?at=soon");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.body, R"({"error":"\"soon\" is not a moment","field":"at","position":0})");
}

} // namespace
} // namespace sample_host::api
