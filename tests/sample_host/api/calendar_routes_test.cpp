// The routes below /v1/calendars.
#include "routed.h"

#include <gmock/gmock.h>

namespace sample_host::api {
namespace {

using testing::HasSubstr;

constexpr const char *two_ranges = R"({"days":["2026-12-25","2026-12-28..2026-12-31"]})";

TEST(CalendarRoutes, PutMakesACalendarAndReplacesIt) {
    FakeGateway fake;
    const Response made = ask(fake, "PUT", "/v1/calendars/holidays", two_ranges);
    EXPECT_EQ(made.status, 201);
    EXPECT_EQ(made.body, R"({"what":"created"})");
    const Response replaced = ask(fake, "PUT", "/v1/calendars/holidays", R"({"name":"holidays","days":[]})");
    EXPECT_EQ(replaced.status, 200);
    EXPECT_EQ(replaced.body, R"({"what":"updated"})");
    EXPECT_EQ(ask(fake, "GET", "/v1/calendars/holidays").body, R"({"name":"holidays","days":[]})");
}

TEST(CalendarRoutes, GetShowsOneOrAllByName) {
    FakeGateway fake;
    EXPECT_EQ(ask(fake, "GET", "/v1/calendars").body, R"({"calendars":[]})");
    ask(fake, "PUT", "/v1/calendars/holidays", two_ranges);
    ask(fake, "PUT", "/v1/calendars/a%2Fb", R"({"days":[]})");
    const std::string holidays = R"({"name":"holidays","days":["2026-12-25","2026-12-28..2026-12-31"]})";
    EXPECT_EQ(ask(fake, "GET", "/v1/calendars").body, R"({"calendars":[{"name":"a/b","days":[]},)" + holidays + "]}");
    EXPECT_EQ(ask(fake, "GET", "/v1/calendars/holidays").body, holidays);
    const Response missing = ask(fake, "GET", "/v1/calendars/none");
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.body, R"({"error":"there is no calendar \"none\"","field":"name"})");
}

TEST(CalendarRoutes, DeleteRemovesItUnlessAJobNamesIt) {
    FakeGateway fake;
    ask(fake, "PUT", "/v1/calendars/holidays", two_ranges);
    const Response removed = ask(fake, "DELETE", "/v1/calendars/holidays");
    EXPECT_EQ(removed.status, 200);
    EXPECT_EQ(removed.body, R"({"what":"removed"})");
    const Response gone = ask(fake, "DELETE", "/v1/calendars/holidays");
    EXPECT_EQ(gone.status, 404);
    EXPECT_EQ(gone.body, R"({"error":"there is no calendar \"holidays\""})");
    const Response named = ask(fake, "DELETE", "/v1/calendars/named");
    EXPECT_EQ(named.status, 409);
    EXPECT_EQ(named.body, R"({"error":"the job \"a\" names it"})");
}

TEST(CalendarRoutes, WhatIsWrongIsNamed) {
    FakeGateway fake;
    const auto put = [&](const char *body, const char *target = "/v1/calendars/holidays") {
        const Response response = ask(fake, "PUT", target, body);
        EXPECT_EQ(response.status, 400) << body;
        return response.body;
    };
    EXPECT_THAT(put(""), HasSubstr("it is empty; expected JSON"));
    EXPECT_THAT(put("{}"), HasSubstr(R"(the key \"days\" is missing)"));
    EXPECT_EQ(
        put(R"({"days":["2026-02-30"]})"),
        R"({"error":"days: \"2026-02-30\" is not a day: there is none of that month and number","field":"days"})");
    EXPECT_THAT(put(R"({"days":["2026-12-31..2026-12-28"]})"), HasSubstr("ends before it begins"));
    EXPECT_THAT(put(R"({"days":[],"name":"other"})"), HasSubstr("the calendar's name is not the one of the path"));
    EXPECT_EQ(put(R"({"days":[]})", "/v1/calendars/refused"), R"({"error":"no such calendar may be"})");
    EXPECT_EQ(put(R"({"days":[]})", "/v1/calendars/%FF"), ask(fake, "GET", "/v1/calendars/%FF").body) << "no UTF-8";
    EXPECT_EQ(ask(fake, "GET", "/v1/calendars").body, R"({"calendars":[]})");
    EXPECT_EQ(ask(fake, "GET", "/v1/calendars?limit=1").status, 400);
    EXPECT_EQ(ask(fake, "PUT", "/v1/calendars/", R"({"days":[]})").status, 404);
}

TEST(CalendarRoutes, TheMethodsOfAPathAreTold) {
    FakeGateway fake;
    EXPECT_EQ(ask(fake, "POST", "/v1/calendars/holidays").allow, "PUT, GET, DELETE");
    EXPECT_EQ(ask(fake, "DELETE", "/v1/calendars").allow, "GET");
}

} // namespace
} // namespace sample_host::api
