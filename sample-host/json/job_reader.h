// A job as a client writes it in JSON, read into a gs_job. An instance belongs to one thread at a time.
#pragma once

#include "json/document.h"

#include <gateway_scheduler/job.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace sample_host::json {

// Owns the text that its gs_job points to.
class JobDocument {
  public:
    // `defaults` is what the scheduler's job_init filled in; its own text, if any, outlives this. Keys that are left
    // out, or are null, keep the default. Unknown keys, wrong types and numbers out of range throw InvalidInput naming
    // the key; what the values mean is for the scheduler to judge.
    JobDocument(const gs_job &defaults, std::string_view text);
    JobDocument(const gs_job &defaults, const Document &document); // parsed already
    JobDocument(const JobDocument &) = delete;
    JobDocument &operator=(const JobDocument &) = delete;
    JobDocument(JobDocument &&) = delete;
    JobDocument &operator=(JobDocument &&) = delete;
    ~JobDocument() = default;

    const gs_job &job() const { return job_; }
    void set_id(std::string id);
    void set_payload(std::string payload);

  private:
    friend class JobReader;

    gs_string keep(std::string text);

    std::deque<std::string> texts_; // a deque, so that the text stays where it is
    std::vector<gs_label> labels_;
    std::vector<gs_string> calendars_;
    gs_job job_;
};

} // namespace sample_host::json
