#include "simulation.h"

#include "chaos.h"
#include "life.h"
#include "workload.h"

#include <date/date.h>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

// What the host lends and how it is set up differs from seed to seed.
Config draw_config(World &world) {
    Config config;
    config.instance = "simulated";
    config.data_directory = world.random.id();
    config.predecessor_dead = world.random.chance(0.8);
    config.store_exclusive = world.random.chance(0.4);
    config.executor_answers = world.random.chance(0.7);
    config.has_notifier = world.random.chance(0.9);
    config.capacity = world.random.chance(0.3) ? 4 : 12;
    config.refresh = world.random.chance(0.3) ? 5s : 30s;
    return config;
}

// While there is no scheduler, nothing can be expected of it.
void look_around_often(World &world, const Chaos &chaos) {
    world.timeline.after(10min, [&world, &chaos] {
        const bool alive = chaos.present() && chaos.present()->alive();
        if (!alive || world.weather.outage) world.observer.disturbed(world.timeline.now());
        world.observer.look_around(world.store_now(), world.timeline.now());
        look_around_often(world, chaos);
    });
}

} // namespace

Report simulate(const Options &options) {
    Zones zones;
    World world(options.seed, zones);
    world.store.mutate(options.store_mutation);
    world.mutation = options.driver_mutation;
    world.observer.keep_history(options.keep_history);
    world.fair_weather.slowest = world.weather.slowest = options.slowest_answer;
    // From the Monday of a week in which Lisbon's clocks go forward.
    world.clock_offset = Instant(date::sys_days{date::year{2026} / 3 / 23}).time_since_epoch();
    world.store.set_now(world.store_now());
    const Config config = draw_config(world);
    world.observer.expect(config);
    Chaos chaos(world, config);
    Workload workload(world, [&chaos] { return chaos.present(); });
    world.executor.on_completed([&](Id run_id, std::int32_t attempt, const Completion &completion) {
        world.observer.completed(run_id, attempt, completion);
        if (chaos.present() && chaos.present()->alive()) chaos.present()->complete(run_id, attempt, completion);
    });
    chaos.begin();
    workload.begin();
    look_around_often(world, chaos);
    world.timeline.run_until(24h * options.days);
    chaos.calm();
    // Everything that is still in flight comes to rest.
    world.timeline.run_until(24h * options.days + 10min);
    workload.wind_down();
    world.timeline.run_until(24h * options.days + 3h);
    world.store.set_now(world.store_now());
    world.observer.finish(world.store_now());
    return {options, world.observer.tally(), world.faults, world.observer.violations(), world.observer.history()};
}

std::string replay_command(const Options &options) {
    return "simulation_run --seed " + std::to_string(options.seed) + " --days " + std::to_string(options.days);
}

} // namespace simulation
