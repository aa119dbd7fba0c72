// Judges a simulation from outside while it goes on: it knows the store's history, the calls to executor and notifier,
// the host's calls and the calendar, and nothing of the engine. Each sentence that does not hold is a violation.
// Takes all in and hands it to the judges. Not thread-safe.
#pragma once

#include "judge_edits.h"
#include "judge_instants.h"
#include "judge_notices.h"
#include "judge_pace.h"
#include "judge_replicas.h"
#include "judge_runs.h"
#include "judge_settings.h"
#include "judge_starts.h"
#include "notes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace simulation {

class Observer : public HistoryWatcher {
  public:
    Observer(const Store &store, engine::ZoneSource &zones, const Setting &setting, const Timeline &timeline)
        : notes_(store, zones, setting, timeline) {}

    // The store's history
    void changed(const Change &change) override;
    void keep_history(bool keep) { history_kept_ = keep; } // in words, for whoever looks for a cause
    const std::vector<std::string> &history() const { return history_; }

    // The schedulers and their processes
    void scheduler_made(const Place &place, const engine::Config &config);
    void scheduler_ended(std::uint64_t scheduler, bool in_order); // nobody replies any more
    void stop_called(std::uint64_t scheduler, engine::StopMode mode);
    void never_stopped(std::uint64_t process);
    void fault_injected(const std::string &kind); // for the history
    void process_suspended(std::uint64_t process);
    void process_resumed(std::uint64_t process);
    void process_died(std::uint64_t process, bool executor_elsewhere);

    // The executor's log
    void start_called(const engine::StartRun &run, const Place &place, engine::Id session);
    void start_repeated(const engine::StartRun &run, const Place &place); // and the executor refused it
    void start_refused(engine::Id run_id, std::int32_t attempt, engine::StartStatus status);
    void cancel_called(const engine::CancelAttempt &attempt, const Place &place);
    void released(const engine::ReleaseAttempt &attempt, const Place &place);
    void completed(engine::Id run_id, std::int32_t attempt, const engine::Completion &completion);
    void completion_given(engine::Id run_id, std::int32_t attempt, std::uint64_t scheduler);
    void executor_hangs(std::uint64_t process, engine::Duration until);
    void executor_denies(engine::Id run_id, std::int32_t attempt); // to know of it, though it does perhaps

    // What the host asked for and was told
    void submitted(engine::CommandId id, const engine::CommandRequest &request, std::uint64_t scheduler);
    std::string replied(const engine::Reply &reply) {
        return edits_.replied(reply);
    } // the job that came to rest with it
    void notified(const engine::Announce &notice) { notices_.notified(notice); }

    // How hard the schedulers work
    void ticked() { pace_.ticked(); }
    void storage_called() { pace_.storage_called(); }

    // What goes wrong without their fault
    void disturbed(engine::Duration length); // and for a while afterwards, lateness is forgiven
    void clock_stepped(engine::Instant before, engine::Instant now);
    void blamed(const std::string &job_id) { edits_.blamed(job_id); } // something of it could not be stored

    // From time to time, and at the end when all must have come to rest.
    void look_around();
    void finish();

    const std::vector<std::string> &violations() const { return notes_.violations; }
    std::int64_t unanswered() const { return notes_.unanswered; } // of what the host asked for
    const Tally &tally() const { return notes_.tally; }

  private:
    void count(const Change &change);
    void log(const char *what, engine::Id run_id, std::int32_t attempt, std::uint64_t scheduler);

    Notes notes_;
    JudgeOfEdits edits_{notes_};
    JudgeOfInstants instants_{notes_};
    JudgeOfSettings settings_{notes_};
    JudgeOfRuns runs_{notes_};
    JudgeOfStarts starts_{notes_, edits_};
    JudgeOfNotices notices_{notes_};
    JudgeOfReplicas replicas_{notes_};
    JudgeOfPace pace_{notes_};
    bool history_kept_ = false;
    std::vector<std::string> history_;
};

} // namespace simulation
