// job_reads.cpp - one job, all jobs by id, jobs that are due.
#include "storage/sql/job_row.h"
#include "storage/sql/reads.h"

namespace sample_host::sql {

namespace {

const Sql job_sql{std::string("SELECT ") + job_columns +
                  ", job_payload.payload FROM job LEFT JOIN job_payload ON job_payload.job_id = job.id "
                  "WHERE job.id = ?1"};

void visit(Query &query, const gs_answer &answer) {
    while (query.step()) {
        const JobRow row(query);
        answer.job(answer.context, &row.row());
    }
}

} // namespace

const Sql jobs_sql{std::string("SELECT ") + job_columns + " FROM job WHERE id > ?1 ORDER BY id LIMIT ?2"};
const Sql other_jobs_sql{std::string("SELECT ") + job_columns +
                         " FROM job WHERE id > ?1 AND id IN (SELECT id FROM job {by tzdata_version} WHERE {asks a zone}"
                         "((tzdata_version > '' AND tzdata_version < ?3) OR tzdata_version > ?3)) "
                         "ORDER BY id LIMIT ?2"};
const Sql due_jobs_sql{std::string("SELECT ") + job_columns +
                       " FROM job WHERE look_at <= ?1 AND (look_at, id) > (?2, ?3) ORDER BY look_at, id LIMIT ?4"};

void read_job(Connection &connection, const gs_string &id, const gs_answer &answer) {
    if (answer.job == nullptr) return;
    Query query = connection.query(job_sql, id);
    if (!query.step()) return;
    JobRow row(query);
    if (row.row().readable != 0) row.set_payload(query.bytes_or_none());
    answer.job(answer.context, &row.row());
}

void read_jobs(Connection &connection, const gs_jobs_page &page, const gs_answer &answer) {
    if (answer.job == nullptr) return;
    if (page.other_than.size == 0) {
        Query query = connection.query(jobs_sql, page.after, page.limit);
        return visit(query, answer);
    }
    Query query = connection.query(other_jobs_sql, page.after, page.limit, page.other_than);
    visit(query, answer);
}

void read_due_jobs(Connection &connection, const gs_due_page &page, const gs_answer &answer) {
    if (answer.job == nullptr) return;
    // No instant in the database is as small as GS_NO_TIME, so it stands before all of them as it is.
    Query query = connection.query(due_jobs_sql, page.until, page.after_look_at, page.after_id, page.limit);
    visit(query, answer);
}

} // namespace sample_host::sql
