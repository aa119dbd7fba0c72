// hold.cpp - see hold.h.
#include "storage/sql/hold.h"

#include <utility>
#include <vector>

#include "storage/sql/close_run.h"
#include "storage/sql/fault.h"

namespace sample_host::sql {

namespace {

std::vector<RunHead> waiting_runs(Connection &connection, std::string_view job_id) {
    std::vector<gs_id> ids;
    {
        Query query = connection.query(waiting_runs_sql, job_id);
        while (query.step()) ids.push_back(query.id());
    }
    std::vector<RunHead> runs;
    for (const gs_id &id : ids) {
        try {
            if (auto run = find_run(connection, id)) runs.push_back(std::move(*run));
        } catch (const UnreadableRow &) {
            continue; // it cannot be begun either, and must not keep its job from being held
        }
    }
    return runs;
}

} // namespace

const Sql waiting_runs_sql{"SELECT id FROM run WHERE job_id = ?1 AND state = 'waiting' AND {open, of job}"};
const Sql open_runs_of_job_sql{"SELECT state, count(*) FROM run WHERE job_id = ?1 AND {open, of job} "
                               "GROUP BY state ORDER BY state"};

void close_waiting_runs(WriteCall &call, std::string_view job_id) {
    for (const RunHead &run : waiting_runs(call.connection(), job_id)) {
        close_run(call, run, canceled(call, run, GS_REASON_GATE));
    }
}

void count_open_runs(WriteCall &call, std::string_view job_id, gs_item_result &result) {
    Query query = call.connection().query(open_runs_of_job_sql, job_id);
    while (query.step()) {
        const auto state = query.text();
        const std::int32_t count = query.small_integer();
        if (state == "claimed") result.claimed_runs = count;
        if (state == "running") result.running_runs = count;
    }
}

} // namespace sample_host::sql
