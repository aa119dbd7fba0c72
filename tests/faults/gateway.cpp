#include "faults/gateway.h"

#include "faults/pace.h"
#include "loader/contract.h"

#include <array>
#include <ctime>
#include <stdexcept>

namespace faults {

namespace {

using sample_host::empty_error;
using sample_host::lend;

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kPatience = 60 * kSecond; // of a stop

std::int64_t micros(std::chrono::milliseconds duration) {
    return std::chrono::microseconds(duration).count();
}

template <class Struct>
Struct sized() {
    Struct value{};
    value.struct_size = sizeof value;
    return value;
}

gs_options options() {
    auto options = sized<gs_options>();
    options.instance = lend("faulty");
    options.data_directory.bytes[0] = 1;
    options.predecessor_dead = 1; // there is one process, and it stops one scheduler before it starts the next
    options.max_concurrent = 100;
    // A sweep at night would be one that no scenario knows of; tests/runtime has its faults.
    options.keep_runs_for = options.keep_failures_for = GS_KEEP_FOR_EVER;
    options.keep_runs = options.keep_failures = GS_KEEP_FOR_EVER;
    options.lease = micros(kLease);
    options.refresh = kSecond / 5;
    options.cancel_grace = kSecond;
    return options;
}

std::string utc(std::int64_t instant) {
    const std::time_t seconds = instant / kSecond;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> words{};
    std::strftime(words.data(), words.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return words.data();
}

} // namespace

Gateway::Gateway(const sample_host::Plugin &plugin, const std::filesystem::path &file, Injector &injector,
                 bool shared_store)
    : api_(plugin.api()),
      storage_(sample_host::open_storage("sqlite:" + file.string())),
      executor_([this](const gs_id &run_id, std::int32_t attempt, const gs_completion &completion) {
          report(run_id, attempt, completion);
      }),
      tables_({storage_->table(), executor_.table(), notices_.table()}, injector, shared_store),
      log_{sizeof log_, GS_LOG_INFO, this, write_log} {}

Gateway::~Gateway() {
    if (scheduler_ == nullptr) return;
    // A hook that hangs comes back; until then nothing that it uses may go.
    while (api_.stop(scheduler_, kSecond, GS_STOP_CANCEL, nullptr) != GS_OK) std::this_thread::sleep_for(kLook);
    destroy();
}

void Gateway::create() {
    auto host = sized<gs_host>();
    host.storage = &tables_.storage();
    host.executor = &tables_.executor();
    host.notifier = &tables_.notifier();
    host.log = &log_;
    const gs_options chosen = options();
    gs_error error = empty_error();
    gs_scheduler *made = nullptr;
    if (api_.create(&host, &chosen, &made, &error) != GS_OK) throw std::runtime_error(error.text);
    const std::unique_lock lock(scheduler_mutex_);
    scheduler_ = made;
}

void Gateway::destroy() {
    const std::unique_lock lock(scheduler_mutex_);
    api_.destroy(scheduler_);
    scheduler_ = nullptr;
}

void Gateway::report(const gs_id &run_id, std::int32_t attempt, const gs_completion &completion) {
    const std::shared_lock lock(scheduler_mutex_);
    if (scheduler_ != nullptr) api_.complete_run(scheduler_, &run_id, attempt, &completion, nullptr);
}

void Gateway::carry_out(const std::string &name, const Call &call, std::int32_t once_doubtful) {
    bool doubtful = false;
    await(name + " is carried out", [&] {
        gs_error error = empty_error();
        const std::int32_t status = call(&error);
        if (status == GS_OK || (doubtful && status == once_doubtful)) return true;
        doubtful = doubtful || status == GS_DOUBTFUL;
        refusals_.push_back({name, status, error.text});
        return false;
    });
}

// One that has refused to start stays stopped.
void Gateway::start() {
    carry_out("start", [this](gs_error *error) {
        create();
        const std::int32_t status = api_.start(scheduler_, error);
        if (status != GS_OK) destroy();
        return status;
    });
}

void Gateway::stop(std::int32_t mode) {
    gs_error error = empty_error();
    const std::int32_t status = api_.stop(scheduler_, kPatience, mode, &error);
    if (status != GS_OK) throw std::runtime_error("stop answered " + std::to_string(status) + ": " + error.text);
    destroy();
}

void Gateway::add(const Job &job) {
    auto definition = sized<gs_job>();
    api_.job_init(&definition);
    definition.id = lend(job.id);
    definition.schedule = lend(job.schedule);
    definition.payload = sample_host::lend_bytes(job.payload);
    const gs_string calendar = lend(job.calendar);
    if (!job.calendar.empty()) definition.calendars = &calendar;
    definition.calendar_count = job.calendar.empty() ? 0 : 1;
    definition.retry_delay = kSecond / 10;
    definition.notify_on = kEveryEvent;
    carry_out("add " + job.id, [&](gs_error *error) {
        return api_.add_or_update(scheduler_, &definition, GS_REVISION_ANY, nullptr, error);
    });
}

void Gateway::pause(const std::string &job_id) {
    carry_out("pause " + job_id, [&](gs_error *error) {
        return api_.pause(scheduler_, lend(job_id), lend("for a moment"), nullptr, error);
    });
}

void Gateway::resume(const std::string &job_id) {
    carry_out("resume " + job_id,
              [&](gs_error *error) { return api_.resume(scheduler_, lend(job_id), nullptr, error); });
}

void Gateway::remove(const std::string &job_id) {
    carry_out(
        "remove " + job_id, [&](gs_error *error) { return api_.cancel(scheduler_, lend(job_id), nullptr, error); },
        GS_NOT_FOUND);
}

void Gateway::run_now(const std::string &job_id) {
    carry_out(
        "run_now " + job_id,
        [&](gs_error *error) {
            gs_id run_id{};
            return api_.run_now(scheduler_, lend(job_id), &run_id, error);
        },
        GS_REFUSED); // its key is full
}

void Gateway::cancel_run(const gs_id &run_id) {
    carry_out("cancel_run", [&](gs_error *error) {
        const std::int32_t status = api_.cancel_run(scheduler_, &run_id, error);
        return status == GS_STALE ? GS_OK : status; // it has ended by itself
    });
}

void Gateway::explain(const std::string &job_id, std::int64_t instant) {
    std::int32_t answer = 0;
    const auto take = [](void *context, const gs_job_explanation *explanation) {
        *static_cast<std::int32_t *>(context) = explanation->answer;
    };
    const std::string at = utc(instant);
    carry_out("explain " + job_id, [&](gs_error *error) {
        return api_.explain_job(scheduler_, lend(job_id), lend(at), take, &answer, error);
    });
    if (answer != GS_ANSWER_RAN && answer != GS_ANSWER_GOING) {
        throw std::runtime_error(job_id + " ran at " + at + ", and the answer is " + std::to_string(answer));
    }
}

std::string Gateway::health() const {
    auto health = sized<gs_health>();
    if (scheduler_ == nullptr || api_.health(scheduler_, &health) != GS_OK) return "there is no scheduler";
    return health.healthy != 0 ? "ok" : health.text;
}

void Gateway::write_log(void *context, std::int32_t /*level*/, gs_string message) {
    auto &self = *static_cast<Gateway *>(context);
    const std::lock_guard lock(self.log_mutex_);
    self.log_lines_.push_back(std::to_string(wall_clock()) + " " + std::string(sample_host::view(message)));
}

std::string Gateway::log() const {
    const std::lock_guard lock(log_mutex_);
    std::string all;
    for (const std::string &line : log_lines_) all += line + "\n";
    return all;
}

} // namespace faults
