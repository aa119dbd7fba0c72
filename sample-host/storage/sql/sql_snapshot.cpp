// sql_snapshot.cpp - see sql_snapshot.h. Pages are by key, since not every driver can read row by row; a page is small
// enough for its payloads or outputs to be kept in memory.
#include "storage/sql/sql_snapshot.h"

#include <utility>

#include "storage/sql/fault.h"
#include "storage/sql/id_text.h"
#include "storage/sql/job_row.h"
#include "storage/sql/page.h"
#include "storage/sql/reads.h"
#include "storage/sql/run_row.h"

namespace sample_host::sql {

namespace {

constexpr std::uint32_t page_size = 256;

// A payload larger than 64 KiB is read by itself.
const Sql jobs_and_payloads_sql{std::string("SELECT ") + job_columns +
                                ", CASE WHEN length(payload) <= 65536 THEN payload END, coalesce(length(payload), 0) "
                                "FROM job LEFT JOIN job_payload ON job_payload.job_id = job.id "
                                "WHERE job.id > ?1 ORDER BY job.id LIMIT ?2"};
const Sql payload_sql{"SELECT payload FROM job_payload WHERE job_id = ?1"};

std::string history_text(const char *columns, const std::string &table) {
    return std::string("SELECT ") + columns + ", EXISTS (SELECT 1 FROM job WHERE job.id = " + table +
           ".job_id AND job.generation = " + table + ".generation) FROM " + table +
           " WHERE id > ?1 ORDER BY id LIMIT ?2";
}

const Sql runs_of_jobs_sql{history_text(run_columns, "run")};
const Sql records_of_jobs_sql{history_text(record_columns, "record")};
const Sql open_runs_sql{"SELECT count(*) FROM run WHERE state <> 'closed'"};
const Sql has_run_sql{"SELECT 1 FROM run WHERE id = ?1"};
const Sql has_record_sql{"SELECT 1 FROM record WHERE id = ?1"};
const Sql living_sql{"SELECT count(*) FROM replica WHERE instance = ?1 AND state = 'alive'"};

// `tell` is called with the query at each row.
template <class Tell>
void walk(Connection &connection, const Sql &sql, std::string key, const Tell &tell) {
    std::uint32_t seen = page_size;
    while (seen == page_size) {
        seen = 0;
        Query rows = connection.query(sql, key, page_size);
        while (rows.step()) {
            ++seen;
            key = rows.text_at(0);
            tell(rows);
        }
    }
}

void leave_out(const SnapshotVisitor &visitor, const std::string &what, const std::string &id, const std::string &why) {
    if (visitor.left_out) visitor.left_out("the " + what + " " + id + " cannot be read: " + why);
}

void tell_job(Connection &connection, Query &query, const SnapshotVisitor &visitor) {
    JobRow row(query);
    if (row.row().readable == 0) {
        return leave_out(visitor, "job", '"' + std::string(view(row.row().definition->id)) + '"', row.fault());
    }
    row.set_payload(query.bytes_or_none());
    const std::int64_t size = query.integer();
    if (size == static_cast<std::int64_t>(row.row().definition->payload.size)) return visitor.job(row.row());
    Query payload = connection.query(payload_sql, row.row().definition->id);
    if (payload.step()) row.set_payload(payload.bytes_or_none());
    visitor.job(row.row());
}

// A row of history by `read`, told as `Told`.
template <class Told, class Read>
void tell_history(Query &query, const char *what, const Read &read, const SnapshotVisitor &visitor,
                  const std::function<void(const Told &)> &visit) {
    const std::string id = query.text_at(0);
    try {
        auto row = read(query);
        visit(Told{row, query.integer() != 0});
    } catch (const UnreadableRow &unreadable) {
        leave_out(visitor, what, id, unreadable.what());
    }
}

} // namespace

SqlSnapshot::SqlSnapshot(std::string kind, std::size_t schema, std::shared_ptr<void> clock,
                         std::unique_ptr<Connection> connection)
    : kind_(std::move(kind)),
      schema_(schema),
      clock_(std::move(clock)),
      connection_(std::move(connection)),
      transaction_(*connection_) {
    // The first read is what a deferred transaction begins with.
    connection_->query(open_runs_sql).step();
    taken_at_ = connection_->now();
}

std::int64_t SqlSnapshot::open_runs() {
    Query count = connection_->query(open_runs_sql);
    count.step();
    return count.integer();
}

bool SqlSnapshot::has_living(const std::string &instance) {
    Query count = connection_->query(living_sql, instance);
    count.step();
    return count.integer() != 0;
}

bool SqlSnapshot::has_run(const gs_id &id) {
    return connection_->query(has_run_sql, id).step();
}

bool SqlSnapshot::has_record(const gs_id &id) {
    return connection_->query(has_record_sql, id).step();
}

void SqlSnapshot::calendars(const SnapshotVisitor &visitor) {
    gs_answer answer{};
    answer.context = const_cast<SnapshotVisitor *>(&visitor);
    answer.calendar = [](void *context, const gs_calendar *row) {
        static_cast<const SnapshotVisitor *>(context)->calendar(*row);
    };
    read_calendars(*connection_, answer);
}

void SqlSnapshot::jobs(const SnapshotVisitor &visitor) {
    walk(*connection_, jobs_and_payloads_sql, "", [&](Query &query) { tell_job(*connection_, query, visitor); });
}

void SqlSnapshot::runs(const SnapshotVisitor &visitor) {
    walk(*connection_, runs_of_jobs_sql, before_all_ids,
         [&](Query &query) { tell_history<RunOfJob>(query, "run", read_run, visitor, visitor.run); });
}

void SqlSnapshot::records(const SnapshotVisitor &visitor) {
    walk(*connection_, records_of_jobs_sql, before_all_ids,
         [&](Query &query) { tell_history<RecordOfJob>(query, "record", read_record, visitor, visitor.record); });
}

void SqlSnapshot::job(const std::string &id, const SnapshotVisitor &visitor) {
    gs_answer answer{};
    answer.context = const_cast<SnapshotVisitor *>(&visitor);
    answer.job = [](void *context, const gs_job_row *row) { static_cast<const SnapshotVisitor *>(context)->job(*row); };
    read_job(*connection_, borrow(id), answer);
}

} // namespace sample_host::sql
