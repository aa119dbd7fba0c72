// Every definition that cannot be carried out is refused, and the refusal names the field.
#include "bench.h"
#include "engine/validate.h"

#include <functional>

namespace engine_test {
namespace {

struct Case {
    const char *field;
    bool unsupported;
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
    EXPECT_EQ(refusal->unsupported, GetParam().unsupported);
    EXPECT_NE(refusal->text.find(' '), std::string::npos) << "a sentence is expected";
}

constexpr Duration kTooLong = std::chrono::hours(24 * 366) + Duration(1);

INSTANTIATE_TEST_SUITE_P(
    Invalid, ARefusedDefinition,
    testing::Values(Case{"jitter", false, [](Definition &d) { d.jitter = -1s; }},
                    Case{"catch_up_window", false, [](Definition &d) { d.catch_up_window = -1s; }},
                    Case{"catch_up_window", false, [](Definition &d) { d.catch_up_window = 0s; }},
                    Case{"catch_up_window", false, [](Definition &d) { d.catch_up_window = kTooLong; }},
                    Case{"start_deadline", false, [](Definition &d) { d.start_deadline = -1s; }},
                    Case{"timeout", false, [](Definition &d) { d.timeout = -1s; }},
                    Case{"timeout", false, [](Definition &d) { d.timeout = 0s; }},
                    Case{"timeout", false, [](Definition &d) { d.timeout = kTooLong; }},
                    Case{"stall_timeout", false, [](Definition &d) { d.stall_timeout = -1s; }},
                    Case{"retry_delay", false, [](Definition &d) { d.retry_delay = -1s; }},
                    Case{"retry_delay", false, [](Definition &d) { d.retry_delay = 0s; }},
                    Case{"retry_max_delay", false, [](Definition &d) { d.retry_max_delay = -1s; }},
                    Case{"retry_max_delay", false, [](Definition &d) { d.retry_max_delay = kTooLong; }},
                    Case{"retries", false, [](Definition &d) { d.retries = -1; }},
                    Case{"retries", false, [](Definition &d) { d.retries = 1001; }},
                    Case{"max_runs", false, [](Definition &d) { d.max_runs = -1; }},
                    Case{"max_active", false, [](Definition &d) { d.max_active = 0; }},
                    Case{"catch_up_limit", false, [](Definition &d) { d.catch_up_limit = 0; }},
                    Case{"disable_after_failures", false, [](Definition &d) { d.disable_after_failures = -1; }},
                    Case{"class", false, [](Definition &d) { d.units = 3; }},
                    Case{"notify_on", false, [](Definition &d) { d.notify_on = 64; }},
                    Case{"notify_on", false, [](Definition &d) { d.notify_on = -1; }},
                    Case{"end_at", false, [](Definition &d) {
                             d.start_at = at("2026-03-23T09:00:00");
                             d.end_at = d.start_at;
                         }}));

INSTANTIATE_TEST_SUITE_P(
    MustNever_44_NothingIsStoredThatNothingReads, ARefusedDefinition,
    testing::Values(Case{"overlap", true, [](Definition &d) { d.overlap = Overlap::queue; }},
                    Case{"overlap", true, [](Definition &d) { d.overlap = Overlap::parallel; }},
                    Case{"overlap", true, [](Definition &d) { d.overlap = Overlap::replace; }},
                    Case{"max_active", true, [](Definition &d) { d.max_active = 2; }},
                    Case{"catch_up", true, [](Definition &d) { d.catch_up = CatchUp::all; }},
                    Case{"catch_up", true, [](Definition &d) { d.catch_up = CatchUp::skip; }},
                    Case{"catch_up_limit", true, [](Definition &d) { d.catch_up_limit = 5; }},
                    Case{"start_deadline", true, [](Definition &d) { d.start_deadline = 1s; }},
                    Case{"priority", true, [](Definition &d) { d.priority = 1; }},
                    Case{"disable_after_failures", true, [](Definition &d) { d.disable_after_failures = 3; }},
                    Case{"delete_when_finished", true, [](Definition &d) { d.delete_when_finished = true; }}));

TEST(AValidDefinition, MayUseEverythingThatIsBuilt) {
    Definition definition = job("a", "@every 90s");
    definition.start_at = at("2026-03-23T09:00:00");
    definition.end_at = at("2026-03-24T09:00:00");
    definition.max_runs = 5;
    definition.stall_timeout = 5s;
    definition.units = 4;
    definition.retries = 1000;
    definition.notify_on = 0;
    EXPECT_FALSE(validate(definition));
}

} // namespace
} // namespace engine_test
