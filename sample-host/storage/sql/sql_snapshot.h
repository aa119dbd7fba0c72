// sql_snapshot.h - a snapshot of any database that speaks SQL.
// Thread-safety: none.
#pragma once

#include <memory>
#include <string>

#include "storage/snapshot.h"
#include "storage/sql/connection.h"

namespace sample_host::sql {

class SqlSnapshot : public Snapshot {
  public:
    // Begins the transaction. `clock` is what the connection borrows, if anything.
    SqlSnapshot(std::string kind, std::size_t schema, std::shared_ptr<void> clock,
                std::unique_ptr<Connection> connection);

    const std::string &kind() const override { return kind_; }
    std::size_t schema() const override { return schema_; }
    std::int64_t taken_at() const override { return taken_at_; }
    std::int64_t open_runs() override;
    bool has_living(const std::string &instance) override;
    bool has_run(const gs_id &id) override;
    bool has_record(const gs_id &id) override;

    void calendars(const SnapshotVisitor &visitor) override;
    void jobs(const SnapshotVisitor &visitor) override;
    void runs(const SnapshotVisitor &visitor) override;
    void records(const SnapshotVisitor &visitor) override;
    void job(const std::string &id, const SnapshotVisitor &visitor) override;

  private:
    std::string kind_;
    std::size_t schema_;
    std::shared_ptr<void> clock_;
    std::unique_ptr<Connection> connection_;
    Transaction transaction_;
    std::int64_t taken_at_;
};

} // namespace sample_host::sql
