#include "fake_host.h"

#include <algorithm>
#include <chrono>

namespace runtime_test {

using namespace engine;

FakeHost::FakeHost() = default;

void FakeHost::happened() {
    ++hook_calls_;
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
}

bool FakeHost::wait_for(const std::function<bool()> &condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kLongEnough, condition);
}

std::optional<RunRow> FakeHost::run(Id id) {
    const std::lock_guard lock(mutex_);
    const RunRow *row = store_.find_run(id);
    return row ? std::optional(*row) : std::nullopt;
}

bool FakeHost::closed(Id id) {
    return wait_for([&] {
        const RunRow *row = store_.find_run(id);
        return row && row->state == RunState::closed;
    });
}

bool FakeHost::unguarded_running() const {
    const auto &runs = store_.runs();
    return std::any_of(runs.begin(), runs.end(), [](const auto &run) { return run.second.state == RunState::running; });
}

bool FakeHost::recorded() {
    return wait_for([&] { return !store_.records().empty(); });
}

std::vector<engine::RecordRow> FakeHost::records() {
    const std::lock_guard lock(mutex_);
    std::vector<engine::RecordRow> records;
    for (const auto &[id, record] : store_.records()) records.push_back(record);
    return records;
}

engine::JobRow FakeHost::job(const std::string &id) {
    const std::lock_guard lock(mutex_);
    return store_.find_job(id)->row;
}

std::size_t FakeHost::count_runs() {
    const std::lock_guard lock(mutex_);
    return store_.runs().size();
}

template <class Work>
StorageAnswer FakeHost::answer(Work work) {
    if (in_storage) in_storage();
    if (storage_gate) storage_gate->pass();
    StorageAnswer given;
    if (storage_status == CallStatus::ok) {
        const std::lock_guard lock(mutex_);
        store_.set_now(realtime() + Duration(store_ahead.load()));
        given = work();
    } else {
        given.status = storage_status;
        given.error = "the storage said no";
    }
    happened();
    return given;
}

StorageAnswer FakeHost::write(const runtime::Caller &caller, const Write &call) {
    return answer([&] { return store_.write({caller.instance, caller.incarnation, executor_session, {}}, call); });
}

StorageAnswer FakeHost::read(const runtime::Caller &caller, const Read &call) {
    return answer([&] { return store_.read({caller.instance, caller.incarnation, executor_session, {}}, call); });
}

runtime::PurgeAnswer FakeHost::purge(const runtime::Caller &caller, const runtime::Purge &call) {
    runtime::PurgeAnswer given = in_purge ? in_purge(caller, call) : runtime::PurgeAnswer{};
    happened();
    return given;
}

runtime::StartAnswer FakeHost::start(const StartRun &run) {
    ++starts_;
    happened();
    if (in_start) in_start(run);
    if (start_gate) start_gate->pass();
    return {start_status, start_status == StartStatus::accepted ? "" : "not now"};
}

void FakeHost::cancel(const CancelAttempt & /*attempt*/) {
    ++cancels_;
    happened();
}

runtime::QueryAnswer FakeHost::query(const QueryAttempt & /*attempt*/) {
    happened();
    return {query_state, std::nullopt};
}

void FakeHost::release(const ReleaseAttempt & /*attempt*/) {
    ++releases_;
    happened();
}

NoticeStatus FakeHost::notify(const Announce & /*notice*/) {
    ++notices_;
    happened();
    if (notify_gate) notify_gate->pass();
    return NoticeStatus::told;
}

Moment FakeHost::boottime() {
    const auto machine = std::chrono::steady_clock::now().time_since_epoch();
    return Moment(std::chrono::duration_cast<Duration>(machine) + Duration(clock_ahead.load()));
}

// A day in March, whatever the machine's clock says.
Instant FakeHost::realtime() {
    static const Instant beginning(std::chrono::hours(24 * 20'535));
    static const Moment origin = boottime();
    return beginning + (boottime() - origin);
}

void FakeHost::write(LogLevel /*level*/, std::string_view /*text*/) {
    happened();
}
void FakeHost::counter(std::string_view /*name*/, double /*increase*/) {
    ++hook_calls_;
}
void FakeHost::gauge(std::string_view /*name*/, double /*value*/) {}
void FakeHost::sample(std::string_view /*name*/, double /*value*/) {}

} // namespace runtime_test
