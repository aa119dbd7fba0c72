// sql_restore.h - see storage/restore.h; for any database that speaks SQL.
// Thread-safety: none.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/restore.h"
#include "storage/sql/sql_storage.h"

namespace sample_host::sql {

class SqlRestore : public Restore {
  public:
    explicit SqlRestore(std::unique_ptr<SqlStorage> storage) : storage_(std::move(storage)) {}

    CalendarChange set_calendar(const std::string &name, const std::vector<gs_day_range> &days) override;
    RestoreResult write(const RestoreBatch &batch, const JudgeJob &judge) override;

  private:
    std::unique_ptr<SqlStorage> storage_;
};

} // namespace sample_host::sql
