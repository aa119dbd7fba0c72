// Explanations and descriptions, against a scheduler that answers what the test says.
#include "cli/errors.h"
#include "cli/local_commands.h"
#include "fake_gateway.h"
#include "loader/contract.h"
#include "json/time.h"

#include <gmock/gmock.h>

#include <sstream>

namespace sample_host::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;

class WhyNot : public testing::Test {
  protected:
    WhyNot() {
        arguments.question.schedule = "0 9 * * *";
        arguments.question.zone = "Europe/Lisbon";
        arguments.at = "2026-12-25T09:00:00";
        fake.explanation.why = GS_WHY_EXCLUDED;
        fake.explanation.text = lend("the calendar holidays has 2026-12-25");
        fake.explanation.at = json::parse_time("2026-12-25T09:00:00Z");
    }

    std::string told(int (*command)(Previewer &, const Arguments &, const Terminal &)) {
        std::ostringstream out;
        std::ostringstream err;
        EXPECT_EQ(command(previewer, arguments, Terminal{out, err}), exit_done);
        EXPECT_EQ(err.str(), "");
        return out.str();
    }

    api::FakeGateway fake;
    Previewer previewer{fake.api()};
    Arguments arguments;
};

TEST_F(WhyNot, SaysItInASentenceAndShowsTheFiresAround) {
    fake.explanation.previous_fire = json::parse_time("2026-12-24T09:00:00Z");
    fake.explanation.next_fire = json::parse_time("2026-12-26T09:00:00Z");
    fake.fires = {0};
    fake.utc_offset = 3'600;
    EXPECT_EQ(told(tell_why_not), "the calendar holidays has 2026-12-25\n"
                                  "\n"
                                  "               IN Europe/Lisbon           UTC\n"
                                  "previous fire  2026-12-24T10:00:00+01:00  2026-12-24T09:00:00Z\n"
                                  "asked about    2026-12-25T10:00:00+01:00  2026-12-25T09:00:00Z\n"
                                  "next fire      2026-12-26T10:00:00+01:00  2026-12-26T09:00:00Z\n");
    EXPECT_THAT(fake.calls(), Contains("explain 0 9 * * * in Europe/Lisbon at 2026-12-25T09:00:00"));
}

TEST_F(WhyNot, HandsOverWhatIsExcluded) {
    json::add_exclusion(arguments.question.exclude, "holidays=2026-12-25");
    arguments.json = true;
    told(tell_why_not);
    EXPECT_THAT(fake.calls(),
                ElementsAre("explain 0 9 * * * in Europe/Lisbon at 2026-12-25T09:00:00 without holidays 20812..20812"));
}

TEST_F(WhyNot, SaysWhenThereIsNoFireBeforeOrAfter) {
    arguments.question.zone = "";
    EXPECT_EQ(told(tell_why_not), "the calendar holidays has 2026-12-25\n"
                                  "\n"
                                  "               UTC\n"
                                  "previous fire  none\n"
                                  "asked about    2026-12-25T09:00:00Z\n"
                                  "next fire      none\n");
}

TEST_F(WhyNot, PrintsOneObjectAsJson) {
    arguments.json = true;
    EXPECT_EQ(told(tell_why_not), "{\"fires\":false,\"why\":\"excluded\",\"text\":\"the calendar holidays has "
                                  "2026-12-25\",\"at\":\"2026-12-25T09:00:00Z\",\"previous_fire\":null,"
                                  "\"next_fire\":null}\n");
}

TEST_F(WhyNot, PassesTheSchedulersRefusalOn) {
    fake.refuse(GS_INVALID, "\"soon\" is not a moment", "at", 0);
    EXPECT_THROW(told(tell_why_not), PreviewRefused);
    EXPECT_THROW(told(tell_description), PreviewRefused);
}

TEST_F(WhyNot, DescribeSaysItInWords) {
    EXPECT_EQ(told(tell_description), "in words: 0 9 * * *\n");
    arguments.json = true;
    EXPECT_EQ(told(tell_description), "{\"description\":\"in words: 0 9 * * *\"}\n");
}

TEST_F(WhyNot, AZoneThatTheSchedulerDoesNotKnowNowIsShownAsUtc) {
    EXPECT_EQ(previewer.utc_offset("Europe/Lisbon", 0), 0) << "no fire was told";
    fake.fires = {0};
    fake.utc_offset = 3'600;
    EXPECT_EQ(previewer.utc_offset("Europe/Lisbon", 0), 3'600);
    fake.refuse(GS_INVALID, "unknown zone");
    EXPECT_EQ(previewer.utc_offset("Europe/Lisbon", 0), 0);
}

} // namespace
} // namespace sample_host::cli
