// A scheduler that knows one next fire, and lines of jobs and runs as an export has them.
#pragma once

#include "move/parsed_lines.h"
#include "move/schedule_judge.h"

#include "../json/sample_job.h"

#include <memory>
#include <string>

namespace sample_host::move {

class FakeJudge : public ScheduleJudge {
  public:
    gs_job default_job() override { return sample_host::json::default_job(); }
    void validate(const gs_job &) override {}
    int64_t first_fire(const gs_job &, int64_t after) override { return after + 1000; }
};

// `more` are further keys of the definition.
inline std::string job_text(const std::string &id, const std::string &more, const std::string &next_fire,
                            const std::string &fire_at) {
    return R"({"type":"job","definition":{"id":")" + id + '"' + more +
           R"(},"payload_text":"{}","state":{"revision":3,)" +
           R"("created_at":1,"updated_at":1,"disabled":false,"next_fire":)" + next_fire + R"(,"fire_at":)" + fire_at +
           R"(,"look_at":)" + fire_at + R"(,"cursor":50,"fires":0,"failures_in_row":0,"tzdata_version":null}})";
}

inline std::string run_text(const std::string &id, const std::string &job, const std::string &course) {
    return R"({"type":"run","id":")" + id + R"(","job_id":")" + job + R"(",)" + course +
           R"(,"of_present_job":true,"revision":3,"trigger":"schedule","due_at":50,"reason":null,"late_result":null,)" +
           R"("merged":0,"attempt":1,"attempt_spent":true,"cancel_requested":false,"announced":false,"claimed_at":50,)" +
           R"("started_at":50,"epoch":1,"instance":"one","incarnation":"01900000-0000-7000-8000-000000000001",)" +
           R"("concurrency_key":"key","error":null,"truncated":false})";
}

// Of a run that the job's state above waits for.
inline std::string open_run_text(const std::string &id, const std::string &job) {
    return run_text(id, job, R"("state":"running","outcome":null,"finished_at":null,"wake_at":null)");
}

inline std::string unannounced_run_text(const std::string &id, const std::string &job) {
    return run_text(id, job, R"("state":"closed","outcome":"failed","finished_at":60,"wake_at":60)");
}

inline std::unique_ptr<JobLine> job_line(const std::string &more, const std::string &next_fire,
                                         const std::string &fire_at) {
    Line line = parse_line(json::default_job(), job_text("a", more, next_fire, fire_at));
    return std::get<std::unique_ptr<JobLine>>(std::move(line));
}

} // namespace sample_host::move
