// The routes below /v1/jobs.
#include "loader/contract.h"
#include "routed.h"
#include "json/document.h"

#include <gmock/gmock.h>

namespace sample_host::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char *definition = R"({"schedule":"@daily","payload":{"command":["true"]}})";

TEST(JobRoutes, PutHandsTheWholeDefinitionToTheScheduler) {
    FakeGateway fake;
    const Response response = ask(fake, "PUT", "/v1/jobs/a%2Fb", definition);
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(response.etag, "\"1\"");
    EXPECT_EQ(response.body,
              R"({"what":"created","revision":1,"next_fire_at":"1970-01-01T00:01:00Z","running_runs":0})");
    EXPECT_THAT(fake.calls(), ElementsAre(R"(put a/b @daily {"command":["true"]} retries 3 expecting -1)"));
}

TEST(JobRoutes, PutAnswers200WhenNothingWasCreated) {
    FakeGateway fake;
    fake.change.what = GS_CHANGE_UNCHANGED;
    EXPECT_EQ(ask(fake, "PUT", "/v1/jobs/a", definition).status, 200);
}

TEST(JobRoutes, PutTakesAnExpectedRevision) {
    FakeGateway fake;
    ask(fake, "PUT", "/v1/jobs/a", definition, "\"7\"");
    ask(fake, "PUT", "/v1/jobs/a", definition, "8");
    ask(fake, "PUT", "/v1/jobs/a", definition, "", "*");
    EXPECT_THAT(fake.calls(),
                ElementsAre(HasSubstr("expecting 7"), HasSubstr("expecting 8"), HasSubstr("expecting 0")));
}

TEST(JobRoutes, PutRefusesBeforeTheSchedulerIsAsked) {
    FakeGateway fake;
    const auto put = [&](const char *body, const char *if_match = "", const char *if_none_match = "") {
        const Response response = ask(fake, "PUT", "/v1/jobs/a", body, if_match, if_none_match);
        EXPECT_EQ(response.status, 400);
        return response.body;
    };
    EXPECT_THAT(put(""), HasSubstr("it is empty; expected JSON"));
    EXPECT_THAT(put(R"({"schedule":"@daily","colour":"red"})"), HasSubstr(R"(unknown key \"colour\")"));
    EXPECT_THAT(put(R"({"timeout":"-5m"})"), HasSubstr(R"("field":"timeout")"));
    EXPECT_THAT(put(R"({"id":"b","payload":{"command":["true"]}})"), HasSubstr("not the one of the path"));
    EXPECT_THAT(put(R"({"schedule":"@daily"})"), HasSubstr("payload: it is missing"));
    EXPECT_THAT(put(definition, "x"), HasSubstr("If-Match: expected a job's revision"));
    EXPECT_THAT(put(definition, "\"0\""), HasSubstr("If-Match: expected a job's revision"));
    EXPECT_THAT(put(definition, "", "\"1\""), HasSubstr("If-None-Match: only * is understood"));
    EXPECT_THAT(put(definition, "\"1\"", "*"), HasSubstr("exclude each other"));
    EXPECT_THAT(fake.calls(), IsEmpty());
}

TEST(JobRoutes, PutRefusesACalendarThatIsNotThere) {
    FakeGateway fake;
    fake.storage.set_calendar("holidays", {});
    const std::string body = R"({"schedule":"@daily","calendars":["holidays"%],"payload":{"command":["true"]}})";
    const auto with = [&](const std::string &more) {
        std::string text = body;
        return text.replace(text.find('%'), 1, more);
    };
    EXPECT_EQ(ask(fake, "PUT", "/v1/jobs/a", with("")).status, 201);
    const Response response = ask(fake, "PUT", "/v1/jobs/a", with(R"(,"holdays")"));
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(response.body,
              R"({"error":"calendars: there is no calendar \"holdays\"; it has to be set first","field":"calendars"})");
    EXPECT_EQ(fake.calls().size(), 1U) << "the scheduler was not asked";
}

TEST(JobRoutes, PutAcceptsTheIdOfThePathInTheBody) {
    FakeGateway fake;
    EXPECT_EQ(ask(fake, "PUT", "/v1/jobs/a", R"({"id":"a","schedule":"@daily","payload":{"command":["x"]}})").status,
              201);
}

TEST(JobRoutes, GetShowsTheJobWithItsPayload) {
    FakeGateway fake;
    fake.storage.add_job(R"({"id":"a b","schedule":"@daily","payload":{"command":["x"]}})");
    const Response response = ask(fake, "GET", "/v1/jobs/a%20b");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.etag, "\"2\"");
    EXPECT_THAT(response.body, HasSubstr(R"("id":"a b")"));
    EXPECT_THAT(response.body, HasSubstr(R"("payload":{"command":["x"]})"));
    EXPECT_THAT(fake.calls(), IsEmpty());
}

TEST(JobRoutes, JobsAreDescribedWhereTheyAreShown) {
    FakeGateway fake;
    fake.storage.add_job(R"({"id":"a","schedule":"@daily"})");
    const char *const words = R"("description":"in words: @daily")";
    EXPECT_THAT(ask(fake, "GET", "/v1/jobs/a").body, HasSubstr(words));
    EXPECT_THAT(ask(fake, "GET", "/v1/jobs").body, HasSubstr(words));
    fake.refuse(GS_INVALID, "that is no schedule");
    EXPECT_THAT(ask(fake, "GET", "/v1/jobs/a").body, HasSubstr(R"("description":null)")) << "still shown";
}

