#include "faults/scenario.h"

#include "conformance/temporary_folder.h"
#include "faults/neighbour.h"
#include "faults/pace.h"

#include <algorithm>
#include <exception>

namespace faults {

namespace {

const Job kGrid{"grid", kEverySecond, kAtOnce, ""};
const Job kSlow{"slow", kEverySecond, kSlowly, ""}; // every other instant is skipped for overlap
const Job kRetried{"retried", kEverySecond, kSecondTry, ""};
const Job kPaused{"paused", kEverySecond, kAtOnce, ""}; // for a moment
const Job kAdded{"added", kEverySecond, kAtOnce, "holidays"};
const Job kRemoved{"removed", kEverySecond, kAtOnce, ""};
const Job kByHand{"by hand", "@manual", kUntilCanceled, ""};
const Job kSpoilt{"spoilt", "@every 1d", kAtOnce, ""};

constexpr const char *kOrphaned = "orphaned"; // a run of it was left by a neighbour

constexpr gs_day_range kHoliday = {80'000, 80'000}; // in the year 2189

} // namespace

Scenario::Scenario(const sample_host::Plugin &plugin, const Fate &fate, const std::filesystem::path &file)
    : fate_(fate),
      injector_(fate, kHang, let_through()),
      gateway_(plugin, file, injector_, shared_store(fate)),
      history_(file) {
    gateway_.storage().set_calendar(kAdded.calendar, {kHoliday});
    leave_neighbour(gateway_.storage().table(), kOrphaned, wall_clock());
}

void Scenario::play() {
    stage(Stage::starting, [this] { start(); });
    stage(Stage::firing, [this] { fire(); });
    stage(Stage::editing, [this] { edit(); });
    stage(Stage::swapping, [this] { swap(); });
    stage(Stage::asking, [this] { ask(); });
    stage(Stage::spoiling, [this] { spoil(); });
    stage(Stage::canceling, [this] { cancel(); });
    stage(Stage::removing, [this] { gateway_.remove(kRemoved.id); });
    go_on();
    end();
    settle();
}

// The fault of the hook whose stage it is strikes while it acts.
template <class Acts>
void Scenario::stage(Stage stage, const Acts &acts) {
    const bool struck = facts(fate_.hook).stage == stage;
    if (struck) injector_.arm();
    acts();
    if (struck && let_through() == 0) await("the fault has struck", [this] { return injector_.over_at().has_value(); });
}

void Scenario::start() {
    gateway_.start();
    for (const Job &job : {kGrid, kSlow, kRetried, kPaused, kRemoved, kByHand, kSpoilt}) gateway_.add(job);
}

void Scenario::fire() {
    for (const Job &job : {kGrid, kSlow, kRetried}) expect_fires(job.id, 0);
}

void Scenario::edit() {
    gateway_.pause(kPaused.id);
    evidence_.pause_returned = wall_clock();
    gateway_.add(kAdded);
    evidence_.resume_called = wall_clock();
    gateway_.resume(kPaused.id);
}

// A fault, or a beat that a slow disk has kept, may have ended one before.
void Scenario::have_one_by_hand() {
    await("a run by hand is going", [this] {
        if (all_closed(kByHand.id)) gateway_.run_now(kByHand.id);
        return gateway_.executor().going(kByHand.id);
    });
}

// The run by hand is left to the executor, and adopted.
void Scenario::swap() {
    have_one_by_hand();
    gateway_.stop(GS_STOP_HAND_OVER);
    gateway_.start();
}

void Scenario::ask() {
    const std::vector<Started> started = gateway_.executor().started();
    const auto fired =
        std::find_if(started.begin(), started.end(), [](const Started &start) { return start.job_id == kGrid.id; });
    gateway_.explain(kGrid.id, fired->due_at);
}

void Scenario::spoil() {
    history_.spoil_schedule(kSpoilt.id, wall_clock());
    const bool hit = fate_.hook == Hook::disable_job && fate_.fault == Fault::failed; // left alone until the next start
    if (!hit) await("the job with a bad schedule is disabled", [this] { return spoilt_is_disabled(); });
}

bool Scenario::spoilt_is_disabled() {
    return history_.disabled_jobs().contains(kSpoilt.id);
}

void Scenario::cancel() {
    if (facts(fate_.hook).stage == Stage::canceling) have_one_by_hand(); // or nothing is asked of the hook
    const auto run_id = history_.newest_run(kByHand.id);
    gateway_.cancel_run(run_id.value());
    await("the run by hand has ended", [this] { return all_closed(kByHand.id); });
}

bool Scenario::all_closed(const std::string &job_id) {
    const auto runs = history_.runs();
    return std::none_of(runs.begin(), runs.end(),
                        [&](const RunOnRecord &run) { return run.job_id == job_id && run.state != "closed"; });
}

void Scenario::expect_fires(const std::string &job_id, std::int64_t since) {
    await(job_id + " fires", [&] { return gateway_.executor().started_since(job_id, since); });
}

// Everything fires, and health is well. What a permanent failure has switched off somebody switches on again.
void Scenario::go_on() {
    const std::int64_t since = std::max(injector_.over_at().value_or(0), evidence_.resume_called);
    for (const Job &job : {kGrid, kSlow, kRetried, kPaused, kAdded}) {
        await(job.id + " goes on", [&] {
            if (history_.disabled_jobs().contains(job.id)) gateway_.resume(job.id);
            return gateway_.executor().started_since(job.id, since);
        });
    }
    await("the neighbour's run is taken over", [this] { return all_closed(kOrphaned); });
    await("health is well again", [this] { return gateway_.health() == "ok"; });
}

void Scenario::end() {
    gateway_.stop(GS_STOP_DRAIN);
    problems_ = judge_open_runs(history_.runs());
    evidence_.settled_until = wall_clock();
}

// What was put off, the next scheduler settles.
void Scenario::settle() {
    const auto settled = [this] { return history_.unsettled(evidence_.settled_until) == 0 && spoilt_is_disabled(); };
    if (!settled()) {
        gateway_.start();
        await("the next scheduler has settled everything", settled);
        gateway_.stop(GS_STOP_CANCEL);
    }
    evidence_.fate = fate_;
    evidence_.first_call = let_through() == 0;
    evidence_.jobs = history_.jobs();
    evidence_.runs = history_.runs();
    evidence_.records = history_.records();
    evidence_.living_replicas = history_.living_replicas();
    evidence_.started = gateway_.executor().started();
    evidence_.repeated_starts = gateway_.executor().repeated_starts();
    evidence_.overlapping_starts = gateway_.executor().overlapping_starts();
    evidence_.told = gateway_.notices().told();
    evidence_.refusals = gateway_.refusals();
    evidence_.paused_job = kPaused.id;
    evidence_.orphaned_job = kOrphaned;
    evidence_.spoilt_job = kSpoilt.id;
    const std::vector<std::string> found = judge(evidence_);
    problems_.insert(problems_.end(), found.begin(), found.end());
}

Outcome play(const sample_host::Plugin &plugin, const Fate &fate) {
    const auto began = std::chrono::steady_clock::now();
    Outcome outcome;
    outcome.fate = fate;
    try {
        const conformance::TemporaryFolder folder;
        Scenario scenario(plugin, fate, folder.path() / "scheduler.db");
        try {
            scenario.play();
        } catch (const std::exception &error) {
            outcome.problems.emplace_back(error.what());
        }
        const std::vector<std::string> problems = scenario.problems();
        outcome.problems.insert(outcome.problems.end(), problems.begin(), problems.end());
        outcome.log = scenario.log();
    } catch (const std::exception &error) {
        outcome.problems.emplace_back(error.what());
    }
    outcome.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    return outcome;
}

} // namespace faults
