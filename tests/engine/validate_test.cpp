// Every definition that cannot be carried out is refused, and the refusal names the field.
#include "bench.h"
#include "engine/validate.h"

#include <functional>

namespace engine_test {
namespace {

struct Case {
    const char *field;
    std::function<void(Definition &)> change;
};

class ARefusedDefinition : public testing::TestWithParam<Case> {};

TEST_P(ARefusedDefinition, NamesItsField) {
    Definition definition = job("a", "* * * * *");
    ASSERT_FALSE(validate(definition));
    GetParam().change(definition);
    const auto refusal = validate(definition);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->field, GetParam().field);
    EXPECT_NE(refusal->text.find(' '), std::string::npos) << "a sentence is expected";
}

constexpr Duration kTooLong = std::chrono::hours(24 * 366) + Duration(1);

INSTANTIATE_TEST_SUITE_P(Invalid, ARefusedDefinition,
                         testing::Values(Case{"jitter", [](Definition &d) { d.jitter = -1s; }},
                                         Case{"catch_up_window", [](Definition &d) { d.catch_up_window = -1s; }},
                                         Case{"catch_up_window", [](Definition &d) { d.catch_up_window = 0s; }},
                                         Case{"catch_up_window", [](Definition &d) { d.catch_up_window = kTooLong; }},
                                         Case{"start_deadline", [](Definition &d) { d.start_deadline = -1s; }},
                                         Case{"timeout", [](Definition &d) { d.timeout = -1s; }},
                                         Case{"timeout", [](Definition &d) { d.timeout = 0s; }},
                                         Case{"timeout", [](Definition &d) { d.timeout = kTooLong; }},
                                         Case{"stall_timeout", [](Definition &d) { d.stall_timeout = -1s; }},
                                         Case{"retry_delay", [](Definition &d) { d.retry_delay = -1s; }},
                                         Case{"retry_delay", [](Definition &d) { d.retry_delay = 0s; }},
                                         Case{"retry_max_delay", [](Definition &d) { d.retry_max_delay = -1s; }},
                                         Case{"retry_max_delay", [](Definition &d) { d.retry_max_delay = kTooLong; }},
                                         Case{"retries", [](Definition &d) { d.retries = -1; }},
                                         Case{"retries", [](Definition &d) { d.retries = 1001; }},
                                         Case{"max_runs", [](Definition &d) { d.max_runs = -1; }},
                                         Case{"max_active", [](Definition &d) { d.max_active = 0; }},
                                         Case{"max_active", [](Definition &d) { d.max_active = 1001; }},
                                         Case{"max_active", [](Definition &d) { d.overlap = Overlap::parallel; }},
                                         Case{"catch_up_limit", [](Definition &d) { d.catch_up_limit = 0; }},
                                         Case{"catch_up_limit", [](Definition &d) { d.catch_up_limit = 10'001; }},
                                         Case{"priority", [](Definition &d) { d.priority = 1001; }},
                                         Case{"priority", [](Definition &d) { d.priority = -1001; }},
                                         Case{"disable_after_failures",
                                              [](Definition &d) { d.disable_after_failures = -1; }},
                                         Case{"class", [](Definition &d) { d.units = 3; }},
                                         Case{"notify_on", [](Definition &d) { d.notify_on = 64; }},
                                         Case{"notify_on", [](Definition &d) { d.notify_on = -1; }},
                                         Case{"end_at", [](Definition &d) {
                                                  d.start_at = at("2026-03-23T09:00:00");
                                                  d.end_at = d.start_at;
                                              }}));

TEST(AValidDefinition, MayUseEverythingThatIsBuilt) {
    Definition definition = job("a", "@every 90s");
    definition.start_at = at("2026-03-23T09:00:00");
    definition.end_at = at("2026-03-24T09:00:00");
    definition.max_runs = 5;
    definition.stall_timeout = 5s;
    definition.units = 4;
    definition.retries = 1000;
    definition.notify_on = 0;
    definition.overlap = Overlap::parallel;
    definition.max_active = 2;
    definition.catch_up = CatchUp::all;
    definition.catch_up_limit = 10'000;
    definition.start_deadline = 1s;
    definition.priority = -1000;
    definition.disable_after_failures = 3;
    definition.delete_when_finished = true;
    EXPECT_FALSE(validate(definition));
}

} // namespace
} // namespace engine_test
