// Options -> JSON.
#include "cli/errors.h"
#include "cli/job_definition.h"
#include "json/job_reader.h"

#include <gmock/gmock.h>

namespace sample_host::cli {
namespace {

std::string refusal_of(const JobOptions &job) {
    try {
        job_definition_json(job);
    } catch (const Refused &error) {
        return error.what();
    }
    return "nothing was refused";
}

TEST(JobDefinition, HasWhatWasGivenAndNothingElse) {
    JobOptions job;
    job.id = "backup";
    job.values = {{"schedule", "0 3 * * *"}, {"max-active", "2"}, {"catch-up-window", "48h"}, {"overlap", "parallel"}};
    job.labels = {"a=b=c", "d="};
    job.calendars = {"holidays", "a \"quoted\" one"};
    job.notify_on = "failed,missed";
    job.paused = true;
    job.delete_when_finished = true;
    job.prompt = "hello";
    job.command = {"cat", "-"};
    EXPECT_EQ(job_definition_json(job),
              R"({"id":"backup","schedule":"0 3 * * *","overlap":"parallel","max_active":2,"catch_up_window":"2d",)"
              R"("labels":{"a":"b=c","d":""},"calendars":["holidays","a \"quoted\" one"],)"
              R"("notify_on":["failed","missed"],"paused":true,)"
              R"("delete_when_finished":true,"payload":{"command":["cat","-"],"prompt":"hello"}})");
    EXPECT_EQ(job_definition_json(JobOptions()), "{}");
}

TEST(JobDefinition, NotifyOnNoneIsSilence) {
    JobOptions job;
    job.notify_on = "none";
    EXPECT_EQ(job_definition_json(job), R"({"notify_on":[]})");
}

// Every key that an option makes is one that the host reads.
TEST(JobDefinition, SpeaksTheKeysOfTheApi) {
    JobOptions job;
    for (const JobOption &option : job_option_table()) {
        std::string &value = job.values[std::string(option.name)];
        switch (option.kind) {
        case OptionKind::word:
            value = option.words->table().back().text;
            break;
        case OptionKind::duration:
            value = "1h";
            break;
        case OptionKind::time:
            value = "2026-01-01T00:00:00Z";
            break;
        case OptionKind::integer:
            value = "7";
            break;
        default:
            value = "x";
        }
    }
    const json::JobDocument document(gs_job{}, job_definition_json(job));
    EXPECT_EQ(document.job().max_runs, 7);
    EXPECT_EQ(document.job().dst_overlap, GS_DST_OVERLAP_BOTH);
    EXPECT_EQ(document.job().retry_max_delay, 3'600'000'000);
}

TEST(JobDefinition, RefusesNamingTheOption) {
    JobOptions job;
    job.values = {{"timeout", "-5m"}};
    EXPECT_EQ(refusal_of(job), "timeout: \"-5m\" is negative; a duration is 0 or more");
    job.values = {{"priority", "99999999999999999999"}};
    EXPECT_EQ(refusal_of(job), "priority: 99999999999999999999 is too large");
    job.values = {{"name", "\xFF"}};
    EXPECT_EQ(refusal_of(job), "name: it is not valid UTF-8");
    job.values.clear();
    job.id = "\xC3";
    EXPECT_EQ(refusal_of(job), "id: it is not valid UTF-8");
    job.id.clear();
    job.labels = {"k=\xFF"};
    EXPECT_EQ(refusal_of(job), "label: it is not valid UTF-8");
    job.labels.clear();
    job.calendars = {"\xFF"};
    EXPECT_EQ(refusal_of(job), "calendar: it is not valid UTF-8");
    job.calendars.clear();
    job.command = {"x", "\xFF"};
    EXPECT_EQ(refusal_of(job), "the command is not UTF-8");
}

} // namespace
} // namespace sample_host::cli
