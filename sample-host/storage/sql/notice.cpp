// notice.cpp - see notice.h.
#include "storage/sql/notice.h"

#include "storage/sql/fault.h"
#include "storage/sql/words.h"

namespace sample_host::sql {

namespace {

const Sql insert_notice_sql{"INSERT INTO notice (id, event, at, job_id, job_name, owner, about, outcome, reason, "
                            "due_at, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
                            "ON CONFLICT (id) DO NOTHING"};

} // namespace

void insert_notice_row(Connection &connection, const gs_notice &notice, std::int64_t now) {
    if ((notice.run == nullptr) == (notice.record == nullptr)) {
        throw BadItem("a notice tells of one run or of one record");
    }
    const bool of_run = notice.run != nullptr;
    const auto outcome =
        of_run ? word_of(outcome_words, notice.run->outcome) : word_of(record_kind_words, notice.record->kind);
    const std::int32_t reason = of_run ? notice.run->reason : notice.record->reason;
    connection
        .query(insert_notice_sql, notice.id, word_of(event_words, notice.event), now, notice.job_id, notice.job_name,
               notice.owner, std::string_view(of_run ? "run" : "record"), outcome, word_of(reason_words, reason),
               Time{of_run ? notice.run->due_at : notice.record->first_due},
               of_run ? notice.run->error : notice.record->detail)
        .execute();
}

} // namespace sample_host::sql
