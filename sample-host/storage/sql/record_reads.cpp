// record_reads.cpp - pages of records, newest first, and the mark that a record's notice has gone out.
#include <string>

#include "storage/sql/id_text.h"
#include "storage/sql/operations.h"
#include "storage/sql/page.h"
#include "storage/sql/reads.h"
#include "storage/sql/run_row.h"

namespace sample_host::sql {

const char *const record_columns =
    "id, kind, job_id, generation, first_due, last_due, count, reason, announced, run_id, wake_at, at, by_instance, "
    "by_incarnation, detail";

namespace {

// Of one job or of all: by an index; the rest sifts what that finds.
std::string records_text(const char *of_job) {
    return std::string("SELECT ") + record_columns + " FROM record WHERE id < ?1 AND " + of_job +
           " AND ((first_due <= ?3 AND last_due >= ?3) OR ?3 IS NULL) AND (?4 = 0 OR kind = 'event') ORDER BY id DESC "
           "LIMIT ?5";
}

const Sql all_records_sql{records_text("?2 = ''")};
const Sql records_of_job_sql{records_text("job_id = ?2")};
const Sql find_record_sql{"SELECT announced FROM record WHERE id = ?1"};
const Sql announce_sql{"UPDATE record SET announced = 1, wake_at = NULL WHERE id = ?1"};

} // namespace

gs_record read_record(Query &query) {
    gs_record record{};
    record.struct_size = sizeof record;
    record.id = query.id();
    record.kind = query.word(record_kind_words);
    record.job_id = query.borrowed_text();
    record.generation = query.integer();
    record.first_due = query.time();
    record.last_due = query.time();
    record.count = query.integer();
    record.reason = query.word(reason_words);
    record.announced = query.small_integer();
    record.run = query.id_or_none();
    record.wake_at = query.time();
    record.at = query.integer();
    record.by_instance = query.borrowed_text();
    record.by_incarnation = query.id();
    record.detail = query.borrowed_text();
    return record;
}

const Sql &records_sql(const gs_records_page &page) {
    return page.job_id.size == 0 ? all_records_sql : records_of_job_sql;
}

void read_records(Connection &connection, const gs_records_page &page, const gs_answer &answer) {
    if (answer.record == nullptr) return;
    tell_page(
        is_none(page.before) ? behind_all_ids : id_text(page.before), page.limit,
        [&](const std::string &before, std::uint32_t limit) {
            return connection.query(records_sql(page), before, page.job_id, Time{page.covering}, page.events, limit);
        },
        [&](Query &query) {
            const gs_record record = read_record(query);
            answer.record(answer.context, &record);
        });
}

ItemAnswer record_announced(WriteCall &call, const gs_id &id) {
    {
        Query record = call.connection().query(find_record_sql, id);
        if (!record.step()) return answer_of(GS_ITEM_GONE);
        if (record.integer() != 0) return answer_of(GS_ITEM_ALREADY);
    }
    call.connection().query(announce_sql, id).execute();
    return answer_of(GS_ITEM_DONE);
}

} // namespace sample_host::sql
