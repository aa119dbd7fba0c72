#include "chaos.h"

#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

Chaos::Chaos(World &world, const Config &config) : world_(world), random_(world.random.fork()), config_(config) {}

void Chaos::begin() {
    come_back(false);
    again_and_again(5h, &Chaos::outage);
    again_and_again(3h, &Chaos::bad_line);
    again_and_again(9h, &Chaos::crash);
    again_and_again(8h, &Chaos::stop);
    again_and_again(40h, &Chaos::step_clock);
    again_and_again(10h, &Chaos::poison);
    again_and_again(30h, &Chaos::corrupt);
    again_and_again(16h, &Chaos::swap);
}

void Chaos::again_and_again(Duration mean, void (Chaos::*trouble)()) {
    world_.timeline.after(random_.around(mean), [this, mean, trouble] {
        if (calm_) return;
        (this->*trouble)();
        world_.observer.disturbed(world_.timeline.now());
        again_and_again(mean, trouble);
    });
}

void Chaos::outage() {
    world_.count_fault("outage");
    world_.weather.outage = true;
    const Duration length = random_.chance(0.3) ? random_.between(1min, 20min) : random_.between(10ms, 30s);
    world_.timeline.after(length, [this] {
        world_.weather.outage = false;
        world_.observer.disturbed(world_.timeline.now());
    });
}

void Chaos::bad_line() {
    world_.count_fault("bad line");
    world_.weather.lost_before = 0.1;
    world_.weather.lost_after = 0.15;
    world_.weather.slowest = random_.chance(0.3) ? random_.between(1s, 6s) : random_.between(5ms, 300ms);
    world_.timeline.after(random_.between(1min, 20min), [this] {
        const bool outage = world_.weather.outage;
        world_.weather = world_.fair_weather;
        world_.weather.outage = outage;
        world_.observer.disturbed(world_.timeline.now());
    });
}

Duration Chaos::gap() {
    if (random_.chance(0.05)) return random_.between(12h, 30h);
    if (random_.chance(0.2)) return random_.between(5min, 2h);
    return random_.between(10ms, 30s);
}

void Chaos::crash() {
    if (!life_ || !life_->alive()) return;
    const bool same_process = random_.chance(0.5);
    world_.count_fault(same_process ? "crash of the scheduler" : "crash of the process");
    life_->crash(random_.chance(0.5));
    world_.observer.host_ended();
    if (!same_process) {
        if (swapped_ && swapped_->alive()) swapped_->crash(random_.chance(0.5));
        world_.executor.die();
        world_.observer.executions_died();
    }
    world_.timeline.after(gap(), [this] { come_back(true); });
}

void Chaos::stop() {
    if (!life_ || !life_->alive()) return;
    const StopMode mode = random_.pick<StopMode>({StopMode::drain, StopMode::hand_over, StopMode::cancel});
    if (mode == StopMode::hand_over && !config_.executor_answers) return;
    world_.count_fault("stop");
    const auto stopping = life_;
    const Duration patience = random_.chance(0.3) ? 0us : random_.between(0us, 5min);
    stopping->stop(mode, patience);
    // The host waits for it; it must come to an end soon after its patience.
    world_.timeline.after(patience + 3min, [this, stopping, life = lives_] {
        if (life != lives_) return;
        if (!stopping->stopped() && stopping->alive()) {
            world_.observer.never_stopped();
            stopping->crash(true);
        }
        world_.observer.host_ended();
        world_.observer.disturbed(world_.timeline.now());
        world_.timeline.after(gap(), [this] { come_back(true); });
    });
}

void Chaos::step_clock() {
    static const std::vector<Duration> steps{-10min, -2s, 3s, 90s, 1h, -1h};
    const Duration step = random_.pick(steps);
    world_.count_fault("clock step");
    world_.clock_offset += step;
    world_.observer.clock_stepped(world_.store_now());
    if (life_ && life_->alive() && random_.chance(0.7)) life_->step_clock();
}

// For a while, claims of one job or outputs of another cannot be stored.
void Chaos::poison() {
    world_.count_fault("poison");
    const auto claims = [](const WriteItem &item) {
        const auto *claim = std::get_if<Claim>(&item);
        return claim && claim->definition->id == "medium";
    };
    const auto outputs = [](const WriteItem &item) {
        const auto *update = std::get_if<Update>(&item);
        return update && update->output.ends_with('7');
    };
    auto &way = random_.chance(0.5) ? world_.store.poisoned : world_.store.bad;
    if (random_.chance(0.5))
        way = claims;
    else
        way = outputs;
    world_.timeline.after(random_.between(1min, 1h), [this] { world_.store.poisoned = world_.store.bad = nullptr; });
}

// Somebody writes a row that nobody can read. Storing the job anew heals it.
void Chaos::corrupt() {
    const auto &jobs = world_.store.jobs();
    if (jobs.empty()) return;
    auto job = jobs.begin();
    std::advance(job, static_cast<std::ptrdiff_t>(random_.below(jobs.size())));
    if (!job->second.row.readable) return;
    world_.count_fault("corrupt row");
    world_.store.corrupt_job(job->first);
}

// Another scheduler is started while the present one is alive; that one is stopped a while later.
void Chaos::swap() {
    if (!life_ || !life_->alive() || (swapped_ && swapped_->alive())) return;
    world_.count_fault("swap without a stop");
    swapped_ = std::exchange(life_, nullptr);
    come_back(false);
    world_.timeline.after(random_.between(1s, 5min), [this, old = swapped_] {
        if (old->alive()) old->stop(StopMode::cancel, 0us);
        world_.observer.disturbed(world_.timeline.now());
    });
}

void Chaos::come_back(bool once_more) {
    if (life_ && life_->alive()) return;
    if (once_more) world_.count_fault("restart");
    config_.executor_session = world_.executor.session();
    config_.seed = random_.next() + ++lives_;
    life_ = std::make_shared<Life>(world_, config_);
    world_.observer.disturbed(world_.timeline.now());
    if (random_.chance(0.3)) world_.executor.tell_again(); // before start is legal
    life_->start();
}

void Chaos::calm() {
    calm_ = true;
    if (swapped_ && swapped_->alive()) swapped_->stop(StopMode::cancel, 0us);
    world_.weather = world_.fair_weather;
    world_.store.poisoned = world_.store.bad = nullptr;
    world_.executor.calm(true);
    if (!life_->alive() || lives_ == 0) come_back(true);
}

} // namespace simulation
