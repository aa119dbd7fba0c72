// record_write.h - inserts the record that a write carries along.
// Thread-safety: the caller holds the connection.
#pragma once

#include "storage/sql/write_call.h"

namespace sample_host::sql {

// Throws BadItem when the record cannot be stored; called before anything of the item is written. Null is fine.
void check_record(WriteCall &call, const gs_record *record);

// Inserts it; null: nothing. `generation` is that of the job, for a record that does not say.
void insert_record(WriteCall &call, const gs_record *record, std::int64_t generation);

// There is a record of this one's id; never so for null.
bool is_recorded(WriteCall &call, const gs_record *record);

// The record stands for the instant.
bool covers(const gs_record *record, std::int64_t instant);

} // namespace sample_host::sql
