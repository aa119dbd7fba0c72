// close_run.h - the one way in which a run is closed, whoever closes it: the run's row, then its job's counters,
// version and look_at.
// Thread-safety: the caller holds the connection.
#pragma once

#include <cstdint>
#include <string>

#include <gateway_scheduler/storage.h>

#include "storage/sql/run_head.h"
#include "storage/sql/write_call.h"

namespace sample_host::sql {

struct Closing {
    std::int32_t outcome;
    std::int32_t reason; // GS_REASON_NONE keeps the row's if the outcome is canceled
    bool announced = false;
    std::int64_t wake_at = GS_NO_TIME;
    std::int64_t next_fire = GS_NO_TIME;  // arms an unarmed job; GS_NO_TIME: it does not
    std::int64_t started_at = GS_NO_TIME; // unless the row has one
    gs_string error{};
    gs_bytes output{};
    bool output_truncated = false;
};

// What a write did to the job's version; zeros: there is no job of the run's generation, or it was not touched.
struct JobVersions {
    std::int64_t before = 0;
    std::int64_t after = 0;
};

// It counts among the job's failures.
bool is_failure(std::int32_t outcome);
std::string failure_words(); // of these outcomes, as a list in a statement

// The run is open. Throws BadItem before anything is written when the closing cannot be stored.
JobVersions close_run(WriteCall &call, const RunHead &run, const Closing &closing);

// Gives a job without next_fire, not paused, of the run's generation and revision, and with the run's due instant for
// its cursor, the instant; a manual run never does.
JobVersions arm_job(WriteCall &call, const RunHead &run, std::int64_t next_fire);

// What hold, gate and ask_cancel close with: canceled, to be announced at once. A run that somebody has asked to end
// keeps the reason that was given then.
Closing canceled(const WriteCall &call, const RunHead &run, std::int32_t reason);

// What begin, update and ask_cancel tell of the run as it now is.
ItemAnswer answer_about(std::int32_t outcome, const RunHead &run);
ItemAnswer answer_about(std::int32_t outcome, const RunHead &run, JobVersions versions);

} // namespace sample_host::sql
