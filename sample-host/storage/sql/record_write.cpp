// record_write.cpp - see record_write.h.
#include "storage/sql/record_write.h"

#include "storage/sql/fault.h"
#include "storage/sql/id_text.h"

namespace sample_host::sql {

namespace {

const Sql insert_record_sql{
    "INSERT INTO record (id, job_id, generation, kind, first_due, last_due, count, reason, run_id, announced, wake_at, "
    "at, by_instance, by_incarnation, detail) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"};
const Sql find_record_sql{"SELECT 1 FROM record WHERE id = ?1"};

} // namespace

void check_record(WriteCall &call, const gs_record *record) {
    if (record == nullptr) return;
    if (is_none(record->id)) throw BadItem("the record has no id");
    word_of(record_kind_words, record->kind);
    word_of(reason_words, record->reason);
    if (is_recorded(call, record)) {
        throw BadItem("there is another record with the id " + id_text(record->id));
    }
}

void insert_record(WriteCall &call, const gs_record *record, std::int64_t generation) {
    if (record == nullptr) return;
    call.connection()
        .query(insert_record_sql, record->id, record->job_id, record->generation == 0 ? generation : record->generation,
               word_of(record_kind_words, record->kind), Time{record->first_due}, Time{record->last_due}, record->count,
               word_of(reason_words, record->reason), record->run, record->announced, Time{record->wake_at}, call.now(),
               call.instance(), call.incarnation(), record->detail)
        .execute();
}

bool is_recorded(WriteCall &call, const gs_record *record) {
    return record != nullptr && call.connection().query(find_record_sql, record->id).step();
}

bool covers(const gs_record *record, std::int64_t instant) {
    return record != nullptr && record->first_due != GS_NO_TIME && record->first_due <= instant &&
           record->last_due >= instant;
}

} // namespace sample_host::sql
