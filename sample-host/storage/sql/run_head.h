// run_head.h - what begin, update, ask_cancel and hold have to know of a run before they write it: its row without
// the texts that only people read.
// Thread-safety: the caller holds the connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <gateway_scheduler/run.h>

#include "storage/sql/connection.h"

namespace sample_host::sql {

struct RunHead {
    std::string id; // as text
    std::string job_id;
    std::int64_t generation = 0;
    std::int64_t revision = 0;
    std::int64_t due_at = 0;
    std::int32_t trigger = 0;
    std::int32_t state = 0;
    std::int32_t outcome = 0;
    std::int32_t reason = 0;
    std::int32_t attempt = 0;
    std::int64_t epoch = 0;
    bool attempt_spent = false;
    bool cancel_requested = false;
    bool announced = false;
    std::int32_t late_result = 0;
    std::int64_t wake_at = GS_NO_TIME;
    std::int64_t finished_at = GS_NO_TIME;
    std::string owner_instance;
    std::string owner_incarnation; // as text
};

// nullopt: no such run. Throws UnreadableRow.
std::optional<RunHead> find_run(Connection &connection, const gs_id &id);

} // namespace sample_host::sql
