#include "hook_faults.h"

#include <algorithm>
#include <charconv>

namespace simulation {

using namespace engine;

namespace {

constexpr std::array<const char *, kHooks> kHookNames{
    "join",     "beat",      "retire",    "read_replicas", "read_job",   "read_jobs",        "read_calendars",
    "read_due", "read_wake", "read_runs", "read_records",  "put_job",    "remove_job",       "disable_job",
    "claim",    "pass",      "begin",     "update",        "ask_cancel", "record_announced", "start",
    "cancel",   "query",     "release",   "notify"};
constexpr std::array<const char *, 7> kFaultNames{"none",  "fails_before",   "fails_after",  "fails_for_good",
                                                  "hangs", "crashes_before", "crashes_after"};

template <class Names>
std::optional<std::size_t> place_of(const Names &names, const std::string &name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

} // namespace

HookFault HookFaults::next(Hook hook) {
    const std::int64_t index = calls_.at(static_cast<std::size_t>(hook))++;
    if (!planned_ || planned_->hook != hook || planned_->index != index) return HookFault::none;
    happened_ = true;
    return planned_->fault;
}

Hook hook_of(const Write &call) {
    if (std::holds_alternative<Join>(call)) return Hook::join;
    if (std::holds_alternative<Beat>(call)) return Hook::beat;
    if (std::holds_alternative<Retire>(call)) return Hook::retire;
    static constexpr std::array hooks{Hook::put_job, Hook::remove_job, Hook::disable_job,
                                      Hook::claim,   Hook::pass,       Hook::begin,
                                      Hook::update,  Hook::ask_cancel, Hook::record_announced};
    static_assert(hooks.size() == std::variant_size_v<WriteItem>);
    return hooks.at(std::get<std::vector<WriteItem>>(call).front().index());
}

Hook hook_of(const Read &call) {
    static constexpr std::array hooks{Hook::read_replicas, Hook::read_job,  Hook::read_jobs, Hook::read_calendars,
                                      Hook::read_due,      Hook::read_wake, Hook::read_runs, Hook::read_records};
    static_assert(hooks.size() == std::variant_size_v<Read>);
    return hooks.at(call.index());
}

std::string text(const PlannedFault &planned) {
    return std::string(kHookNames.at(static_cast<std::size_t>(planned.hook))) + ':' + std::to_string(planned.index) +
           ':' + kFaultNames.at(static_cast<std::size_t>(planned.fault));
}

std::optional<PlannedFault> planned_fault(const std::string &text) {
    const auto first = text.find(':');
    const auto last = text.rfind(':');
    if (first == std::string::npos || first == last) return std::nullopt;
    const auto hook = place_of(kHookNames, text.substr(0, first));
    const auto fault = place_of(kFaultNames, text.substr(last + 1));
    PlannedFault planned;
    const char *const begin = text.data() + first + 1;
    const char *const end = text.data() + last;
    const auto [stopped, error] = std::from_chars(begin, end, planned.index);
    if (!hook || !fault || error != std::errc() || stopped != end) return std::nullopt;
    planned.hook = static_cast<Hook>(*hook);
    planned.fault = static_cast<HookFault>(*fault);
    return planned;
}

const std::vector<HookFault> &all_hook_faults() {
    static const std::vector<HookFault> faults{HookFault::fails_before,   HookFault::fails_after,
                                               HookFault::fails_for_good, HookFault::hangs,
                                               HookFault::crashes_before, HookFault::crashes_after};
    return faults;
}

} // namespace simulation
