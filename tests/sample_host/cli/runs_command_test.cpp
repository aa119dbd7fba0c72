// The command that shows what happened, through the API to a fake store.
#include "cli/errors.h"
#include "host_fixture.h"
#include "made_at.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace sample_host::cli {
namespace {

using testing::HasSubstr;

constexpr int64_t second = 1'000'000;
constexpr int64_t base = id_base;

class RunsCommand : public HostTest {
  protected:
    std::size_t lines() const {
        const std::string text = out.str();
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }
};

TEST_F(RunsCommand, PrintsATable) {
    gs_run &failed = fake.storage.add_run(made_at(120), "backup", base + 120 * second);
    failed.outcome = GS_OUTCOME_FAILED;
    failed.error = {"exit code 1", 11};
    failed.claimed_at += 3'725 * second + 2'000;
    failed.merged = 17;
    failed.late_result = GS_RESULT_SUCCEEDED;
    gs_record &missed = fake.storage.add_record(made_at(121), "backup", base);
    missed.last_due = base + 60 * second;
    missed.count = 2;
    EXPECT_EQ(run(list_runs), exit_done);
    EXPECT_EQ(
        out.str(),
        "DUE                                               JOB     STATE   REASON  TRIGGER   ATTEMPT  LATE    "
        "TOOK     RUN                                   NOTE\n"
        "2023-11-14T22:15:20Z                              backup  failed  -       schedule  1        1h2m5s  "
        "1s500ms  018bcfe7-3cc0-7000-8000-000000000000  stands for 17 older instants; reported succeeded too late; "
        "exit code 1\n"
        "2023-11-14T22:13:20Z .. 2023-11-14T22:14:20Z (2)  backup  missed  window  schedule  -        -       "
        "-        -                                     -\n");
}

TEST_F(RunsCommand, BeingAMomentLateIsNotShown) {
    fake.storage.add_run(made_at(1), "backup", base).claimed_at += second - 1;
    EXPECT_EQ(run(list_runs), exit_done);
    EXPECT_THAT(out.str(), HasSubstr("schedule  1        -     1s500ms  "));
}

TEST_F(RunsCommand, MoreThanADurationMayHaveIsShownAllTheSame) {
    gs_run &run_row = fake.storage.add_run(made_at(1), "backup", base);
    run_row.claimed_at += INT64_C(400) * 86'400 * second;
    run_row.merged = -1;
    EXPECT_EQ(run(list_runs), exit_done);
    EXPECT_THAT(out.str(), HasSubstr("  400d  "));
    EXPECT_THAT(out.str(), HasSubstr("stands for more older instants than can be counted\n"));
}

TEST_F(RunsCommand, AJobThatNeverWasIsRefused) {
    fake.storage.add_job(R"({"id":"fresh","schedule":"@daily"})");
    fake.storage.add_run(made_at(1), "removed", base);
    for (const bool json : {false, true}) {
        arguments.json = json;
        arguments.id = "fresh";
        EXPECT_EQ(run(list_runs), exit_done) << "it has not run yet";
        arguments.id = "removed";
        EXPECT_EQ(run(list_runs), exit_done) << "it has a history";
        arguments.id = "nope";
        try {
            run(list_runs);
            FAIL() << "expected a refusal";
        } catch (const Refused &refused) {
            EXPECT_STREQ(refused.what(), "there is no job \"nope\"");
        }
        EXPECT_EQ(out.str(), "");
    }
}

TEST_F(RunsCommand, AsJsonPrintsAllOfThemNewestFirst) {
    for (int number = 0; number < 450; ++number) fake.storage.add_run(made_at(number), "a", base + number * second);
    fake.storage.add_record(made_at(449), "a", base - 1 * second); // written last about the oldest instant
    arguments.json = true;
    EXPECT_EQ(run(list_runs), exit_done);
    EXPECT_EQ(lines(), 451U);
    std::istringstream text(out.str());
    std::string line;
    std::string previous;
    while (std::getline(text, line)) {
        const std::size_t at = line.find("\"due_at\":\"");
        const std::string due = line.substr(at + 10, 20);
        EXPECT_TRUE(previous.empty() || due <= previous) << due << " after " << previous;
        previous = due;
    }
    EXPECT_EQ(previous, "2023-11-14T22:13:19Z");
}

TEST_F(RunsCommand, ShowsAHundredToPeopleUnlessTold) {
    for (int number = 0; number < 250; ++number) fake.storage.add_run(made_at(number), "a", base + number * second);
    run(list_runs);
    EXPECT_EQ(lines(), 101U);
    arguments.limit = 3;
    arguments.json = true;
    run(list_runs);
    EXPECT_EQ(lines(), 3U);
    EXPECT_THAT(out.str(), HasSubstr("2023-11-14T22:17:29Z"));
}

TEST_F(RunsCommand, ShowsOneJobsRows) {
    fake.storage.add_run(made_at(1), "a b", base);
    fake.storage.add_run(made_at(2), "other", base);
    arguments.id = "a b";
    arguments.json = true;
    run(list_runs);
    EXPECT_EQ(lines(), 1U);
    EXPECT_THAT(out.str(), HasSubstr(R"("job_id":"a b")"));
    arguments.id = "\xFF";
    EXPECT_THROW(run(list_runs), Refused);
}

} // namespace
} // namespace sample_host::cli
