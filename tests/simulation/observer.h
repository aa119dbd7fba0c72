// Judges a simulation from outside: it knows the store's history, the calls to executor and notifier, the host's calls
// and the calendar, and nothing of the engine. Each sentence that does not hold is a violation. Not thread-safe.
#pragma once

#include "calendar.h"
#include "change.h"
#include "engine/config.h"
#include "engine/decision.h"
#include "store.h"

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
    std::int64_t notices = 0;
    std::int64_t notices_repeated = 0;
    std::int64_t storage_calls = 0;
    std::int64_t ticks = 0;
    engine::Duration latest{0}; // how late a claim was, at the most, when nothing was in its way
};

class Observer : public HistoryWatcher {
  public:
    Observer(const Store &store, engine::ZoneSource &zones) : store_(store), zones_(zones) {}

    // How it was set up: what may be in a claim's way, and how soon every job is seen.
    void expect(const engine::Config &config) {
        capacity_ = config.capacity;
        refresh_ = config.refresh;
        somebody_listens_ = config.has_notifier;
    }

    // The store's history
    void changed(const Change &change) override;
    void keep_history(bool keep) { history_kept_ = keep; } // in words, for whoever looks for a cause
    const std::vector<std::string> &history() const { return history_; }

    // The executor's log
    void start_called(const engine::StartRun &run, engine::Id incarnation, engine::Instant now);
    void start_repeated(const engine::StartRun &run, engine::Id incarnation); // and the executor refused it
    void completed(engine::Id run_id, std::int32_t attempt, const engine::Completion &completion);
    void execution_ended(engine::Id run_id, std::int32_t attempt); // without a completion: refused, or its process died
    void executions_died() { executions_.clear(); }

    // What the host asked for and was told
    void submitted(engine::CommandId id, const engine::CommandRequest &request, engine::Instant now);
    void replied(const engine::Reply &reply, engine::Instant now);
    void host_ended(); // nobody replies any more
    void never_stopped();
    void notified(const engine::Announce &notice, engine::Instant now);

    // How hard the scheduler works
    void ticked(engine::Duration now);
    void storage_called(engine::Duration now);
    void disturbed(engine::Duration now); // by a fault: for a while, lateness is forgiven
    void clock_stepped(engine::Instant now);

    // From time to time, and at the end when all must have come to rest.
    void look_around(engine::Instant now, engine::Duration since_start);
    void finish(engine::Instant now);

    const std::vector<std::string> &violations() const { return violations_; }
    const Tally &tally() const { return tally_; }

  private:
    struct Job {
        engine::JobRow row;
        std::optional<Calendar> calendar;
        std::optional<engine::Instant> last_due; // of a scheduled run
        std::optional<engine::Instant> unarmed_since;
        engine::Instant written_at{}; // from outside
    };
    struct Run {
        engine::RunRow row;
        std::int32_t permitted_attempt = 0;
        engine::Instant permitted_at{};
        engine::Id permitted_to;
        std::int32_t started_attempt = 0;
        std::int32_t notify_always = 63; // events that every definition since the claim wanted
        bool job_gone = false;
        int told = 0;
        std::map<std::int32_t, engine::Completion> completions; // the first one of each attempt
        engine::Instant changed_at{};
    };
    using Attempt = std::pair<engine::Id, std::int32_t>;

    // observer_edits.cpp
    void put(const Change &change);
    void edited(const Change &change, Job &job);
    void check_passed_over(const Change &change, const Job &old, engine::Instant asked_at);
    void check_new_fire(const Change &change, const Job &job, engine::Instant asked_at);
    void removed(const Change &change);
    engine::Instant asked_at(const std::string &job_id, engine::Instant now) const;
    void settle_requests(const std::string &job_id);

    // observer_claims.cpp
    void claimed(const Change &change);
    void check_scheduled_claim(const Change &change, Job &job);
    void passed(const Change &change);
    void rederived(const Change &change);
    void check_in_time(const Change &change, const Job &job, engine::Instant due);
    void check_record(const Change &change, const Job &job, engine::Instant last);
    void check_advanced(const Change &change, const Job &job, engine::Instant disposed);

    // observer_runs.cpp
    void run_changed(const Change &change);
    void check_step(const Change &change);
    void check_outcome(const Change &change, const Run &run);
    void check_arming(const Change &change);
    void check_told(const Run &run);
    void keep_count(const engine::RunRow &row);
    void record_settled(const Change &change);

    // observer_host.cpp
    void check_permission(const engine::StartRun &run, Run &known, engine::Id incarnation, engine::Instant now);
    void check_alone(const engine::StartRun &run, const Run &known);
    void check_pace(engine::Duration now);

    void violation(const std::string &what);
    bool undisturbed(engine::Duration span) const { return clock_ - disturbed_at_ > span; }

    const Store &store_;
    engine::ZoneSource &zones_;
    std::map<std::string, Job> jobs_;
    std::map<engine::Id, Run> runs_;                     // open, or not announced
    std::map<std::string, std::set<engine::Id>> active_; // by concurrency key
    std::map<engine::Id, int> records_told_;             // those that are not announced
    std::map<Attempt, std::string> executions_;          // that are going, with their key
    std::map<engine::CommandId, std::pair<std::string, engine::Instant>> requests_;
    std::map<std::string, engine::Instant> doubtful_; // jobs with a request that was perhaps carried out
    std::map<engine::Id, std::int64_t> units_;        // of capacity that claimed and running runs take up
    std::int64_t units_in_use_ = 0;
    engine::Instant full_at_ = engine::Instant::min(); // when capacity last was in somebody's way
    std::int64_t capacity_ = 0;
    engine::Duration refresh_{0};
    bool somebody_listens_ = true;
    std::set<std::string> silenced_; // jobs of which nothing may start
    engine::Duration clock_{0};
    engine::Duration disturbed_at_{0};
    engine::Instant stepped_at_ = engine::Instant::min();
    std::int64_t minute_ = 0;
    std::int64_t calls_in_minute_ = 0;
    std::int64_t ticks_in_minute_ = 0;
    std::int64_t activity_ = 0;
    Tally tally_;
    std::vector<std::string> violations_;
    bool history_kept_ = false;
    std::vector<std::string> history_;
};

// For the texts of violations.
std::string text(engine::Instant instant);
std::string text(std::optional<engine::Instant> instant);
std::string text(engine::Id id);

} // namespace simulation
