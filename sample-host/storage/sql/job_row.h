// job_row.h - a job's row between the database and the contract's struct.
// Thread-safety: none; a row belongs to the query that it was read from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <gateway_scheduler/job.h>

#include "storage/sql/labels.h"
#include "storage/sql/query.h"

namespace sample_host::sql {

// What a select of jobs names, in the order in which JobRow reads it. Those that hold in an unreadable row come first.
extern const char *const job_columns;

// A decoded row. Its text is borrowed from the query until the next step; it must stay where it is.
class JobRow {
  public:
    // Reads the query's present row; what cannot be decoded has readable = 0.
    explicit JobRow(Query &query);
    JobRow(const JobRow &) = delete;
    JobRow &operator=(const JobRow &) = delete;

    const gs_job_row &row() const { return row_; }
    const std::string &fault() const { return fault_; } // why it is not readable
    void set_payload(gs_bytes payload) { definition_.payload = payload; }

  private:
    void read_state(Query &query);
    void read_identity(Query &query);
    void read_firing(Query &query);
    void read_running(Query &query);

    gs_job_row row_{};
    gs_job definition_{};
    Labels label_texts_;
    std::vector<gs_label> labels_;
    std::vector<std::string> calendar_texts_;
    std::vector<gs_string> calendars_;
    std::string fault_;
};

// The words of a definition's constants, all looked up before anything is written. Throws BadItem.
struct DefinitionWords {
    explicit DefinitionWords(const gs_job &job);

    std::string labels;
    std::string calendars;
    std::string_view dst_gap;
    std::string_view dst_overlap;
    std::string_view overlap;
    std::string_view catch_up;
    std::string_view retry_on;
    std::string_view on_lost;
    std::string_view job_class;
};

} // namespace sample_host::sql
