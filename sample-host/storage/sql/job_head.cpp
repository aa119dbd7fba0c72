// job_head.cpp - see job_head.h.
#include "storage/sql/job_head.h"

#include <string>

#include "storage/sql/id_text.h"
#include "storage/sql/job_row.h"

namespace sample_host::sql {

namespace {

const Sql find_job_sql{"SELECT generation, version, next_fire, writer FROM job WHERE id = ?1"};
const Sql whole_job_sql{std::string("SELECT ") + job_columns + " FROM job WHERE id = ?1"};

} // namespace

std::optional<JobHead> find_job(Connection &connection, std::string_view id) {
    Query query = connection.query(find_job_sql, id);
    if (!query.step()) return std::nullopt;
    JobHead job;
    job.generation = query.integer();
    job.version = query.integer();
    job.next_fire = query.time();
    // A writer that is no id is nobody's: no write of ours has left it.
    job.writer = parse_id(query.text_or_none()).value_or(gs_id{});
    return job;
}

bool decodable(Connection &connection, std::string_view id) {
    Query query = connection.query(whole_job_sql, id);
    if (!query.step()) return false;
    return JobRow(query).row().readable != 0;
}

std::int64_t present_version(Connection &connection, std::string_view id) {
    const auto job = find_job(connection, id);
    return job ? job->version : 0;
}

} // namespace sample_host::sql
