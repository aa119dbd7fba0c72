// sql_storage.h - the storage on a database that speaks SQL, whichever: the table and the host's own writes.
// Thread-safety: everything may be called from any thread.
#pragma once

#include "storage/sql/database.h"
#include "storage/storage.h"

namespace sample_host::sql {

class SqlStorage : public Storage, public Database {
  public:
    const gs_storage &table() override { return table_; }
    bool has_calendar(const std::string &name) override;
    CalendarChange set_calendar(const std::string &name, const std::vector<gs_day_range> &days) override;
    void remove_calendar(const std::string &name) override;
    void insert_notice(const gs_notice &notice) override;

    std::int64_t now() const override = 0;

  protected:
    explicit SqlStorage(bool exclusive);

  private:
    gs_storage table_;
};

} // namespace sample_host::sql
