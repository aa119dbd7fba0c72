#include "life.h"

#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

Life::Life(World &world, std::shared_ptr<Process> process, const Config &config)
    : world_(world),
      process_(std::move(process)),
      config_(config),
      number_(++world.schedulers),
      engine_(std::make_unique<Engine>(config, world.zones)),
      boot_offset_(world.random.between(0us, 1000h)) {}

void Life::later(Duration delay, std::function<void(Life &)> happening) {
    world_.timeline.after(delay, [process = process_, self = weak_from_this(), happening = std::move(happening)] {
        process->happen([self, happening] {
            const auto life = self.lock();
            if (life && life->alive_) happening(*life);
        });
    });
}

void Life::start() {
    world_.observer.scheduler_made(place(), config_);
    engine_->start(moment());
    pump();
}

void Life::stop(StopMode mode, Duration patience) {
    stopping_ = true;
    world_.observer.stop_called(number_, mode);
    engine_->stop(mode, moment() + patience, moment());
    pump();
}

void Life::crash(bool writes_survive) {
    if (!alive_) return;
    alive_ = false;
    writes_survive_ = writes_survive;
    executor_calls_.clear();
    notices_.clear();
    world_.observer.scheduler_ended(number_, false);
}

void Life::command(CommandId id, CommandRequest request) {
    engine_->command(id, std::move(request), moment() + 30s, moment());
    pump();
}

void Life::complete(Id run_id, std::int32_t attempt, const Completion &completion) {
    world_.observer.completion_given(run_id, attempt, number_);
    engine_->completed(run_id, attempt, completion, moment());
    pump();
}

void Life::step_clock() {
    engine_->clock_stepped(moment());
    pump();
}

void Life::pump() {
    for (auto decisions = engine_->take_decisions(); !decisions.empty(); decisions = engine_->take_decisions()) {
        for (Decision &decision : decisions) {
            carry_out(decision);
            if (!alive_) return;
        }
    }
    call_storage();
    set_alarm();
}

void Life::carry_out(Decision &decision) {
    if (auto *start = std::get_if<StartRun>(&decision))
        executor_calls_.emplace_back(std::move(*start));
    else if (auto *cancel = std::get_if<CancelAttempt>(&decision))
        executor_calls_.emplace_back(*cancel);
    else if (auto *query = std::get_if<QueryAttempt>(&decision))
        executor_calls_.emplace_back(*query);
    else if (auto *release = std::get_if<ReleaseAttempt>(&decision))
        executor_calls_.emplace_back(*release);
    else if (auto *notice = std::get_if<Announce>(&decision))
        notices_.push_back(std::move(*notice));
    else if (const auto *reply = std::get_if<Reply>(&decision)) {
        const std::string at_rest = world_.observer.replied(*reply);
        if (!at_rest.empty()) world_.chronicle.promised(at_rest, world_.store_now());
    } else if (std::holds_alternative<Stopped>(decision)) {
        stopped_ = true;
        alive_ = false;
        world_.observer.scheduler_ended(number_, true);
        return;
    }
    next_executor_call();
    next_notice();
}

// Ticks come at next_wake and at no other time.
void Life::set_alarm() {
    const auto wake = engine_->next_wake();
    if (wake == alarm_) return;
    alarm_ = wake;
    const std::uint64_t number = ++alarm_number_;
    if (!wake) return;
    later(process_->wait_for(*wake - moment()) + Duration(1), [number](Life &life) {
        if (number != life.alarm_number_) return;
        life.alarm_.reset();
        life.world_.observer.ticked();
        life.engine_->tick(life.moment());
        life.pump();
    });
}

} // namespace simulation
