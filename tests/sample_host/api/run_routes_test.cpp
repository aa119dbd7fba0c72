// The routes below /v1/runs.
#include "routed.h"
#include "json/document.h"

#include <gmock/gmock.h>

namespace sample_host::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string id_of(int number) {
    return "01890a5d-ac96-774b-bcce-b3020000000" + std::to_string(number);
}

std::vector<std::string> due_times(const json::Document &page) {
    std::vector<std::string> times;
    for (const json::Document &row : page.find("runs")->items())
        times.push_back(row.find("due_at")->text().substr(14, 5));
    return times;
}

json::Document page_of(FakeGateway &fake, const std::string &query) {
    const Response response = ask(fake, "GET", "/v1/runs" + query);
    EXPECT_EQ(response.status, 200) << response.body;
    return json::Document::parse(response.body);
}

constexpr int64_t minute = 60'000'000;

TEST(RunRoutes, ListMergesRunsAndRecordsByDueTimeThenId) {
    FakeGateway fake;
    fake.storage.add_run(id_of(1), "a", 1 * minute);
    fake.storage.add_record(id_of(2), "a", 0); // written later than run 1, about an earlier instant
    fake.storage.add_run(id_of(3), "a", 3 * minute);
    fake.storage.add_run(id_of(4), "b", 3 * minute);
    const json::Document page = page_of(fake, "");
    EXPECT_THAT(due_times(page), ElementsAre("03:00", "03:00", "01:00", "00:00"));
    EXPECT_EQ(page.find("runs")->items().front().find("job_id")->text(), "b");
    EXPECT_EQ(page.find("runs")->items().back().find("state")->text(), "missed");
    EXPECT_TRUE(page.find("next")->is_null());
}

TEST(RunRoutes, ListOfOneJob) {
    FakeGateway fake;
    fake.storage.add_run(id_of(1), "a", 1 * minute);
    fake.storage.add_record(id_of(2), "a b", 2 * minute);
    EXPECT_THAT(due_times(page_of(fake, "?job=a%20b")), ElementsAre("02:00"));
    EXPECT_THAT(due_times(page_of(fake, "?job=none")), ElementsAre());
}

TEST(RunRoutes, PagesFollowTheIdsAndLoseNothing) {
    FakeGateway fake;
    for (int number = 1; number <= 5; ++number) {
        if (number % 2 == 0) {
            fake.storage.add_record(id_of(number), "a", number * minute);
        } else {
            fake.storage.add_run(id_of(number), "a", number * minute);
        }
    }
    const json::Document first = page_of(fake, "?limit=2");
    EXPECT_THAT(due_times(first), ElementsAre("05:00", "04:00"));
    EXPECT_EQ(first.find("next")->text(), id_of(4));
    const json::Document second = page_of(fake, "?limit=2&before=" + id_of(4));
    EXPECT_THAT(due_times(second), ElementsAre("03:00", "02:00"));
    const json::Document third = page_of(fake, "?limit=2&before=" + id_of(2));
    EXPECT_THAT(due_times(third), ElementsAre("01:00"));
    EXPECT_TRUE(third.find("next")->is_null());
}

TEST(RunRoutes, EventsAreNoRowsButDoNotEndThePages) {
    FakeGateway fake;
    fake.storage.add_run(id_of(1), "a", minute);
    gs_record &event = fake.storage.add_record(id_of(2), "a", GS_NO_TIME);
    event.kind = GS_RECORD_EVENT;
    const json::Document first = page_of(fake, "?limit=1");
    EXPECT_THAT(due_times(first), ElementsAre());
    EXPECT_THAT(due_times(page_of(fake, "?limit=1&before=" + first.find("next")->text())), ElementsAre("01:00"));
}

TEST(RunRoutes, ListRefusesWhatIsNoIdAndNoLimit) {
    FakeGateway fake;
    EXPECT_EQ(ask(fake, "GET", "/v1/runs?before=x").status, 400);
    EXPECT_THAT(ask(fake, "GET", "/v1/runs?limit=201").body, HasSubstr("from 1 to 200"));
    EXPECT_THAT(ask(fake, "GET", "/v1/runs?state=failed").body, HasSubstr(R"(unknown parameter \"state\")"));
}

TEST(RunRoutes, CancelAsksTheScheduler) {
    FakeGateway fake;
    EXPECT_EQ(ask(fake, "POST", "/v1/runs/" + id_of(1) + "/cancel").status, 202);
    EXPECT_THAT(fake.calls(), ElementsAre("cancel run " + id_of(1)));
    EXPECT_EQ(ask(fake, "POST", "/v1/runs/x/cancel").status, 400);
    EXPECT_EQ(ask(fake, "POST", "/v1/runs/" + id_of(1) + "/cancel", "{}").status, 400);
    fake.refuse(GS_STALE, "the run is closed already");
    EXPECT_EQ(ask(fake, "POST", "/v1/runs/" + id_of(1) + "/cancel").status, 409);
}

} // namespace
} // namespace sample_host::api
