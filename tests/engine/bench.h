// One engine on a bench: a store with real semantics that answers at once (or not, if told so), a clock that is moved
// by hand, and hooks that only write down what they are asked for. Not thread-safe.
#pragma once

#include "engine/engine.h"
#include "store.h"
#include "zones.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace engine_test {

using namespace gateway_scheduler::engine;
using namespace std::chrono_literals;

// "2026-03-23T09:00:00", UTC.
Instant at(const std::string &text);

Definition job(const std::string &id, const std::string &schedule);

enum class Weather {
    fine,
    lost_before, // no effect, no answer
    lost_after,  // effect, no answer
    failing      // permanently
};

class Bench {
  public:
    explicit Bench(Instant start = at("2026-03-23T09:00:00"));

    // Settings, before start()
    Config config;

    void start();               // an engine joins; a second time: a new engine, the old one is dead
    void make();                // one that is not started yet
    void start_and_join_only(); // nothing is read after the join
    void stop(StopMode mode, Duration patience = 0us);
    void settle();                   // until nothing is to be done at this moment
    void run_for(Duration duration); // ticks at next_wake only

    // Commands; the reply is there when it could be had at once.
    CommandId send(CommandRequest request, Duration patience = 30s);
    std::optional<Reply> reply(CommandId id) const;
    Reply put(const Definition &definition); // and expects it to be carried out

    // The executor
    StartRun take_start(); // the oldest start that was asked for; fails the test when there is none
    void answer_start(const StartRun &run, StartStatus status = StartStatus::accepted);
    StartRun accept_start() { return answered(take_start()); }
    void complete(const StartRun &run, Result result = Result::succeeded, const std::string &output = "done");

    // The notifier
    void answer_notice(const Announce &notice, NoticeStatus status = NoticeStatus::told);

    Instant now() const { return Instant(clock_offset + monotonic); }
    Moment moment() const { return Moment(monotonic); }
    const RunRow &only_run() const;
    std::vector<RunRow> runs_of(const std::string &job_id) const;
    std::vector<RecordRow> records_of(const std::string &job_id) const;
    const JobRow &row(const std::string &job_id) const { return store.find_job(job_id)->row; }

    simulation::Zones zones;
    simulation::Store store;
    std::unique_ptr<Engine> engine;
    Duration monotonic = 1000h;
    Duration clock_offset{0};
    Weather writes = Weather::fine;
    Weather reads = Weather::fine;
    int storage_calls = 0;
    int ticks = 0; // of run_for
    bool notify_at_once = true;
    bool answer_queries = true;
    AttemptState executor_says = AttemptState::unknown;
    std::optional<Completion> executor_ended;

    // What the engine has decided, oldest first.
    std::vector<StartRun> starts;
    std::vector<CancelAttempt> cancels;
    std::vector<QueryAttempt> queries;
    std::vector<ReleaseAttempt> releases;
    std::vector<Announce> notices;
    std::vector<Reply> replies;
    std::vector<Started> started;
    bool stopped = false;

  private:
    StartRun answered(StartRun run) {
        answer_start(run);
        return run;
    }
    void take_decisions();
    void note(Decision &decision);
    bool call_storage();
    template <class Call>
    StorageAnswer carry_out(const Call &call, Weather weather);

    std::optional<Write> taken_write_; // and not carried out yet
    std::uint64_t lives_ = 0;
    CommandId last_command_ = 0;
};

} // namespace engine_test
