// The hooks that a host lends and that the scheduler calls, what can go wrong with one call of them, and the part of a
// scenario in which that call comes for certain. Values only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace faults {

enum class Hook : std::uint8_t {
    join,
    beat,
    retire,         // of itself
    retire_another, // that shows no sign of life
    replicas,
    get_job,
    jobs,
    due_jobs,
    wake_runs,
    runs,
    records,
    calendars,
    put_job,
    remove_job,
    disable_job,
    claim,
    pass,
    begin,     // that permits a start
    take_over, // a begin that does not
    update,
    ask_cancel,
    records_announced,
    start,
    cancel,
    query,
    release,
    notify
};

enum class Fault : std::uint8_t {
    unavailable,        // fails for the moment, without effect
    answer_lost,        // takes effect, and says that it failed for the moment
    failed,             // fails for good, without effect
    hangs,              // takes longer than a lease, and then takes effect
    throws,             // a std::exception, without effect
    throws_no_exception // something else, after the effect
};

enum class Stage : std::uint8_t { starting, firing, editing, swapping, asking, spoiling, canceling, removing };

struct HookFacts {
    Hook hook;
    const char *name;
    Stage stage;
};

std::span<const HookFacts> all_hooks(); // in the order of the enumeration
const HookFacts &facts(Hook hook);
const char *name(Fault fault);

// What can go wrong with this hook.
std::vector<Fault> faults_of(Hook hook);

struct Fate {
    Hook hook;
    Fault fault;
};

std::string name(const Fate &fate);

// Does the storage of its scenario say that other processes may have it open as well? Then there are leases.
bool shared_store(const Fate &fate);

} // namespace faults
