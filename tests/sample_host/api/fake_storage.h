// A storage that holds what a test put there; only its calendars can be written, by one thread. Thread-safe once it has
// been filled.
#pragma once

#include "storage/storage.h"
#include "json/job_reader.h"

#include <gateway_scheduler/storage.h>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sample_host::api {

class FakeStorage final : public Storage {
  public:
    FakeStorage();
    const gs_storage &table() override { return table_; }
    std::int64_t now() const override { return clock; }
    void insert_notice(const gs_notice &notice) override;
    bool has_calendar(const std::string &name) override;
    CalendarChange set_calendar(const std::string &name, const std::vector<gs_day_range> &days) override;
    void remove_calendar(const std::string &name) override; // one called "named" is named by a job

    // A job from its definition in JSON, revision 2, next fire a minute after the epoch.
    gs_job_row &add_job(const std::string &definition);
    // A closed, successful run; its texts must be literals.
    gs_run &add_run(const std::string &id, const char *job_id, int64_t due_at);
    gs_record &add_record(const std::string &id, const char *job_id, int64_t first_due);

    int32_t answered = GS_OK; // by every function
    std::int64_t clock = 0;

  private:
    static FakeStorage &self(void *context) { return *static_cast<FakeStorage *>(context); }
    int32_t answer(gs_error *error) const;
    int32_t calendars(gs_answer *answer, gs_error *error) const;
    int32_t get_job(const gs_string *id, gs_answer *answer, gs_error *error) const;
    int32_t jobs(const gs_jobs_page *page, gs_answer *answer, gs_error *error) const;
    int32_t runs(const gs_runs_page *page, gs_answer *answer, gs_error *error) const;
    int32_t records(const gs_records_page *page, gs_answer *answer, gs_error *error) const;

    gs_storage table_{};
    std::deque<json::JobDocument> definitions_;
    std::deque<gs_job_row> jobs_;
    std::deque<gs_run> runs_;
    std::deque<gs_record> records_;
    std::map<std::string, std::vector<gs_day_range>> calendars_;
};

} // namespace sample_host::api
