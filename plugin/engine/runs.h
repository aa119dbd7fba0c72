// The life of the runs that this engine takes care of: start, end, retry, time limits, taking over, and the notice
// about the outcome. Whatever happens to a run changes its state here, and `advance` then decides its next step, one
// write at a time. Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/jobs.h"
#include "engine/run.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gateway_scheduler::engine {

class Runs {
  public:
    explicit Runs(Core &core) : core_(core) {}

    // Where runs come from
    void claimed(WonClaim won);
    // Open, of an earlier incarnation; `owner_lives`: it may still start what it was permitted to.
    void recovered(const RunRow &row, ExecutorKnowledge knowledge, bool owner_lives);
    void woken(const RunRow &row);                                      // from the wake index: waiting or not announced
    bool resolve_late(const RunRow &row, const Completion &completion); // ours, open, and not in memory

    // What happens to them
    void start_answered(Id run_id, std::int32_t attempt, StartStatus status, const std::string &error);
    bool completed(Id run_id, std::int32_t attempt, Completion &completion); // false: not a run in memory
    void progressed(Id run_id, std::int32_t attempt);
    void query_answered(Id run_id, std::int32_t attempt, AttemptState state, std::optional<Completion> completion);
    void cancel_requested(Id run_id, Reason reason);
    void removal_settled(const std::string &job_id);         // the job was deleted, or is not to be
    bool notice_answered(Id notice_id, NoticeStatus status); // false: not a notice about a run
    void job_read(Id run_id, const StorageAnswer &answer);
    void row_read(Id run_id, const StorageAnswer &answer);
    void begin_settled(const WrittenItem &written, const ItemResult &result);
    void update_settled(const WrittenItem &written, const ItemResult &result);

    void tick();
    void retry_waiting();     // capacity may have become free
    void stop(StopMode mode); // may be called again with a shorter mode
    void fenced();            // the lease is lost: executions end, nothing more is written
    bool closed(Id run_id) const;
    void left(); // forgets all

    // Since the last call. The jobs' versions have moved.
    std::vector<VersionMove> take_version_moves();
    // Jobs that are to be deleted when they can fire no more, and of which a run has closed.
    std::vector<std::string> take_finished() { return std::exchange(finished_, {}); }
    // Jobs of which a run cannot be stored, and why.
    std::vector<std::pair<std::string, std::string>> take_poisoned_jobs();
    void sweep(); // frees what is over

    bool knows(Id run_id) const { return runs_.contains(run_id); }
    // Has one of them ended here, so that only its close is still on its way to the store, or is it still being found
    // out what became of it?
    bool any_undecided(const std::vector<Id> &run_ids) const;
    bool any_claimed(const std::string &job_id) const;
    bool empty() const { return runs_.empty(); }
    std::size_t size() const { return runs_.size(); }
    std::size_t notices_waiting() const { return notices_waiting_; }
    std::optional<Moment> next_wake() const;

  private:
    ActiveRun *find(Id run_id);
    std::vector<ActiveRun *> snapshot();
    ActiveRun &add(RunRow row);
    void forget(ActiveRun &run);
    static bool perhaps_going(const ActiveRun &run);
    void advance(ActiveRun &run);
    void set_timer(ActiveRun &run);
    void count_on_key(ActiveRun &run, bool open);
    Moment permission(Moment sent) const;

    // runs_attempt.cpp: from the permission to start to the attempt's end
    void advance_open(ActiveRun &run);
    void start(ActiveRun &run);
    std::optional<Moment> start_deadline(const ActiveRun &run) const;
    void give_back_unstarted(ActiveRun &run);
    void check_time_limits(ActiveRun &run);
    void end_attempt(ActiveRun &run, Ending why);
    void finish(ActiveRun &run);
    void finish_overlong(ActiveRun &run);
    bool repeat(ActiveRun &run, bool temporary);
    void close(ActiveRun &run, Outcome outcome, Reason reason, std::string error);
    void wait_for_retry(ActiveRun &run, Duration delay, bool spent);
    void push_update(ActiveRun &run, Update update);
    WriteItem *unsent_running(const ActiveRun &run);
    void settle_closed(ActiveRun &run, const ItemResult &result, std::optional<Instant> armed);
    void release(ActiveRun &run);
    void free_capacity(ActiveRun &run);

    // runs_take_over.cpp: waiting runs, and those of earlier incarnations
    void advance_take_over(ActiveRun &run);
    void advance_waiting(ActiveRun &run);
    void begin(ActiveRun &run, bool start);
    void begun(ActiveRun &run, const WrittenItem &written, const ItemResult &result);
    void use_job(ActiveRun &run, const JobRow &job);
    void use_no_job(ActiveRun &run);
    void hold_capacity(ActiveRun &run);
    void lost(ActiveRun &run);

    // runs_notice.cpp: after the end
    void advance_closed(ActiveRun &run);
    void update_refused(ActiveRun &run, const Update &update, const ItemResult &result);
    void poisoned(ActiveRun &run, const std::string &why);
    void announce(ActiveRun &run);
    bool notice_wanted(const ActiveRun &run) const;
    std::optional<Instant> arms(ActiveRun &run);

    Core &core_;
    std::unordered_map<Id, ActiveRun> runs_;
    DeadlineHeap<ActiveRun, Moment, &ActiveRun::timer> timers_;
    std::vector<VersionMove> moves_;
    std::vector<std::pair<std::string, std::string>> poisoned_jobs_;
    std::vector<std::string> finished_;
    std::vector<Id> over_;
    std::vector<Id> short_of_capacity_;
    std::size_t notices_waiting_ = 0;
    std::size_t to_be_announced_ = 0; // as each run says
    std::optional<StopMode> stop_;
    std::vector<CancelAttempt> handed_over_; // executions that were left to a successor
};

// The event that a notice about this outcome tells of.
NoticeEvent event_of(Outcome outcome);
bool is_failure(Outcome outcome);

} // namespace gateway_scheduler::engine
