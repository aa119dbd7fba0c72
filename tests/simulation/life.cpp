#include "life.h"

#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

Life::Life(World &world, const Config &config)
    : world_(world),
      config_(config),
      engine_(std::make_unique<Engine>(config, world.zones)),
      boot_offset_(world.random.between(0us, 1000h)) {}

void Life::later(Duration delay, std::function<void(Life &)> happening) {
    world_.timeline.after(delay, [self = weak_from_this(), happening = std::move(happening)] {
        const auto life = self.lock();
        if (life && life->alive_) happening(*life);
    });
}

void Life::start() {
    engine_->start(moment());
    pump();
}

void Life::stop(StopMode mode, Duration patience) {
    engine_->stop(mode, moment() + patience, moment());
    pump();
}

void Life::crash(bool writes_survive) {
    alive_ = false;
    writes_survive_ = writes_survive;
    engine_.reset();
    executor_calls_.clear();
    notices_.clear();
}

void Life::command(CommandId id, CommandRequest request) {
    engine_->command(id, std::move(request), moment() + 30s, moment());
    pump();
}

void Life::complete(Id run_id, std::int32_t attempt, const Completion &completion) {
    engine_->completed(run_id, attempt, completion, moment());
    pump();
}

void Life::step_clock() {
    engine_->clock_stepped(moment());
    pump();
}

void Life::pump() {
    for (auto decisions = engine_->take_decisions(); !decisions.empty(); decisions = engine_->take_decisions()) {
        for (Decision &decision : decisions) carry_out(decision);
        if (stopped_) return;
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
    else if (const auto *reply = std::get_if<Reply>(&decision))
        world_.observer.replied(*reply, world_.store_now());
    else if (std::holds_alternative<Stopped>(decision)) {
        stopped_ = true;
        alive_ = false;
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
    later(*wake - moment(), [number](Life &life) {
        if (number != life.alarm_number_) return;
        life.alarm_.reset();
        ++life.ticks_;
        life.world_.observer.ticked(life.world_.timeline.now());
        life.engine_->tick(life.moment());
        life.pump();
    });
}

void Life::call_storage() {
    if (const auto write = engine_->take_write(moment())) send_write(*write);
    if (const auto read = engine_->take_read(moment())) send_read(*read);
}

namespace {

struct Fate {
    bool effect = true;
    bool answer = true;
    Duration there{0}; // how long until it takes effect
    Duration back{0};  // and until it is answered
};

Fate draw_fate(World &world) {
    const Weather &weather = world.weather;
    Fate fate;
    fate.there = world.random.between(100us, weather.slowest / 2);
    fate.back = world.random.between(100us, weather.slowest / 2);
    if (weather.outage) {
        fate.answer = false;
        fate.effect = world.random.chance(0.05);
    } else if (world.random.chance(weather.lost_before)) {
        fate.answer = fate.effect = false;
    } else if (world.random.chance(weather.lost_after)) {
        fate.answer = false;
    }
    if (!fate.answer) {
        world.count_fault(fate.effect ? "answer lost" : "call lost");
        world.observer.disturbed(world.timeline.now());
    }
    return fate;
}

} // namespace

void Life::send_write(const Write &call) {
    const Fate fate = draw_fate(world_);
    const Caller caller{config_.instance, engine_->incarnation(), config_.executor_session, config_.data_directory};
    const Moment sent = moment();
    world_.observer.storage_called(world_.timeline.now());
    world_.timeline.after(fate.there, [self = shared_from_this(), fate, caller, call, sent] {
        if (!self->alive_ && !self->stopped_ && !self->writes_survive_) return;
        World &world = self->world_;
        world.store.set_now(world.store_now());
        StorageAnswer answer;
        if (fate.effect) answer = world.store.write(caller, call);
        if (!fate.answer) {
            answer = StorageAnswer{};
            answer.status = CallStatus::unavailable;
            answer.error = "the connection was lost";
        }
        answer.sent = sent;
        self->later(fate.back, [answer = std::move(answer)](Life &life) mutable {
            answer.received = life.moment();
            life.engine_->write_answered(answer, life.moment());
            life.pump();
        });
    });
}

void Life::send_read(const Read &call) {
    const Fate fate = draw_fate(world_);
    const Caller caller{config_.instance, engine_->incarnation(), config_.executor_session, config_.data_directory};
    const Moment sent = moment();
    world_.observer.storage_called(world_.timeline.now());
    later(fate.there, [fate, caller, call, sent](Life &there) {
        World &world = there.world_;
        world.store.set_now(world.store_now());
        StorageAnswer answer = world.store.read(caller, call);
        if (!fate.answer) {
            answer = StorageAnswer{};
            answer.status = CallStatus::unavailable;
            answer.error = "the connection was lost";
        }
        answer.sent = sent;
        there.later(fate.back, [answer = std::move(answer)](Life &back) mutable {
            answer.received = back.moment();
            back.engine_->read_answered(answer, back.moment());
            back.pump();
            if (back.alive_ && back.world_.mutation == DriverMutation::calls_for_nothing) back.call_for_nothing();
        });
    });
}

} // namespace simulation
