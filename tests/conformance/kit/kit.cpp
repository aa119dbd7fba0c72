// kit.cpp - see kit.h.
#include "kit.h"

#include <algorithm>
#include <cstring>
#include <thread>

#include <signal.h>
#include <unistd.h>

#include "report.h"
#include "text.h"

using namespace conformance::kit;

namespace {

class Counted {
  public:
    explicit Counted(std::atomic<int> &count) : count_(count) { ++count_; }
    ~Counted() { --count_; }
    Counted(const Counted &) = delete;
    Counted &operator=(const Counted &) = delete;

  private:
    std::atomic<int> &count_;
};

} // namespace

gs_scheduler::gs_scheduler(const gs_host &host, const gs_options &options)
    : host_(host), examination_(host, std::chrono::microseconds(options.cancel_grace)) {}

void gs_scheduler::log(std::int32_t level, const std::string &message) const {
    const gs_log *log = host_.log;
    if (log == nullptr || log->write == nullptr || level < log->level) return;
    log->write(log->context, level, gs_string{message.data(), message.size()});
}

std::int32_t gs_scheduler::verdict(const std::vector<Result> &results, std::string &told) {
    const auto failed = std::find_if(results.begin(), results.end(), [](const Result &each) { return each.failed(); });
    const std::string summary = "conformance: " + summary_of(results);
    {
        const std::scoped_lock hold(mutex_);
        passed_ = failed == results.end();
        summary_ = summary;
        if (!passed_) summary_ += "; the first is " + std::string(failed->check.name) + ": " + failed->message;
        told = summary_;
    }
    return failed == results.end() ? GS_OK : GS_FAILED;
}

std::int32_t gs_scheduler::examine(std::string &told) {
    const Settings settings = read_settings();
    const TapStream tap(settings.tap);
    if (!settings.junit.empty()) write_file(settings.junit, junit_of({})); // rather now than after all the work
    tap.write("TAP version 14\n");
    try {
        std::size_t number = 0;
        const auto results = examination_.carry_out(
            settings, [&](std::size_t count) { tap.write("1.." + std::to_string(count) + "\n"); },
            [&](const Result &result) { tap.write(tap_of(result, ++number)); });
        tap.write("# " + summary_of(results) + "\n");
        if (!settings.junit.empty()) write_file(settings.junit, junit_of(results));
        const std::int32_t status = verdict(results, told);
        if (status == GS_OK && settings.terminate) ::kill(::getpid(), SIGTERM);
        return status;
    } catch (const Refused &reason) {
        tap.write(std::string("Bail out! ") + printable(reason.what()) + "\n");
        throw;
    }
}

std::int32_t gs_scheduler::start(std::string &told) {
    {
        const std::scoped_lock hold(mutex_);
        if (state_ == State::stopped) {
            told = "it was stopped before";
            return GS_REFUSED;
        }
        if (state_ != State::made) {
            told = "it was started before";
            return GS_ALREADY;
        }
        if (host_.storage == nullptr && host_.executor == nullptr && host_.notifier == nullptr) {
            told = "the host lends neither a storage nor an executor nor a notifier: there is nothing to examine";
            return GS_INVALID;
        }
        state_ = State::examining;
    }
    std::int32_t status = GS_FAILED;
    try {
        status = examine(told);
    } catch (const SettingsError &fault) {
        status = GS_INVALID;
        told = fault.what();
    } catch (const std::exception &fault) {
        told = fault.what();
    }
    log(status == GS_OK ? GS_LOG_INFO : GS_LOG_ERROR, told);
    const std::scoped_lock hold(mutex_);
    summary_ = told;
    state_ = State::done;
    changed_.notify_all();
    return status;
}

std::int32_t gs_scheduler::stop(std::int64_t deadline, std::string &told) {
    examination_.stop();
    std::unique_lock hold(mutex_);
    if (state_ == State::made) state_ = State::stopped;
    const auto wait = std::chrono::microseconds(std::clamp<std::int64_t>(deadline, 0, GS_MAX_DURATION_US));
    const bool ended = changed_.wait_for(hold, wait, [this] { return state_ != State::examining; });
    // The last completion has let the examination end, and is perhaps about to return.
    const auto until = Watch::Clock::now() + std::max<std::chrono::microseconds>(wait, std::chrono::seconds(1));
    while (ended && calls_ != 0 && Watch::Clock::now() < until) std::this_thread::yield();
    if (ended && calls_ == 0 && !examination_.is_inside()) return GS_OK;
    told = "a hook has not returned";
    return GS_STILL_INSIDE;
}

std::int32_t gs_scheduler::complete_run(const gs_id &run, std::int32_t attempt, const gs_completion *completion) {
    const Counted inside(calls_);
    return examination_.book().complete(key_of(run, attempt), ending_of(completion));
}

std::int32_t gs_scheduler::progress(const gs_id &run, std::int32_t attempt) {
    const Counted inside(calls_);
    return examination_.book().progress(key_of(run, attempt));
}

bool gs_scheduler::may_be_freed() {
    const std::scoped_lock hold(mutex_);
    return state_ != State::examining && calls_ == 0 && !examination_.is_inside();
}

void gs_scheduler::health(gs_health &health) {
    const std::scoped_lock hold(mutex_);
    health.healthy = passed_ ? 1 : 0;
    health.state = state_ == State::made        ? GS_HEALTH_NOT_STARTED
                   : state_ == State::examining ? GS_HEALTH_STARTING
                   : state_ == State::done      ? GS_HEALTH_RUNNING
                                                : GS_HEALTH_STOPPED;
    health.storage_failing_since = health.next_look_at = GS_NO_TIME;
    const std::size_t size = std::min(summary_.size(), sizeof health.text - 1);
    std::memcpy(health.text, summary_.data(), size);
    health.text[size] = '\0';
}
