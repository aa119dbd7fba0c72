#include "gateway.h"

#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

Gateway::Gateway(World &world, const std::string &instance)
    : world_(world), random_(world.random.fork()), config_(world.setting.config) {
    config_.instance = instance;
    config_.data_directory = random_.id();
}

void Gateway::begin() {
    come_back(false);
}

Life *Gateway::present() const {
    return up() && !life_->stopping() ? life_.get() : nullptr;
}

bool Gateway::owns(const Process &process) const {
    return (process_ && process_.get() == &process) || (older_ && &older_->process() == &process);
}

Duration Gateway::gap() {
    if (world_.setting.brief) return random_.between(10ms, 1min);
    if (random_.chance(0.05)) return random_.between(12h, 30h);
    if (random_.chance(0.2)) return random_.between(5min, 2h);
    return random_.between(10ms, 30s);
}

// A new scheduler, in a new process unless the present one lives.
void Gateway::come_back(bool once_more) {
    if (life_ && life_->alive()) return;
    if (once_more) world_.count_fault("restart");
    const bool same_process = process_ && process_->alive();
    if (!same_process) process_ = world_.new_process();
    if (random_.chance(0.02)) config_.data_directory = random_.id(); // its disk was lost
    config_.predecessor_dead =
        world_.setting.vouched && !(older_ && older_->alive() && &older_->process() != process_.get());
    config_.executor_session = process_->executor().session();
    config_.seed = random_.next();
    life_ = std::make_shared<Life>(world_, process_, config_);
    process_->serve(life_);
    world_.disturb();
    if (random_.chance(0.3)) process_->executor().tell_again(); // before start is legal
    life_->start();
}

void Gateway::crash_scheduler() {
    if (!up()) return;
    world_.count_fault("crash of a scheduler");
    life_->crash(random_.chance(0.5));
    world_.timeline.after(gap(), [this] { come_back(true); });
}

void Gateway::crash_process() {
    if (!life_ || !process_->alive()) return;
    crash(*process_);
}

void Gateway::crash(Process &process) {
    if (!process.alive()) return;
    world_.count_fault("crash of a process");
    world_.disturb();
    const bool writes_survive = random_.chance(0.5);
    const bool present = process_.get() == &process;
    if (older_ && &older_->process() == &process) older_->crash(writes_survive);
    if (life_ && &life_->process() == &process) life_->crash(writes_survive);
    process.die();
    world_.observer.process_died(process.number(), process.executor_elsewhere());
    if (present) world_.timeline.after(calm_ ? 1s : gap(), [this] { come_back(true); });
}

void Gateway::stop() {
    if (!up() || life_->stopping()) return;
    const StopMode mode = random_.pick<StopMode>({StopMode::drain, StopMode::hand_over, StopMode::cancel});
    if (mode == StopMode::hand_over && !config_.executor_answers) return;
    world_.count_fault("stop");
    const auto stopping = life_;
    const bool process_ends = mode != StopMode::hand_over && random_.chance(0.5);
    const Duration patience = random_.chance(0.3) ? 0us : random_.between(0us, 5min);
    stopping->stop(mode, patience);
    // The host waits for it; it must come to an end soon after its patience.
    world_.timeline.after(patience + 3min, [this, stopping, process_ends] {
        if (stopping != life_ || (!stopping->alive() && !stopping->stopped())) return;
        if (stopping->alive()) {
            world_.observer.never_stopped(stopping->process().number());
            stopping->crash(true);
        }
        world_.disturb();
        if (process_ends) return crash(*process_);
        world_.timeline.after(gap(), [this] { come_back(true); });
    });
}

void Gateway::swap() {
    if (!up() || busy() || life_->stopping()) return;
    world_.count_fault("swap without a stop");
    older_ = std::exchange(life_, nullptr);
    come_back(false);
    retire_older(random_.between(1s, 5min));
}

void Gateway::deploy() {
    if (!up() || busy() || life_->stopping() || config_.store_exclusive) return;
    world_.count_fault("deployment");
    older_ = std::exchange(life_, nullptr);
    process_ = nullptr;
    come_back(false);
    retire_older(random_.between(1s, 5min));
}

void Gateway::retire_older(Duration patience) {
    world_.timeline.after(patience, [this, old = older_] {
        world_.disturb();
        if (old->alive() && !old->stopping()) old->stop(random_.chance(0.5) ? StopMode::cancel : StopMode::drain, 0us);
        world_.timeline.after(3min, [this, old] { end_older_of(old); });
    });
}

// Of an earlier process nothing is left in the end.
void Gateway::end_older_of(const std::shared_ptr<Life> &old) {
    world_.disturb();
    if (old->alive()) {
        world_.observer.never_stopped(old->process().number());
        old->crash(true);
    }
    for (const auto &process : world_.processes) {
        if (process.get() == &old->process() && process != process_) crash(*process);
    }
}

void Gateway::suspend() {
    if (!up()) return;
    world_.count_fault("suspended");
    const auto process = process_;
    const Duration length = random_.between(config_.lease / 10, config_.lease * 3);
    process->suspend();
    world_.disturb(length);
    world_.observer.process_suspended(process->number());
    world_.timeline.after(length, [this, process] {
        if (!process->alive()) return;
        world_.observer.process_resumed(process->number());
        process->resume();
    });
}

void Gateway::step_clock() {
    if (up()) life_->step_clock();
}

void Gateway::calm() {
    calm_ = true;
    if (process_ && process_->suspended()) process_->resume();
    if (older_ && older_->alive()) older_->stop(StopMode::cancel, 0us);
    if (!life_ || !life_->alive()) come_back(true);
}

} // namespace simulation
