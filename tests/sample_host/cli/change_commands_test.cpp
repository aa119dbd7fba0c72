// The commands that change something, through the API to a fake scheduler.
#include "cli/errors.h"
#include "host_fixture.h"

#include <gmock/gmock.h>

namespace sample_host::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ChangeCommands : public HostTest {
  protected:
    ChangeCommands() {
        arguments.id = "a/b";
        arguments.job.id = "a/b";
        arguments.job.values = {{"schedule", "@daily"}};
        arguments.job.command = {"true"};
    }

    std::string refusal_of(Action action) {
        try {
            run(action);
        } catch (const Refused &error) {
            return error.what();
        }
        return "nothing was refused";
    }
};

TEST_F(ChangeCommands, AddPrintsWhatItCameTo) {
    EXPECT_EQ(run(add_job), exit_done);
    EXPECT_EQ(out.str(), "created\n");
    fake.change.what = GS_CHANGE_UNCHANGED;
    run(add_job);
    EXPECT_EQ(out.str(), "unchanged\n");
    arguments.json = true;
    run(add_job);
    EXPECT_EQ(out.str(),
              "{\"what\":\"unchanged\",\"revision\":1,\"next_fire_at\":\"1970-01-01T00:01:00Z\",\"running_runs\":0}\n");
    EXPECT_THAT(fake.calls().front(), HasSubstr(R"(put a/b @daily {"command":["true"]})"));
}

TEST_F(ChangeCommands, AddIfAbsentLeavesAJobAsItIs) {
    arguments.job.if_absent = true;
    EXPECT_EQ(run(add_job), exit_done);
    EXPECT_EQ(out.str(), "created\n");
    EXPECT_THAT(fake.calls().front(), HasSubstr("expecting 0"));
    fake.refuse(GS_CONFLICT, "there is a job a/b");
    EXPECT_EQ(run(add_job), exit_done);
    EXPECT_EQ(out.str(), "unchanged\n");
    fake.refuse(GS_INVALID, "no");
    EXPECT_EQ(refusal_of(add_job), "no");
}

TEST_F(ChangeCommands, AConflictWithoutIfAbsentIsARefusal) {
    fake.refuse(GS_CONFLICT, "somebody else wrote first");
    EXPECT_EQ(refusal_of(add_job), "somebody else wrote first");
}

TEST_F(ChangeCommands, TheSchedulersSentenceIsPassedOn) {
    fake.refuse(GS_INVALID, "hour 25 is out of range", "hour", 2);
    EXPECT_EQ(refusal_of(add_job), "hour 25 is out of range (at position 2)");
    EXPECT_EQ(refusal_of(pause_job), "hour 25 is out of range (at position 2)");
}

TEST_F(ChangeCommands, BadValuesAreRefusedBeforeTheHostIsAsked) {
    arguments.job.values["timeout"] = "-5m";
    EXPECT_THAT(refusal_of(add_job), HasSubstr("is negative"));
    arguments.job.id.clear();
    arguments.job.values.erase("timeout");
    EXPECT_EQ(refusal_of(add_job), "the id is empty");
    arguments.id = "\xFF";
    EXPECT_EQ(refusal_of(pause_job), "the id is not valid UTF-8");
    arguments.id = "a";
    arguments.reason = "\xFF";
    EXPECT_EQ(refusal_of(pause_job), "reason: it is not valid UTF-8");
    EXPECT_THAT(fake.calls(), IsEmpty());
}

TEST_F(ChangeCommands, PauseResumeCancelAndRun) {
    fake.change.what = GS_CHANGE_PAUSED;
    arguments.reason = "lunch \"break\"";
    EXPECT_EQ(run(pause_job), exit_done);
    EXPECT_EQ(out.str(), "paused\n");
    fake.change.what = GS_CHANGE_RESUMED;
    run(resume_job);
    EXPECT_EQ(out.str(), "resumed\n");
    fake.change.what = GS_CHANGE_REMOVED;
    run(cancel_job);
    EXPECT_EQ(out.str(), "removed\n");
    run(run_job);
    EXPECT_EQ(out.str(), "01890a5d-ac96-774b-bcce-b302099a8057\n");
    arguments.id = "01890a5d-ac96-774b-bcce-b302099a8057";
    run(cancel_run);
    EXPECT_EQ(out.str(), "01890a5d-ac96-774b-bcce-b302099a8057\n");
    EXPECT_THAT(fake.calls(), ElementsAre("pause a/b because lunch \"break\"", "resume a/b", "cancel a/b", "run a/b",
                                          "cancel run 01890a5d-ac96-774b-bcce-b302099a8057"));
}

TEST_F(ChangeCommands, RunsThatGoOnAreMentioned) {
    arguments.command = Command::cancel;
    fake.change.what = GS_CHANGE_REMOVED;
    fake.change.running_runs = 2;
    run(cancel_job);
    EXPECT_EQ(out.str(), "removed\n");
    EXPECT_EQ(err.str(), "sample-host: runs of it that go on: 2; cancel-run ends one\n");
}

TEST_F(ChangeCommands, WhatIsNoRunIdIsRefused) {
    arguments.id = "latest/one";
    EXPECT_THAT(refusal_of(cancel_run), HasSubstr("\"latest/one\" is not an id"));
}

} // namespace
} // namespace sample_host::cli
