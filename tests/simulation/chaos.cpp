#include "chaos.h"

#include <algorithm>
#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

Chaos::Chaos(World &world) : world_(world), random_(world.random.fork()) {
    for (int i = 0; i < world.setting.replicas; ++i) {
        gateways_.push_back(std::make_unique<Gateway>(world, "replica-" + std::to_string(i + 1)));
    }
    world_.crash = [this](Process &process) {
        for (const auto &gateway : gateways_) {
            if (gateway->owns(process)) return gateway->crash(process);
        }
    };
}

void Chaos::begin_schedulers() {
    for (const auto &gateway : gateways_) gateway->begin();
    purge_often();
}

void Chaos::begin_hour() {
    begin_schedulers();
    const auto at = [this](Duration when, const std::function<void(Gateway &)> &happening) {
        world_.timeline.after(when, [this, happening] {
            if (!calm_) happening(somewhere());
            world_.disturb();
        });
    };
    at(9min, [](Gateway &gateway) { gateway.stop(); });
    at(18min, [](Gateway &gateway) { gateway.crash_process(); });
    at(27min, [](Gateway &gateway) { gateway.swap(); });
    at(35min, [](Gateway &gateway) { gateway.deploy(); });
    at(43min, [](Gateway &gateway) { gateway.stop(); });
    at(50min, [](Gateway &gateway) { gateway.crash_scheduler(); });
}

void Chaos::purge_often() {
    world_.timeline.after(1h, [this] {
        world_.store.purge(world_.store_now() - 6h);
        purge_often();
    });
}

void Chaos::begin(std::int64_t haste) {
    haste_ = haste;
    begin_schedulers();
    again_and_again(5h, &Chaos::outage);
    again_and_again(3h, &Chaos::bad_line);
    end_again_and_again(12h, &Gateway::crash_process);
    end_again_and_again(20h, &Gateway::crash_scheduler);
    end_again_and_again(8h, &Gateway::stop);
    end_again_and_again(16h, &Gateway::swap);
    end_again_and_again(14h, &Gateway::deploy);
    end_again_and_again(12h, &Gateway::suspend);
    again_and_again(24h, &Chaos::step_clock);
    again_and_again(10h, &Chaos::poison);
    again_and_again(30h, &Chaos::corrupt);
    world_.fair_weather.hangs = world_.weather.hangs = static_cast<double>(haste) / 40'000;
}

void Chaos::again_and_again(Duration mean, const std::function<void(Chaos &)> &trouble) {
    world_.timeline.after(random_.around(mean) / haste_, [this, mean, trouble] {
        if (calm_) return;
        trouble(*this);
        world_.disturb();
        again_and_again(mean, trouble);
    });
}

// Many a deployment comes close to the full minute, when there is most to lose.
void Chaos::end_again_and_again(Duration mean, void (Gateway::*end)()) {
    again_and_again(mean, [end](Chaos &chaos) {
        Gateway &gateway = chaos.somewhere();
        const Duration wait = chaos.random_.chance(0.4) ? chaos.until_full_minute() : 0us;
        chaos.world_.timeline.after(wait, [&chaos, &gateway, end] {
            if (chaos.calm_) return;
            (gateway.*end)();
            chaos.world_.disturb();
        });
    });
}

Duration Chaos::until_full_minute() {
    const Duration since = world_.store_now().time_since_epoch() % Duration(1min);
    return Duration(1min) - since + random_.between(-5ms, 25ms);
}

// In haste, what goes wrong is over sooner.
Duration Chaos::length(Duration least, Duration most) {
    return random_.between(least, std::max(least, most / haste_));
}

Life *Chaos::anybody() {
    std::vector<Life *> present;
    for (const auto &gateway : gateways_) {
        if (Life *life = gateway->present()) present.push_back(life);
    }
    return present.empty() ? nullptr : random_.pick(present);
}

bool Chaos::somebody() const {
    return std::any_of(gateways_.begin(), gateways_.end(), [](const auto &gateway) { return gateway->present(); });
}

void Chaos::outage() {
    world_.count_fault("outage");
    world_.weather.outage = true;
    const Duration lasts = random_.chance(0.3) ? length(1min, 20min) : length(10ms, 30s);
    world_.disturb(lasts);
    world_.timeline.after(lasts, [this] { world_.weather.outage = false; });
}

void Chaos::bad_line() {
    world_.count_fault("bad line");
    world_.weather.lost_before = 0.1;
    world_.weather.lost_after = 0.15;
    world_.weather.slowest = random_.chance(0.3) ? random_.between(1s, 6s) : random_.between(5ms, 300ms);
    const Duration lasts = length(1min, 20min);
    world_.disturb(lasts);
    world_.timeline.after(lasts, [this] {
        const bool outage = world_.weather.outage;
        world_.weather = world_.fair_weather;
        world_.weather.outage = outage;
    });
}

void Chaos::step_clock() {
    static const std::vector<Duration> steps{-10min, -2s, 3s, 90s, 1h, -1h};
    const Duration step = random_.pick(steps);
    world_.count_fault("clock step");
    const Instant before = world_.store_now();
    world_.clock_offset += step;
    world_.store.set_now(world_.store_now());
    world_.observer.clock_stepped(before, world_.store_now());
    for (const auto &gateway : gateways_) {
        if (random_.chance(0.7)) gateway->step_clock();
    }
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
    world_.timeline.after(length(1min, 1h), [this] { world_.store.poisoned = world_.store.bad = nullptr; });
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

void Chaos::calm() {
    calm_ = true;
    world_.weather = world_.fair_weather;
    world_.weather.hangs = 0;
    world_.store.poisoned = world_.store.bad = nullptr;
    world_.calm = true;
    for (const auto &process : world_.processes) process->executor().calm(true);
    for (const auto &gateway : gateways_) gateway->calm();
}

} // namespace simulation
