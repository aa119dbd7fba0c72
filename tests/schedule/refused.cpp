// See refused.h.
#include "refused.h"

#include <gtest/gtest.h>

namespace schedule_test {

using gateway_scheduler::schedule::Schedule;
using gateway_scheduler::schedule::ScheduleOptions;

void check_refused(const std::vector<Refused> &cases, const ScheduleOptions &options) {
    for (const auto &[text, field, position] : cases) {
        SCOPED_TRACE("'" + text.substr(0, 80) + "'");
        const auto parsed = Schedule::parse(text, options);
        if (parsed) {
            ADD_FAILURE() << "was accepted as " << parsed.value().text();
            continue;
        }
        EXPECT_EQ(parsed.error().field, field) << parsed.error().text;
        EXPECT_EQ(parsed.error().position, position) << parsed.error().text;
        EXPECT_NE(parsed.error().text.find("expected"), std::string::npos) << parsed.error().text;
    }
}

} // namespace schedule_test
