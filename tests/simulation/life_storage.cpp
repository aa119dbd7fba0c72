// The two storage threads of one life: what becomes of each call.
#include "life.h"

#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

struct Fate {
    bool effect = true;
    CallStatus status = CallStatus::ok;
    Duration there{0}; // how long until it takes effect
    Duration back{0};  // and until it is answered
    HookFault planned = HookFault::none;
};

Fate draw_fate(World &world) {
    const Weather &weather = world.weather;
    Fate fate;
    fate.there = world.random.between(100us, weather.slowest / 2);
    fate.back = world.random.between(100us, weather.slowest / 2);
    if (weather.outage) {
        fate.status = CallStatus::unavailable;
        fate.effect = world.random.chance(0.05);
    } else if (world.random.chance(weather.lost_before)) {
        fate.status = CallStatus::unavailable;
        fate.effect = false;
    } else if (world.random.chance(weather.lost_after)) {
        fate.status = CallStatus::unavailable;
    }
    if (fate.status == CallStatus::ok) return fate;
    world.count_fault(fate.effect ? "answer lost" : "call lost");
    world.disturb();
    return fate;
}

// The jobs that an item concerns.
std::string job_of(const Store &store, const WriteItem &item) {
    if (const auto *put = std::get_if<PutJob>(&item)) return put->row.definition->id;
    if (const auto *remove = std::get_if<RemoveJob>(&item)) return remove->id;
    if (const auto *disable = std::get_if<DisableJob>(&item)) return disable->id;
    if (const auto *claim = std::get_if<Claim>(&item)) return claim->definition->id;
    if (const auto *pass = std::get_if<Pass>(&item)) return pass->job_id;
    const RunRow *run = nullptr;
    if (const auto *begin = std::get_if<Begin>(&item)) run = store.find_run(begin->run_id);
    if (const auto *update = std::get_if<Update>(&item)) run = store.find_run(update->run_id);
    return run ? run->job_id : std::string();
}

// A call that fails for good: if one item is alone to blame, its job may be disabled for it.
void blame(World &world, const Write &call, bool alone) {
    const auto *items = std::get_if<std::vector<WriteItem>>(&call);
    if (!items) return;
    for (const WriteItem &item : *items) {
        const bool refused =
            (world.store.poisoned && world.store.poisoned(item)) || (world.store.bad && world.store.bad(item));
        if (refused || (alone && items->size() == 1)) world.observer.blamed(job_of(world.store, item));
    }
}

} // namespace

void Life::call_storage() {
    if (const auto write = engine_->take_write(moment())) send_write(*write);
    if (const auto read = engine_->take_read(moment())) send_read(*read);
}

Duration Life::hang() {
    world_.count_fault("hook hangs");
    const Duration length = config_.lease + world_.random.between(1s, config_.lease);
    world_.disturb(length);
    return length;
}

HookFault Life::fault_of(Hook hook) {
    HookFault fault = world_.hooks.next(hook);
    if (fault == HookFault::none && world_.random.chance(world_.weather.hangs)) fault = HookFault::hangs;
    if (fault != HookFault::none) world_.disturb();
    return fault;
}

namespace {

void apply(HookFault fault, Duration hang, bool first, Fate &fate) {
    fate.planned = fault;
    if (fault == HookFault::fails_before || fault == HookFault::crashes_before) {
        fate.effect = false;
        fate.status = CallStatus::unavailable;
    } else if (fault == HookFault::fails_after) {
        fate.status = CallStatus::unavailable;
    } else if (fault == HookFault::fails_for_good) {
        fate.effect = false;
        fate.status = CallStatus::failed;
    } else if (fault == HookFault::hangs) {
        (first ? fate.there : fate.back) = hang;
    }
}

bool crashes(HookFault fault) {
    return fault == HookFault::crashes_before || fault == HookFault::crashes_after;
}

} // namespace

void Life::send_write(const Write &call) {
    Fate fate = draw_fate(world_);
    if (const HookFault fault = fault_of(hook_of(call)); fault != HookFault::none)
        apply(fault, fault == HookFault::hangs ? hang() : 0us, world_.random.chance(0.5), fate);
    const Caller caller{config_.instance, engine_->incarnation(), config_.executor_session, config_.data_directory,
                        number_};
    const Moment sent = moment();
    world_.observer.storage_called();
    world_.timeline.after(fate.there, [self = shared_from_this(), fate, caller, call, sent] {
        if (!self->alive_ && !self->stopped_ && !self->writes_survive_) return;
        World &world = self->world_;
        StorageAnswer answer;
        if (fate.effect) answer = world.store.write(caller, call);
        if (fate.status == CallStatus::failed || world.store.poisoned || world.store.bad)
            blame(world, call, fate.status == CallStatus::failed);
        if (crashes(fate.planned) && self->alive_) return world.crash(*self->process_);
        if (fate.status != CallStatus::ok) {
            answer = StorageAnswer{};
            answer.status = fate.status;
            answer.error = "the connection was lost";
        }
        answer.sent = sent;
        self->later(fate.back, [answer = std::move(answer)](Life &life) mutable {
            answer.received = life.moment();
            life.engine_->write_came(std::move(answer), life.moment());
            if (const auto next = life.engine_->take_write(life.moment())) life.send_write(*next);
            life.engine_->settle_write(life.moment());
            life.pump();
        });
    });
}

void Life::send_read(const Read &call) {
    Fate fate = draw_fate(world_);
    if (const HookFault fault = fault_of(hook_of(call)); fault != HookFault::none)
        apply(fault, fault == HookFault::hangs ? hang() : 0us, world_.random.chance(0.5), fate);
    const Caller caller{config_.instance, engine_->incarnation(), config_.executor_session, config_.data_directory,
                        number_};
    const Moment sent = moment();
    world_.observer.storage_called();
    later(fate.there, [fate, caller, call, sent](Life &there) {
        World &world = there.world_;
        StorageAnswer answer = world.store.read(caller, call);
        if (crashes(fate.planned)) return world.crash(*there.process_);
        if (fate.status != CallStatus::ok) {
            answer = StorageAnswer{};
            answer.status = fate.status;
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

// A driver that has gone mad: it asks the storage without end.
void Life::call_for_nothing() {
    for (int i = 0; i < 100; ++i) world_.observer.storage_called();
}

} // namespace simulation
