// The store's rows at the door: copied in, and lent out. Any thread.
#pragma once

#include "abi/definition.h"
#include "engine/rows.h"

#include <gateway_scheduler/job.h>
#include <gateway_scheduler/run.h>

namespace gateway_scheduler::abi {

engine::JobRow copy_job_row(const gs_job_row *row);
engine::RunRow copy_run(const gs_run *run);
engine::RecordRow copy_record(const gs_record *record);
engine::ReplicaRow copy_replica(const gs_replica *replica);

// They borrow from the row.
gs_run lend_run(const engine::RunRow &row);
gs_record lend_record(const engine::RecordRow &row);

class LentJobRow {
  public:
    explicit LentJobRow(const engine::JobRow &row);
    const gs_job_row *get() const { return &row_; }

  private:
    LentDefinition definition_;
    gs_job_row row_;
};

} // namespace gateway_scheduler::abi
