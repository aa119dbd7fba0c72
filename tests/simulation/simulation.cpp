#include "simulation.h"

#include "chaos.h"
#include "last_judge.h"
#include "mutation_names.h"
#include "workload.h"

#include <date/date.h>

#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

namespace {

// While there is no scheduler, nothing can be expected of it.
void look_around_often(World &world, const Chaos &chaos) {
    world.timeline.after(1min, [&world, &chaos] {
        if (!chaos.somebody() || world.weather.outage) world.disturb();
        world.observer.look_around();
        look_around_often(world, chaos);
    });
}

void set_up(World &world, const Options &options) {
    world.store.mutate(options.store_mutation);
    world.mutation = options.driver_mutation;
    world.hooks.plan(options.fault);
    world.observer.keep_history(options.keep_history);
    world.fair_weather.slowest = world.weather.slowest = options.slowest_answer;
    // From the Monday of a week in which Lisbon's clocks go forward.
    world.clock_offset = Instant(date::sys_days{date::year{2026} / 3 / 23}).time_since_epoch();
    world.store.set_now(world.store_now());
}

} // namespace

Duration length_of(const Options &options) {
    if (options.hour) return 1h;
    return options.rough ? Duration(3h) : Duration(24h * options.days);
}

Report simulate(const Options &options) {
    engine::mutate(options.engine_mutation);
    Zones zones;
    World world(options.seed, options.hour || options.rough, zones);
    set_up(world, options);
    Chaos chaos(world);
    Workload workload(
        world, [&chaos] { return chaos.anybody(); }, options.crowd);
    constexpr std::int64_t kHaste = 20;
    if (options.hour)
        chaos.begin_hour();
    else
        chaos.begin(options.rough ? kHaste : 1);
    workload.begin();
    look_around_often(world, chaos);
    const bool hours = options.hour || options.rough;
    const Duration length = length_of(options);
    world.timeline.run_until(length);
    chaos.calm();
    // Everything that is still in flight comes to rest.
    world.timeline.run_until(length + 10min);
    workload.wind_down();
    world.timeline.run_until(length + (hours ? Duration(50min) : Duration(3h)));
    world.observer.finish();
    Report report{options,
                  world.setting,
                  world.observer.tally(),
                  world.faults,
                  world.observer.violations(),
                  world.observer.history(),
                  world.hooks};
    for (std::string &violation : LastJudge(zones).judge(world.chronicle)) {
        report.violations.push_back(std::move(violation));
    }
    return report;
}

std::string replay_command(const Options &options) {
    std::string command = "tests/simulation/run --seed " + std::to_string(options.seed);
    if (options.hour)
        command += " --hour";
    else if (options.rough)
        command += " --rough";
    else
        command += " --days " + std::to_string(options.days);
    if (options.crowd > 0) command += " --crowd " + std::to_string(options.crowd);
    if (options.fault) command += " --fault " + text(*options.fault);
    for (const NamedMutation &known : named_mutations()) {
        if (known.mutation == options.engine_mutation) command += " --mutation " + std::string(known.name);
    }
    return command;
}

} // namespace simulation
