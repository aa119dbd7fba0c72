#include "runtime/reentrancy.h"

namespace gateway_scheduler::runtime {

namespace {
thread_local HookKind current = HookKind::none; // trivially destructible: nothing is left on the host's threads
}

HookKind current_hook() {
    return current;
}

InsideHook::InsideHook(HookKind kind) : outer_(current) {
    current = kind;
}

InsideHook::~InsideHook() {
    current = outer_;
}

} // namespace gateway_scheduler::runtime
