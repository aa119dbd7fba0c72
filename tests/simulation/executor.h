// A simulated executor: attempts that succeed, fail, are busy, are rejected, never end, end twice, or end after they
// were given up. Its attempts live through the end of a scheduler; they die with their process, unless they live
// elsewhere. Not thread-safe.
#pragma once

#include "engine/decision.h"
#include "engine/event.h"
#include "random.h"
#include "timeline.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace simulation {

// How attempts of one job go.
struct Behaviour {
    engine::Duration mean_duration = std::chrono::seconds(2);
    double fails = 0.04;
    double fails_temporarily = 0.05;
    double busy = 0.01;
    double rejects = 0.01;
    double start_refused = 0.02; // busy, rejected, unavailable or failed at once
    double never_ends = 0.002;   // until it is canceled
    double ignores_cancel = 0.1; // of those that are canceled
    double ends_twice = 0.02;
    double ends_before_start_returns = 0.02;
};

using Behaviours = std::map<std::string, Behaviour>; // by job

class Executor {
  public:
    struct StartAnswer {
        engine::StartStatus status = engine::StartStatus::accepted;
        engine::Duration takes{0};
        bool again = false; // this attempt was started before
    };
    struct QueryAnswer {
        engine::AttemptState state = engine::AttemptState::unknown;
        std::optional<engine::Completion> completion;
    };
    using Completed = std::function<void(engine::Id, std::int32_t, const engine::Completion &)>;

    Executor(Timeline &timeline, Random random) : timeline_(timeline), random_(random), session_(random_.id()) {}

    void on_completed(Completed completed) { completed_ = std::move(completed); }
    // What happens to its attempts happens through this; by default at once.
    using Happen = std::function<void(std::function<void()>)>;
    void lives_in(Happen happen) { happen_ = std::move(happen); }
    void behave(std::shared_ptr<const Behaviours> behaviours) { behaviours_ = std::move(behaviours); }
    void calm(bool calm) { calm_ = calm; } // from now on everything succeeds quickly

    engine::Id session() const { return session_; }
    enum class How : std::uint8_t { as_it_comes, unavailable, broken, ends_first };
    StartAnswer start(const engine::StartRun &run, How how = How::as_it_comes);
    void cancel(const engine::CancelAttempt &attempt);
    QueryAnswer query(const engine::QueryAttempt &attempt) const;
    void release(const engine::ReleaseAttempt &attempt);
    void die(); // with all attempts; what comes back is another session

    bool going(engine::Id run_id, std::int32_t attempt) const;
    void tell_again(); // all completions that were not released

  private:
    using Key = std::pair<engine::Id, std::int32_t>;
    struct Attempt {
        std::string job_id;
        bool canceled = false;
        bool ignores_cancel = false;
        std::optional<engine::Completion> end;
    };

    void end_after(const Key &key, engine::Duration delay, engine::Completion completion);
    void end(const Key &key, const engine::Completion &completion);
    engine::Completion draw_end(const Behaviour &behaviour);

    Timeline &timeline_;
    Random random_;
    engine::Id session_;
    Completed completed_;
    bool calm_ = false;
    Happen happen_ = [](const std::function<void()> &what) { what(); };
    std::shared_ptr<const Behaviours> behaviours_;
    std::map<Key, Attempt> attempts_;
};

} // namespace simulation
