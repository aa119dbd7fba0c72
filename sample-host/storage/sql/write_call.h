// write_call.h - what the items of one write call share: the transaction's connection, the clock's reading and who
// calls; and the answer that each item makes. Thread-safety: the caller holds the connection.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gateway_scheduler/storage.h>

#include "storage/sql/connection.h"
#include "storage/sql/job_row.h"

namespace sample_host::sql {

// The answer to one item with what it borrows.
struct ItemAnswer {
    gs_item_result result{};
    std::vector<gs_id> runs;       // busy
    std::optional<Query> borrowed; // keeps the bytes that payload and job point to
    std::unique_ptr<JobRow> job;   // begin
    std::string detail;            // bad
};

ItemAnswer answer_of(std::int32_t outcome);
ItemAnswer bad_answer(std::string detail);

class WriteCall {
  public:
    WriteCall(Connection &connection, const gs_caller &caller, const Opening &opening);

    Connection &connection() { return connection_; }
    std::int64_t now() const { return now_; }
    const std::string &instance() const { return instance_; }
    const std::string &incarnation() const { return incarnation_; } // as text
    const gs_id &incarnation_id() const { return incarnation_id_; }

    std::int64_t next_version() { return connection_.next_version(); }

    void lock(const Locks &locks) { now_ = connection_.lock(locks); } // more rows

    // The caller has joined and is not retired; it was retired. Neither: it never joined. Judged when the call begins.
    bool caller_alive() const { return caller_alive_; }
    bool caller_retired() const { return caller_retired_; }

  private:
    Connection &connection_;
    std::int64_t now_;
    std::string instance_;
    gs_id incarnation_id_;
    std::string incarnation_;
    bool caller_alive_;
    bool caller_retired_;
};

} // namespace sample_host::sql
