// Which call of which hook goes wrong, and how: one planned fault, by the number of the call. Not thread-safe.
#pragma once

#include "engine/storage_request.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace simulation {

namespace engine = gateway_scheduler::engine;

enum class Hook : std::uint8_t {
    join,
    beat,
    retire,
    read_replicas,
    read_job,
    read_jobs,
    read_calendars,
    read_due,
    read_wake,
    read_runs,
    read_records,
    put_job,
    remove_job,
    disable_job,
    claim,
    pass,
    begin,
    update,
    ask_cancel,
    record_announced,
    start,
    cancel,
    query,
    release,
    notify
};
inline constexpr std::size_t kHooks = 25;

enum class HookFault : std::uint8_t {
    none,
    fails_before,   // without effect, for the moment
    fails_after,    // it took effect, and says that it failed for the moment
    fails_for_good, // without effect
    hangs,          // for longer than a lease; then it takes effect
    crashes_before, // the process dies
    crashes_after   // likewise, once the call has taken effect
};

struct PlannedFault {
    Hook hook = Hook::join;
    std::int64_t index = 0; // of the call, from 0
    HookFault fault = HookFault::none;

    bool operator==(const PlannedFault &) const = default;
};

class HookFaults {
  public:
    void plan(std::optional<PlannedFault> planned) { planned_ = planned; }

    // A call is made: what becomes of it.
    HookFault next(Hook hook);

    std::int64_t calls(Hook hook) const { return calls_.at(static_cast<std::size_t>(hook)); }
    bool happened() const { return happened_; }

  private:
    std::array<std::int64_t, kHooks> calls_{};
    std::optional<PlannedFault> planned_;
    bool happened_ = false;
};

Hook hook_of(const engine::Write &call);
Hook hook_of(const engine::Read &call);

// For people, and for the option that replays one fault: HOOK:INDEX:FAULT.
std::string text(const PlannedFault &planned);
std::optional<PlannedFault> planned_fault(const std::string &text);

const std::vector<HookFault> &all_hook_faults(); // none is not among them

} // namespace simulation
