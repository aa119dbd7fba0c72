#include "setting.h"

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

Setting draw_setting(Random &random) {
    Setting setting;
    Config &config = setting.config;
    setting.replicas = random.pick<int>({1, 1, 2, 2, 3});
    config.store_exclusive = setting.replicas == 1 && random.chance(0.6);
    setting.common_executor = random.chance(0.2);
    setting.vouched = random.chance(0.8);
    setting.largest_drift = random.pick<std::int64_t>({0, 20, 100});
    config.executor_answers = setting.common_executor || random.chance(0.8);
    config.has_notifier = random.chance(0.9);
    config.capacity = random.pick<std::int32_t>({5, 20, 40, 100});
    config.refresh = random.pick<Duration>({5s, 30s, 30s});
    config.lease = random.pick<Duration>({6s, 20s, 30s, 2min});
    config.horizon = random.pick<Duration>({20s, 60s, 60s, 10min});
    config.cancel_grace = random.pick<Duration>({2s, 10s});
    config.missed_after = random.pick<Duration>({10s, 1min, 1min});
    config.catch_up_interval = random.pick<Duration>({200ms, 1s, 1s, 10s});
    return setting;
}

} // namespace simulation
