#include "world.h"

#include "life.h"

namespace simulation {

using namespace engine;

World::World(std::uint64_t seed, bool brief, Zones &zone_source)
    : random(seed), zones(zone_source), setting(draw_setting(random)), observer(store, zone_source, setting, timeline) {
    setting.brief = brief;
    store.watch(&observer);
    store.watch(&chronicle);
    timeline.watch([this] { store.set_now(store_now()); });
    if (!setting.common_executor) return;
    common_executor = std::make_shared<Executor>(timeline, random.fork());
    common_executor->on_completed([this](Id run_id, std::int32_t attempt, const Completion &completion) {
        observer.completed(run_id, attempt, completion);
        for (const auto &process : processes) {
            process->happen([process, run_id, attempt, completion] {
                const auto life = process->present();
                if (life && life->alive()) life->complete(run_id, attempt, completion);
            });
        }
    });
}

std::shared_ptr<Process> World::new_process() {
    const std::int64_t most = setting.largest_drift;
    const std::int64_t drift = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(2 * most + 1))) - most;
    const auto process =
        std::make_shared<Process>(timeline, random.fork(), processes.size() + 1, drift, common_executor);
    processes.push_back(process);
    process->executor().behave(behaviours);
    process->executor().calm(calm);
    if (!common_executor) hear(process);
    return process;
}

void World::hear(const std::shared_ptr<Process> &process) {
    process->executor().on_completed(
        [this, process = process.get()](Id run_id, std::int32_t attempt, const Completion &completion) {
            observer.completed(run_id, attempt, completion);
            const auto life = process->present();
            if (life && life->alive()) life->complete(run_id, attempt, completion);
        });
}

} // namespace simulation