TEST(JobRoutes, JobsAreOverdueByTheStoresClock) {
    FakeGateway fake;
    fake.storage.add_job(R"({"id":"a","schedule":"@daily"})");
    fake.storage.clock = 120'000'001;
    EXPECT_THAT(ask(fake, "GET", "/v1/jobs/a").body, HasSubstr(R"("overdue_since":"1970-01-01T00:01:00Z")"));
    fake.storage.clock = 120'000'000;
    EXPECT_THAT(ask(fake, "GET", "/v1/jobs").body, HasSubstr(R"("overdue_since":null)"));
}

TEST(JobRoutes, JobsTellHowManyOfTheirRunsAreGoing) {
    FakeGateway fake;
    for (const char *id : {"a", "b"}) fake.storage.add_job(std::string(R"({"schedule":"@daily","id":")") + id + "\"}");
    const auto add_run = [&](int number, const char *job, int32_t state, const char *instance) {
        gs_run &run = fake.storage.add_run("01890a5d-ac96-774b-bcce-b3020000" + std::to_string(number), job, 0);
        run.state = state;
        run.owner_instance = lend(instance);
    };
    add_run(1000, "a", GS_STATE_CLOSED, "default");
    add_run(1001, "a", GS_STATE_WAITING, "default");
    add_run(1002, "a", GS_STATE_RUNNING, "another");
    for (int number = 2000; number < 3500; ++number) add_run(number, "a", GS_STATE_RUNNING, "default");
    EXPECT_THAT(ask(fake, "GET", "/v1/jobs/a").body, HasSubstr(R"("running_runs":1500)"));
    EXPECT_THAT(ask(fake, "GET", "/v1/jobs/b").body, HasSubstr(R"("running_runs":0)"));
    EXPECT_THAT(ask(fake, "GET", "/v1/jobs").body, HasSubstr(R"("running_runs":1500)"));
}

TEST(JobRoutes, GetAnswers404ForAJobThatIsNotThere) {
    FakeGateway fake;
    const Response response = ask(fake, "GET", "/v1/jobs/none");
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.body, R"({"error":"there is no job \"none\"","field":"id"})");
}

TEST(JobRoutes, ListGoesThroughThePagesById) {
    FakeGateway fake;
    for (const char *id : {"c", "a", "b"})
        fake.storage.add_job(std::string(R"({"schedule":"@daily","id":")") + id + "\"}");
    const json::Document first = json::Document::parse(ask(fake, "GET", "/v1/jobs?limit=2").body);
    ASSERT_EQ(first.find("jobs")->items().size(), 2U);
    EXPECT_EQ(first.find("jobs")->items().front().find("id")->text(), "a");
    EXPECT_FALSE(first.find("jobs")->items().front().find("payload").has_value());
    EXPECT_EQ(first.find("next")->text(), "b");
    const json::Document second = json::Document::parse(ask(fake, "GET", "/v1/jobs?limit=2&after=b").body);
    ASSERT_EQ(second.find("jobs")->items().size(), 1U);
    EXPECT_EQ(second.find("jobs")->items().front().find("id")->text(), "c");
    EXPECT_TRUE(second.find("next")->is_null());
}

TEST(JobRoutes, ListOfNothingIsEmpty) {
    FakeGateway fake;
    EXPECT_EQ(ask(fake, "GET", "/v1/jobs").body, R"({"jobs":[],"next":null})");
}

TEST(JobRoutes, ChangesGoThroughTheScheduler) {
    FakeGateway fake;
    EXPECT_EQ(ask(fake, "DELETE", "/v1/jobs/a").status, 200);
    ask(fake, "POST", "/v1/jobs/a/pause", R"({"reason":"lunch"})");
    ask(fake, "POST", "/v1/jobs/a/pause");
    ask(fake, "POST", "/v1/jobs/a/resume");
    const Response run = ask(fake, "POST", "/v1/jobs/a/run");
    EXPECT_EQ(run.status, 202);
    EXPECT_EQ(run.body, R"({"run_id":"01890a5d-ac96-774b-bcce-b302099a8057"})");
    EXPECT_THAT(fake.calls(),
                ElementsAre("cancel a", "pause a because lunch", "pause a because ", "resume a", "run a"));
}

TEST(JobRoutes, ChangesRefuseBodiesThatTheyDoNotTake) {
    FakeGateway fake;
    EXPECT_THAT(ask(fake, "POST", "/v1/jobs/a/resume", "{}").body, HasSubstr("takes no body"));
    EXPECT_THAT(ask(fake, "POST", "/v1/jobs/a/run", "{}").body, HasSubstr("takes no body"));
    EXPECT_THAT(ask(fake, "POST", "/v1/jobs/a/pause", R"({"why":"x"})").body, HasSubstr(R"(unknown key \"why\")"));
    EXPECT_THAT(ask(fake, "POST", "/v1/jobs/a/pause", R"({"reason":5})").body, HasSubstr("reason: expected text"));
    EXPECT_THAT(ask(fake, "POST", "/v1/jobs/a/pause", R"([])").body, HasSubstr("expected an object"));
    EXPECT_THAT(fake.calls(), IsEmpty());
}

} // namespace
} // namespace sample_host::api
