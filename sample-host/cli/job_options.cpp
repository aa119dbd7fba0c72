// The table. Thread-safe: constant data.
#include "cli/job_options.h"

#include <array>

namespace sample_host::cli {
namespace {

using enum OptionKind;

constexpr std::string_view who = "Who and what";
constexpr std::string_view when = "When";
constexpr std::string_view together = "Beside other runs";
constexpr std::string_view behind = "After downtime";
constexpr std::string_view limits = "Limits and retries";

const std::array table = {
    JobOption{"name", text, nullptr, who, "Name for people"},
    JobOption{"owner", text, nullptr, who, "Whose job it is"},
    JobOption{
        "schedule", text, nullptr, when,
        "A cron pattern such as '30 9 * * MON-FRI', '@daily', '@every 90s', '@at 2026-12-24T18:00:00', '@reboot' or "
        "'@manual'"},
    JobOption{"zone", text, nullptr, when, "IANA time zone such as Europe/Lisbon, in which the schedule is read [UTC]"},
    JobOption{"dst-gap", word, &json::dst_gap_words, when, "A local time that daylight saving leaves out [run_after]"},
    JobOption{"dst-overlap", word, &json::dst_overlap_words, when, "A local time that comes twice [first]"},
    JobOption{"start-at", time, nullptr, when, "No fire before it"},
    JobOption{"end-at", time, nullptr, when, "No fire at it or after it"},
    JobOption{"max-runs", integer, nullptr, when, "Scheduled fires over the job's life; 0: no limit [0]"},
    JobOption{"jitter", duration, nullptr, when, "Fire up to this much later, always the same for one instant [0]"},
    JobOption{"overlap", word, &json::overlap_words, together, "What a fire does while an earlier run is going [skip]"},
    JobOption{"max-active", integer, nullptr, together, "How many runs may be going at once [1]"},
    JobOption{"concurrency-key", text, nullptr, together, "What overlap is judged on, across jobs [the job itself]"},
    JobOption{"class", word, &json::class_words, together, "How much of the host's capacity a run takes up [light]"},
    JobOption{"priority", integer, nullptr, together, "Higher goes first when capacity is scarce [0]"},
    JobOption{"catch-up", word, &json::catch_up_words, behind, "Which missed fires are made up for [latest]"},
    JobOption{"catch-up-window", duration, nullptr, behind, "Older fires are recorded as missed [24h]"},
    JobOption{"catch-up-limit", integer, nullptr, behind, "How many fires are made up for at most [100]"},
    JobOption{"start-deadline", duration, nullptr, behind, "A fire that could not start this long is dropped [none]"},
    JobOption{"on-lost", word, &json::on_lost_words, behind, "What to do when a run's outcome is unknown [report]"},
    JobOption{"timeout", duration, nullptr, limits, "How long one attempt may take [30m]"},
    JobOption{"stall-timeout", duration, nullptr, limits, "How long an attempt may give no sign of life [none]"},
    JobOption{"retries", integer, nullptr, limits, "Attempts after the first [3]"},
    JobOption{"retry-delay", duration, nullptr, limits, "Before the first retry, doubling with each [1s]"},
    JobOption{"retry-max-delay", duration, nullptr, limits, "The longest delay before a retry [1h]"},
    JobOption{"retry-on", word, &json::retry_on_words, limits, "Which failures are retried [temporary]"},
    JobOption{"disable-after-failures", integer, nullptr, limits,
              "Pause the job after so many failed runs in a row; 0: never [0]"},
    JobOption{"pause-reason", text, nullptr, when, "Why the job is added paused"},
};

} // namespace

std::span<const JobOption> job_option_table() {
    return table;
}

} // namespace sample_host::cli
