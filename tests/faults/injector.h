// Makes one call of one hook go wrong, once it is armed. Any thread.
#pragma once

#include "faults/hook.h"
#include "loader/contract.h"

#include <gateway_scheduler/abi.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <thread>

namespace faults {

// Microseconds since 1970, as the storage's clock has them.
inline std::int64_t wall_clock() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

class Injector {
  public:
    // `hang`: how long a call that hangs takes. `let_through`: so many calls of the hook go well once it is armed.
    Injector(const Fate &fate, std::chrono::milliseconds hang, int let_through)
        : fate_(fate), hang_(hang), let_through_(let_through) {}

    // One of the next calls of the hook goes wrong.
    void arm() { armed_.store(true); }

    // When the call that went wrong came back, by the wall clock; none: it has not yet.
    std::optional<std::int64_t> over_at() const {
        const std::int64_t at = over_at_.load();
        return at == 0 ? std::nullopt : std::optional(at);
    }

    template <class Call>
    std::int32_t pass(Hook hook, gs_error *error, const Call &call) {
        if (!strikes(hook)) return call();
        const ComesBack mark{over_at_};
        switch (fate_.fault) {
        case Fault::unavailable:
            return sample_host::tell_error(error, GS_UNAVAILABLE, "", "injected: not for the moment");
        case Fault::answer_lost:
            call();
            return sample_host::tell_error(error, GS_UNAVAILABLE, "", "injected: the answer is lost");
        case Fault::failed:
            return sample_host::tell_error(error, GS_FAILED, "", "injected: never");
        case Fault::hangs:
            std::this_thread::sleep_for(hang_); // the fault itself: nothing waits for something here
            return call();
        case Fault::throws:
            throw std::runtime_error("injected: thrown");
        case Fault::throws_no_exception:
            break;
        }
        call();
        throw NoException{};
    }

  private:
    struct NoException {};

    bool strikes(Hook hook) { return hook == fate_.hook && armed_.load() && let_through_.fetch_sub(1) == 0; }

    struct ComesBack {
        std::atomic<std::int64_t> &over_at;
        explicit ComesBack(std::atomic<std::int64_t> &at) : over_at(at) {}
        ComesBack(const ComesBack &) = delete;
        ComesBack &operator=(const ComesBack &) = delete;
        ~ComesBack() { over_at.store(wall_clock()); }
    };

    Fate fate_;
    std::chrono::milliseconds hang_;
    std::atomic<bool> armed_{false};
    std::atomic<int> let_through_;
    std::atomic<std::int64_t> over_at_{0};
};

} // namespace faults
