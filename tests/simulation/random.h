// The one source of chance in a simulation: everything is drawn from a seed, so that a run replays. Not thread-safe.
#pragma once

#include "engine/id.h"
#include "engine/time.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace simulation {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() { // splitmix64
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }

    // From 0 to `limit` - 1.
    std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : next() % limit; }

    bool chance(double probability) { return static_cast<double>(next() >> 11U) * 0x1.0p-53 < probability; }

    gateway_scheduler::engine::Duration between(gateway_scheduler::engine::Duration least,
                                                gateway_scheduler::engine::Duration most) {
        const auto span = static_cast<std::uint64_t>((most - least).count());
        return least + gateway_scheduler::engine::Duration(static_cast<std::int64_t>(below(span + 1)));
    }

    // Around `mean`: from a tenth of it to nearly twice it.
    gateway_scheduler::engine::Duration around(gateway_scheduler::engine::Duration mean) {
        return between(mean / 10, mean * 19 / 10);
    }

    template <class Choice>
    const Choice &pick(const std::vector<Choice> &choices) {
        return choices[static_cast<std::size_t>(below(choices.size()))];
    }

    gateway_scheduler::engine::Id id() {
        gateway_scheduler::engine::Id made;
        for (auto &byte : made.bytes) byte = static_cast<std::uint8_t>(next());
        return made;
    }

    Random fork() { return Random(next()); }

  private:
    std::uint64_t state_;
};

} // namespace simulation
