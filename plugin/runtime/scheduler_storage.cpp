// The calls to the storage, one write and one read under way at a time, and the quiet of the inbox during a write.
#include "runtime/scheduler.h"

#include <chrono>
#include <utility>

namespace gateway_scheduler::runtime {

namespace {
// For so long what becomes of runs waits for the answer to a write.
constexpr engine::Duration kQuiet = std::chrono::milliseconds(50);
} // namespace

void Scheduler::call_storage() {
    const engine::Moment now = hooks_.clock.boottime();
    send_write(now);
    if (auto read = engine_.take_read(now)) {
        read_worker_.post([this, call = std::move(*read), caller = Caller{config_.instance, engine_.incarnation()}] {
            read_storage(call, caller);
        });
    }
}

void Scheduler::send_write(engine::Moment now) {
    auto write = engine_.take_write(now);
    if (!write) return;
    quiet_until_ = now + kQuiet;
    inbox_.writing(true);
    write_worker_.post([this, call = std::move(*write), caller = Caller{config_.instance, engine_.incarnation()}] {
        write_storage(call, caller);
    });
}

void Scheduler::write_storage(const engine::Write &call, const Caller &caller) {
    const engine::Moment sent = hooks_.clock.boottime();
    engine::StorageAnswer answer = hooks_.storage.write(caller, call);
    answer.sent = sent;
    answer.received = hooks_.clock.boottime();
    round_trip_.store((answer.received - answer.sent).count());
    inbox_.put(WriteAnswered{std::move(answer)});
}

void Scheduler::read_storage(const engine::Read &call, const Caller &caller) {
    const engine::Moment sent = hooks_.clock.boottime();
    engine::StorageAnswer answer = hooks_.storage.read(caller, call);
    answer.sent = sent;
    answer.received = hooks_.clock.boottime();
    inbox_.put(ReadAnswered{std::move(answer)});
}

// What came of runs meanwhile is dealt with now, and from here on at once.
void Scheduler::end_quiet(engine::Moment now) {
    if (!quiet_until_ || now < *quiet_until_) return;
    quiet_until_.reset();
    inbox_.writing(false);
    handle_all(inbox_.take_all());
}

} // namespace gateway_scheduler::runtime
