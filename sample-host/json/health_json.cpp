// Thread-safe: pure functions.
#include "json/health_json.h"

#include "json/object_writer.h"
#include "json/words.h"

#include <array>
#include <cstring>

namespace sample_host::json {
namespace {

struct Counter {
    std::string_view key;
    int64_t gs_stats::*member;
};

constexpr std::array counters = {
    Counter{"claims", &gs_stats::claims},
    Counter{"claims_lost", &gs_stats::claims_lost},
    Counter{"starts", &gs_stats::starts},
    Counter{"retries", &gs_stats::retries},
    Counter{"succeeded", &gs_stats::succeeded},
    Counter{"failed", &gs_stats::failed},
    Counter{"timed_out", &gs_stats::timed_out},
    Counter{"canceled", &gs_stats::canceled},
    Counter{"lost", &gs_stats::lost},
    Counter{"skipped", &gs_stats::skipped},
    Counter{"missed", &gs_stats::missed},
    Counter{"merged", &gs_stats::merged},
    Counter{"expired", &gs_stats::expired},
    Counter{"notices", &gs_stats::notices},
    Counter{"notices_given_up", &gs_stats::notices_given_up},
    Counter{"storage_calls", &gs_stats::storage_calls},
    Counter{"storage_failures", &gs_stats::storage_failures},
    Counter{"stale_completions", &gs_stats::stale_completions},
};

} // namespace

std::string health_to_json(const gs_health &health, std::string_view instance) {
    ObjectWriter writer;
    writer.boolean("healthy", health.healthy != 0);
    writer.text("state", health_words.word(health.state));
    writer.text("text", {health.text, strnlen(health.text, sizeof(health.text))});
    writer.text("instance", instance);
    writer.boolean("claims_held", health.claims_held != 0);
    writer.time("storage_failing_since", health.storage_failing_since);
    writer.integer("storage_round_trip_microseconds", health.storage_round_trip);
    writer.integer("loop_age_microseconds", health.loop_age);
    writer.integer("clock_offset_microseconds", health.clock_offset);
    writer.time("next_look_at", health.next_look_at);
    writer.integer("overdue_microseconds", health.overdue);
    writer.integer("jobs_in_memory", health.jobs_in_memory);
    writer.integer("runs_in_memory", health.runs_in_memory);
    writer.integer("units_in_use", health.units_in_use);
    writer.integer("notices_waiting", health.notices_waiting);
    writer.integer("backlog", health.backlog);
    writer.integer("loop_rearms", health.loop_rearms);
    return writer.finish();
}

std::string stats_to_json(const gs_stats &stats) {
    ObjectWriter writer;
    for (const Counter &counter : counters) writer.integer(counter.key, stats.*counter.member);
    return writer.finish();
}

} // namespace sample_host::json
