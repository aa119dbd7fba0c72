#include "gateway.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>

namespace benchmarks {

namespace {

constexpr std::int64_t kSecond = 1'000'000;

gs_string text(const std::string &words) {
    return {words.data(), words.size()};
}

void require(std::int32_t status, const gs_error &error) {
    if (status != GS_OK) throw std::runtime_error(error.text);
}

gs_error new_error() {
    gs_error error{};
    error.struct_size = sizeof error;
    return error;
}

std::string at(std::int64_t instant) {
    const std::time_t seconds = instant / kSecond;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char words[40];
    std::strftime(words, sizeof words, "@at %Y-%m-%dT%H:%M:%SZ", &parts);
    return words;
}

} // namespace

Gateway::Gateway(const std::string &storage, const std::string &instance, std::int64_t lease, Completes completes,
                 std::size_t writers)
    : plugin_(sample_host::default_plugin_path()),
      storage_(sample_host::open_storage(storage, writers)),
      completes_(completes) {
    executor_.struct_size = sizeof executor_;
    executor_.context = this;
    executor_.session.bytes[0] = 1;
    executor_.start = start_run;
    executor_.cancel = cancel_run;
    gs_host host{};
    host.struct_size = sizeof host;
    host.storage = &storage_->table();
    host.executor = &executor_;
    gs_options options{};
    options.struct_size = sizeof options;
    options.max_concurrent = 1'000'000;
    options.instance = text(instance);
    options.lease = lease;
    gs_error error = new_error();
    require(plugin_.api().create(&host, &options, &scheduler_, &error), error);
    require(plugin_.api().start(scheduler_, &error), error);
}

Gateway::~Gateway() {
    plugin_.api().stop(scheduler_, kSecond, GS_STOP_DRAIN, nullptr);
    plugin_.api().destroy(scheduler_);
}

void Gateway::add_jobs(int count, std::int64_t instant) {
    constexpr int kThreads = 64;
    const std::string schedule = at(instant);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = thread; i < count; i += kThreads) {
                add_job("job-" + std::to_string(i), schedule);
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
}

void Gateway::add_job(const std::string &id, const std::string &schedule) {
    gs_job job{};
    job.struct_size = sizeof job;
    plugin_.api().job_init(&job);
    job.id = text(id);
    job.schedule = text(schedule);
    gs_error error = new_error();
    require(plugin_.api().add_or_update(scheduler_, &job, GS_REVISION_ANY, nullptr, &error), error);
}

std::int32_t Gateway::start_run(void *context, const gs_start *start, gs_error * /*error*/) {
    auto &self = *static_cast<Gateway *>(context);
    {
        const std::lock_guard lock(self.mutex_);
        self.lateness_.push_back(now() - start->due_at);
        if (self.completes_ == Completes::when_told) self.going_.emplace_back(start->run_id, start->attempt);
    }
    if (self.completes_ == Completes::at_once) self.complete(start->run_id, start->attempt);
    self.started_.fetch_add(1);
    self.started_.notify_all();
    return GS_OK;
}

void Gateway::complete(const gs_id &run_id, std::int32_t attempt) {
    gs_completion completion{};
    completion.struct_size = sizeof completion;
    completion.result = GS_RESULT_SUCCEEDED;
    plugin_.api().complete_run(scheduler_, &run_id, attempt, &completion, nullptr);
}

void Gateway::complete_all() {
    std::vector<std::pair<gs_id, std::int32_t>> going;
    {
        const std::lock_guard lock(mutex_);
        going.swap(going_);
    }
    for (const auto &[run_id, attempt] : going) complete(run_id, attempt);
}

std::int32_t Gateway::cancel_run(void * /*context*/, const gs_id * /*run_id*/, std::int32_t /*attempt*/,
                                 std::int32_t /*reason*/, gs_error * /*error*/) {
    return GS_NOT_FOUND;
}

std::vector<std::int64_t> Gateway::wait_for_starts(int count) {
    std::size_t started = started_.load();
    while (started < static_cast<std::size_t>(count)) {
        started_.wait(started);
        started = started_.load();
    }
    const std::lock_guard lock(mutex_);
    std::vector<std::int64_t> sorted = lateness_;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

void Gateway::wait_for_closed(std::int64_t count) const {
    while (stats().succeeded < count) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

gs_stats Gateway::stats() const {
    gs_stats stats{};
    stats.struct_size = sizeof stats;
    plugin_.api().stats(scheduler_, &stats);
    return stats;
}

int Gateway::jobs_in_memory() const {
    gs_health health{};
    health.struct_size = sizeof health;
    plugin_.api().health(scheduler_, &health);
    return health.jobs_in_memory;
}

std::int64_t Gateway::now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

} // namespace benchmarks
