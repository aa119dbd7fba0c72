// Which hook, if any, this thread is inside of: some may not call back. One plain thread-local number.
#pragma once

namespace gateway_scheduler::runtime {

enum class HookKind : unsigned char {
    none,     // a thread of the host
    may_call, // executor, notifier: a thread of ours, that may call everything but stop
    closed    // storage, clock, log, metrics: complete_run and progress only
};

HookKind current_hook();

class InsideHook {
  public:
    explicit InsideHook(HookKind kind);
    ~InsideHook();
    InsideHook(const InsideHook &) = delete;
    InsideHook &operator=(const InsideHook &) = delete;

  private:
    HookKind outer_;
};

} // namespace gateway_scheduler::runtime
