// What the judges of a simulation share: the jobs and runs as the history has told of them, who is alive, how disturbed
// the world is, and the sheet for violations. Not thread-safe.
#pragma once

#include "calendar.h"
#include "change.h"
#include "engine/decision.h"
#include "setting.h"
#include "store.h"
#include "timeline.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace simulation {

// What was counted, for the table.
struct Tally {
    std::int64_t runs = 0;
    std::int64_t manual_runs = 0;
    std::int64_t starts = 0;
    std::int64_t skipped = 0; // instants
    std::int64_t missed = 0;
    std::int64_t merged = 0;
    std::int64_t expired = 0;
    std::int64_t notices = 0;
    std::int64_t notices_repeated = 0;
    std::int64_t storage_calls = 0;
    std::int64_t ticks = 0;
    engine::Duration latest{0}; // how late a claim was, at the most, when nothing was in its way
};

struct KnownJob {
    engine::JobRow row;
    std::optional<Calendar> calendar;
    std::optional<engine::Instant> last_due; // of a scheduled run
    engine::Instant written_at{};            // from outside
    engine::Instant claimed_at = engine::Instant::min();
};

// What the executor said of an attempt.
struct Heard {
    engine::Completion completion;    // the first
    std::set<engine::Result> said;    // in all: one that was given up may end twice
    std::set<std::uint64_t> given_to; // schedulers
    engine::Duration at{0};           // on the timeline
};

struct KnownRun {
    engine::RunRow row;
    std::int32_t permitted_attempt = 0;
    engine::Duration permitted_at{0}; // on the timeline
    Place permitted_to;
    Place permitted_before; // another scheduler, to the same attempt; its permission holds on within its window
    engine::Duration permitted_before_at{0};
    std::string payload; // of the permitted attempt
    std::int32_t started_attempt = 0;
    std::optional<engine::StartStatus> refused; // the start of that attempt
    std::int32_t notify_always = 63;            // events that every definition since the claim wanted
    std::int32_t places = 1;                    // of its key, at the claim
    std::int32_t retries_most = 0;              // of the definitions since the claim
    bool may_repeat_lost = false;               // one of them says so
    bool job_gone = false;
    int told = 0;
    engine::Duration changed_at{0};
    std::optional<engine::Duration> flagged_at; // asked to end
};

// An attempt that the executor has begun and that has not ended.
struct Execution {
    std::string key;
    Place by;
    engine::Id session;
    engine::Duration since{0};
    bool cancel_asked = false;
};
using Attempt = std::pair<engine::Id, std::int32_t>;

struct KnownScheduler {
    std::uint64_t process = 0;
    engine::Duration made_at{0};
    bool alive = true;
    bool left_to_executor = false;              // stopped by handing over: executions go on
    std::optional<engine::Instant> stop_called; // and when, by the store's clock
    std::optional<engine::Id> member;           // its incarnation, as long as the store has it as living
};

struct Notes {
    Notes(const Store &stored, engine::ZoneSource &zone_source, const Setting &set_up, const Timeline &time)
        : store(stored), zones(zone_source), setting(set_up), timeline(time) {}

    void take_in(const Change &change); // after it was judged
    void violation(const std::string &what);

    engine::Duration clock() const { return timeline.now(); }
    bool undisturbed(engine::Duration span) const { return clock() - disturbed_until > span; }
    bool stepped_within(engine::Duration span) const { return stepped_at && clock() - *stepped_at < span; }
    // How far an engine's estimate of the store's clock may be behind, and an answer may be under way.
    engine::Duration tolerance() const;

    KnownJob *find_job(const std::string &job_id);
    KnownRun *find_run(engine::Id run_id);
    const std::set<engine::Id> &active_on(const std::string &key) { return active[key]; }
    bool has_open_run(const KnownJob &job) const;
    bool used_up(const engine::JobRow &row) const;
    // It will never fire again, as it is.
    bool over(const KnownJob &job, engine::Instant now) const;

    const Store &store;
    engine::ZoneSource &zones;
    const Setting &setting;
    const Timeline &timeline;

    std::map<std::string, KnownJob> jobs;
    std::set<std::string> sharing;                      // jobs that name a concurrency key
    std::map<engine::Id, KnownRun> runs;                // open, or not announced
    std::map<std::string, std::set<engine::Id>> active; // by concurrency key
    std::map<std::string, engine::Duration> key_left;   // when a run of the key closed last
    std::map<Attempt, Heard> heard;                     // of all attempts
    std::map<Attempt, Execution> executions;            // that are going
    std::map<Attempt, Execution> remembered;            // by executors, until they are released
    std::map<std::uint64_t, KnownScheduler> schedulers;
    std::map<engine::Id, std::uint64_t> scheduler_of;      // by incarnation
    std::map<std::uint64_t, engine::Duration> hangs_until; // executors' threads, by process
    std::map<std::uint64_t, engine::Duration> suspended;   // processes, and until when that counts

    engine::Duration disturbed_until{0};
    std::optional<engine::Duration> stepped_at;       // the store's clock
    engine::Instant full_at = engine::Instant::min(); // when capacity last was in somebody's way
    std::int64_t activity = 0;
    std::int64_t unanswered = 0; // of what the host has asked for
    Tally tally;
    std::vector<std::string> violations;

  private:
    void take_run_in(const Change &change);
    void take_replica_in(const Change &change);
    void keep_active(const engine::RunRow &row);
    void permit(KnownRun &run, const Change &change);
};

// By the engine's own estimate of the store's clock: the first 48 bits of an id are milliseconds.
engine::Instant decided_at(engine::Id id);

// For the texts of violations.
std::string text(engine::Instant instant);
std::string text(std::optional<engine::Instant> instant);
std::string text(engine::Id id);

} // namespace simulation
