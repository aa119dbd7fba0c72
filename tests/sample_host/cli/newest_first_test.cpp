// Pages by id -> rows by due time.
#include "cli/newest_first.h"
#include "made_at.h"
#include "json/time.h"

#include <gmock/gmock.h>

namespace sample_host::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int64_t second = 1'000'000;
constexpr int64_t base = id_base;

json::Document row(int64_t due) {
    return json::Document::parse("{\"due_at\":\"" + json::format_time(base + due * second) + "\"}");
}

std::vector<int64_t> taken(NewestFirst &rows) {
    std::vector<int64_t> due;
    while (const auto next = rows.take())
        due.push_back((json::parse_time(next->find("due_at")->text()) - base) / second);
    return due;
}

TEST(NewestFirst, HoldsARowBackUntilNoLaterOneCanCome) {
    NewestFirst rows;
    rows.add_page({row(100), row(95), row(40)}, made_at(90));
    EXPECT_THAT(taken(rows), ElementsAre(100)); // ten seconds of slack
    rows.add_page({row(97), row(60)}, made_at(50));
    EXPECT_THAT(taken(rows), ElementsAre(97, 95, 60));
    rows.add_page({row(45)}, "");
    EXPECT_THAT(taken(rows), ElementsAre(45, 40));
}

TEST(NewestFirst, KeepsThePagesOrderOfRowsThatAreDueAtOnce) {
    NewestFirst rows;
    rows.add_page({json::Document::parse(R"({"due_at":"1970-01-01T00:00:00Z","n":1})"),
                   json::Document::parse(R"({"due_at":"1970-01-01T00:00:00Z","n":2})")},
                  "");
    EXPECT_EQ(rows.take()->find("n")->integer(), 1);
    EXPECT_EQ(rows.take()->find("n")->integer(), 2);
}

TEST(NewestFirst, WaitsForTheEndWhenAnIdDoesNotTellItsTime) {
    NewestFirst rows;
    rows.add_page({row(1)}, "01890a5d-ac96-474b-bcce-b302099a8057");
    EXPECT_THAT(taken(rows), IsEmpty());
    rows.add_page({row(2)}, "");
    EXPECT_THAT(taken(rows), ElementsAre(2, 1));
}

TEST(NewestFirst, PutsRowsWithoutADueTimeLast) {
    NewestFirst rows;
    rows.add_page({json::Document::parse(R"({"due_at":null})"), row(1)}, "");
    EXPECT_FALSE(rows.take()->find("due_at")->is_null());
    EXPECT_TRUE(rows.take()->find("due_at")->is_null());
}

} // namespace
} // namespace sample_host::cli
