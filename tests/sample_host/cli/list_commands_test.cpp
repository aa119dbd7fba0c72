// The commands that show jobs and health, through the API to a fake store.
#include "cli/errors.h"
#include "host_fixture.h"
#include "made_at.h"

#include <gmock/gmock.h>

#include <cstring>

namespace sample_host::cli {
namespace {

using testing::HasSubstr;

class ListCommands : public HostTest {
  protected:
    int runs_ = 0;
};

TEST_F(ListCommands, ListIsATable) {
    fake.storage.add_job(R"({"id":"backup","schedule":"0 3 * * *","zone":"Europe/Lisbon"})");
    gs_job_row &row = fake.storage.add_job(R"({"id":"\u65e5\u672c","schedule":"@manual"})");
    row.next_fire = GS_NO_TIME;
    row.last_outcome = GS_OUTCOME_SUCCEEDED;
    row.last_fired_at = 0;
    EXPECT_EQ(run(list_jobs), exit_done);
    EXPECT_EQ(out.str(),
              "ID      SCHEDULE   ZONE           NEXT FIRE             LAST                            STATE\n"
              "backup  0 3 * * *  Europe/Lisbon  1970-01-01T00:01:00Z  -                               armed\n"
              "\xE6\x97\xA5\xE6\x9C\xAC    @manual    UTC            -                     "
              "succeeded 1970-01-01T00:00:00Z  manual\n");
}

TEST_F(ListCommands, ListTellsWhatIsOverdueAndWhatIsRunning) {
    for (const char *id : {"a", "b", "c"}) {
        fake.storage.add_job(std::string(R"({"schedule":"@daily","id":")") + id + "\"}").fire_at = 60'000'000;
    }
    fake.storage.add_job(R"({"id":"d","schedule":"@daily"})").fire_at = 0;
    fake.storage.clock = 100'000'000;
    for (const char *job : {"b", "c", "c", "d"}) {
        gs_run &going = fake.storage.add_run(made_at(++runs_), job, 0);
        going.state = GS_STATE_RUNNING;
        going.owner_instance = {"default", 7};
    }
    run(list_jobs);
    EXPECT_THAT(out.str(), HasSubstr("-     armed\nb "));
    EXPECT_THAT(out.str(), HasSubstr("-     armed, running\nc "));
    EXPECT_THAT(out.str(), HasSubstr("-     armed, 2 running\nd "));
    EXPECT_THAT(out.str(), HasSubstr("-     overdue, running\n"));
}

TEST_F(ListCommands, ListOfNothingHasItsHeadings) {
    run(list_jobs);
    EXPECT_EQ(out.str(), "ID  SCHEDULE  ZONE  NEXT FIRE  LAST  STATE\n");
    arguments.json = true;
    run(list_jobs);
    EXPECT_EQ(out.str(), "");
}

TEST_F(ListCommands, ListAsJsonHasOneObjectPerLineAndGoesThroughAllPages) {
    for (int number = 0; number < 1001; ++number) {
        fake.storage.add_job("{\"schedule\":\"@daily\",\"id\":\"job " + std::to_string(number) + "\"}");
    }
    arguments.json = true;
    run(list_jobs);
    const std::string text = out.str();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1001);
    EXPECT_THAT(text, testing::StartsWith("{\"id\":\"job 0\",\"name\":null,"));
    EXPECT_THAT(text, HasSubstr("{\"id\":\"job 999\","));
}

TEST_F(ListCommands, ShowPrintsEverything) {
    fake.storage.add_job(R"({"id":"a","schedule":"@daily","labels":{"k":"v"},"payload":{"command":["x"]}})");
    arguments.id = "a";
    EXPECT_EQ(run(show_job), exit_done);
    for (const char *line : {"id                      a\n", "labels                  {\"k\":\"v\"}\n",
                             "payload                 {\"command\":[\"x\"]}\n", "owner                   -\n",
                             "next_fire_at            1970-01-01T00:01:00Z\n", "failures_in_row         0\n",
                             "paused                  false\n", "timeout                 30m\n"}) {
        EXPECT_THAT(out.str(), HasSubstr(line));
    }
    fake.storage.clock = 200'000'000;
    arguments.utc = true;
    run(show_job);
    EXPECT_THAT(out.str(), HasSubstr("overdue_since           1970-01-01T00:01:00Z\n"));
    EXPECT_THAT(out.str(), HasSubstr("last_success_at         -\n"));
    EXPECT_THAT(out.str(), HasSubstr("running_runs            0\n"));
    arguments.json = true;
    run(show_job);
    EXPECT_THAT(out.str(), HasSubstr(R"("payload":{"command":["x"]})"));
}

TEST_F(ListCommands, ShowOfAJobThatIsNotThereIsRefused) {
    arguments.id = "none";
    EXPECT_THROW(run(show_job), Refused);
}

TEST_F(ListCommands, AStoreThatDoesNotAnswerIsToldInItsWords) {
    fake.storage.answered = GS_UNAVAILABLE;
    try {
        run(list_jobs);
        FAIL();
    } catch (const Refused &error) {
        EXPECT_STREQ(error.what(), "the store does not answer");
    }
}

TEST_F(ListCommands, HealthTellsByItsExitCode) {
    EXPECT_EQ(run(tell_health), exit_done);
    EXPECT_THAT(out.str(), HasSubstr("healthy                true\n"));
    EXPECT_THAT(out.str(), HasSubstr("storage_round_trip     0s\n"));
    EXPECT_THAT(out.str(), HasSubstr("backlog                0\n"));
    EXPECT_THAT(out.str(), HasSubstr("loop_rearms            0\n"));
    fake.health.healthy = 0;
    std::strcpy(fake.health.text, "the store does not answer");
    arguments.json = true;
    EXPECT_EQ(run(tell_health), exit_failed);
    EXPECT_THAT(out.str(), HasSubstr(R"({"healthy":false,"state":"running","text":"the store does not answer")"));
}

TEST_F(ListCommands, HealthThatIsNotToldIsAFailure) {
    fake.refuse(GS_UNAVAILABLE, "");
    EXPECT_THROW(run(tell_health), Refused);
}

} // namespace
} // namespace sample_host::cli
