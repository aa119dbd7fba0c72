// operations.h - the writes of the contract, one item each. A room each: put_job.cpp, remove_job.cpp, disable_job.cpp,
// claim.cpp, pass.cpp, begin.cpp, update.cpp, ask_cancel.cpp, record_reads.cpp and
// replicas.cpp; a purge has a header of its own.
// Thread-safety: the caller holds the writing connection, in a transaction. Each throws BadItem only before it has
// written anything of its item; any other exception means that the transaction must be rolled back.
#pragma once

#include <cstdint>

#include "storage/sql/write_call.h"

namespace sample_host::sql {

ItemAnswer put_job(WriteCall &call, const gs_put_job &item);
ItemAnswer remove_job(WriteCall &call, const gs_remove_job &item);
ItemAnswer disable_job(WriteCall &call, const gs_disable_job &item);
ItemAnswer claim(WriteCall &call, const gs_claim &item);
ItemAnswer pass(WriteCall &call, const gs_pass &item);
ItemAnswer begin(WriteCall &call, const gs_begin &item);
ItemAnswer update(WriteCall &call, const gs_update &item);
ItemAnswer ask_cancel(WriteCall &call, const gs_ask_cancel &item);
ItemAnswer record_announced(WriteCall &call, const gs_id &id);

ItemAnswer join(WriteCall &call, const gs_join &item);
ItemAnswer beat(WriteCall &call);
ItemAnswer retire(WriteCall &call, const gs_retire &item);

} // namespace sample_host::sql
