// Previews and validation, against a scheduler that answers what the test says.
#include "../json/pipe.h"
#include "cli/errors.h"
#include "cli/local_commands.h"
#include "fake_gateway.h"

#include <gmock/gmock.h>

#include <sstream>

namespace sample_host::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int64_t now = 1'000'000;

struct Preview {
    api::FakeGateway fake;
    Previewer previewer{fake.api()};
    std::ostringstream out;
    std::ostringstream err;
    Terminal terminal{out, err};
};

std::string batch(Preview &preview, const std::string &questions) {
    Pipe pipe;
    pipe.write(questions);
    pipe.end_writing();
    EXPECT_EQ(answer_batch(preview.previewer, pipe.reading(), now, preview.terminal), exit_done);
    return preview.out.str();
}

TEST(NextBatch, AnswersEachLineWithOne) {
    Preview preview;
    preview.fake.fires = {1'772'953'200'000'000, 1'773'036'000'000'000};
    EXPECT_EQ(batch(preview, "{\"schedule\":\"a\",\"zone\":\"Z\",\"count\":1,\"after\":\"1970-01-01T00:00:00Z\"}\n"
                             "\n"
                             "{\"schedule\":\"b\",\"exclude\":[\"2026-12-25\"]}"),
              "{\"fires\":[\"2026-03-08T07:00:00Z\"]}\n"
              "{\"fires\":[\"2026-03-08T07:00:00Z\",\"2026-03-09T06:00:00Z\"]}\n");
    EXPECT_THAT(preview.fake.calls(),
                ElementsAre("preview a in Z after 0", "preview b in  after 1000000 without given here 20812..20812"));
}

TEST(NextBatch, GoesOnAfterABadLine) {
    Preview preview;
    EXPECT_EQ(batch(preview, "nonsense\n{\"schedule\":\"a\",\"tz\":\"UTC\"}\n" + std::string(30'000, ' ') +
                                 "\n{\"schedule\":\"b\"}\n"),
              "{\"error\":\"it is not valid JSON, see byte 1\"}\n"
              "{\"error\":\"unknown key \\\"tz\\\"\",\"field\":\"tz\"}\n"
              "{\"fires\":[]}\n");
}

TEST(NextBatch, TellsFieldAndPositionOfTheSchedulersRefusal) {
    Preview preview;
    preview.fake.refuse(GS_INVALID, "hour 25 is out of range", "hour", 2);
    EXPECT_EQ(batch(preview, "{\"schedule\":\"0 25 * * *\"}\n"),
              "{\"error\":\"hour 25 is out of range\",\"field\":\"hour\",\"position\":2}\n");
}

TEST(Next, PrintsATableForPeople) {
    Preview preview;
    preview.fake.fires = {1'772'953'200'000'000};
    Arguments arguments;
    arguments.question.schedule = "@daily";
    EXPECT_EQ(tell_next(preview.previewer, arguments, now, preview.terminal), exit_done);
    EXPECT_EQ(preview.out.str(), "in words: @daily\n"
                                 "\n"
                                 "FIRE                  UTC                   DAYLIGHT SAVING\n"
                                 "2026-03-08T07:00:00Z  2026-03-08T07:00:00Z  -\n");
}

TEST(Next, ShowsWhatDaylightSavingAndCalendarsDid) {
    Preview preview;
    preview.fake.fires = {1'772'953'200'000'000};
    preview.fake.utc_offset = -4 * 3600;
    preview.fake.marks = GS_MARK_SKIPPED_BEFORE | GS_MARK_EXCLUDED_BEFORE;
    Arguments arguments;
    arguments.question.schedule = "@daily";
    json::add_exclusion(arguments.question.exclude, "holidays=2026-03-07");
    tell_next(preview.previewer, arguments, now, preview.terminal);
    EXPECT_EQ(preview.out.str(), "in words: @daily\n"
                                 "\n"
                                 "FIRE                       UTC                   DAYLIGHT SAVING, CALENDARS\n"
                                 "2026-03-08T03:00:00-04:00  2026-03-08T07:00:00Z  skipped before, excluded before\n");
    EXPECT_THAT(preview.fake.calls(), ElementsAre("preview @daily in  after 1000000 without holidays 20519..20519"));
}

TEST(Next, PrintsOneObjectAsJson) {
    Preview preview;
    preview.fake.fires = {1'772'953'200'000'000};
    Arguments arguments;
    arguments.json = true;
    tell_next(preview.previewer, arguments, now, preview.terminal);
    EXPECT_EQ(preview.out.str(),
              "{\"fires\":[\"2026-03-08T07:00:00Z\"],\"local\":[\"2026-03-08T07:00:00Z\"],\"marks\":[[]]}\n");
}

TEST(Next, SaysWhenThereIsNoFire) {
    Preview preview;
    Arguments arguments;
    arguments.question.schedule = "@reboot";
    tell_next(preview.previewer, arguments, now, preview.terminal);
    EXPECT_EQ(preview.out.str(), "in words: @reboot\n") << "no empty table";
    EXPECT_EQ(preview.err.str(), "sample-host: the schedule has no fire after that\n");
}

TEST(Next, PassesTheSchedulersRefusalOn) {
    Preview preview;
    preview.fake.refuse(GS_INVALID, "unknown zone \"Mars\"", "zone");
    EXPECT_THROW(tell_next(preview.previewer, Arguments(), now, preview.terminal), PreviewRefused);
}

TEST(Previewer, LooksForZonesWhereItIsTold) {
    const api::FakeGateway fake;
    const Previewer own(fake.api(), "/zones");
    const Previewer systems(fake.api());
    EXPECT_THAT(fake.calls(), ElementsAre("zones /zones"));
}

TEST(Validate, AsksTheSchedulerAboutTheWholeJob) {
    Preview preview;
    Arguments arguments;
    arguments.job.values = {{"schedule", "@daily"}};
    EXPECT_EQ(tell_valid(preview.previewer, arguments, preview.terminal), exit_done);
    EXPECT_EQ(preview.out.str(), "valid\n");
    EXPECT_THAT(preview.fake.calls(), ElementsAre("validate job @daily"));
}

TEST(Validate, RefusesWithTheSentence) {
    Preview preview;
    Arguments arguments;
    arguments.job.values = {{"schedule", "@daily"}, {"timeout", "-1s"}};
    EXPECT_THROW(tell_valid(preview.previewer, arguments, preview.terminal), Refused);
    arguments.job.values.erase("timeout");
    preview.fake.refuse(GS_INVALID, "no", "schedule", 0);
    EXPECT_THROW(tell_valid(preview.previewer, arguments, preview.terminal), PreviewRefused);
}

} // namespace
} // namespace sample_host::cli
