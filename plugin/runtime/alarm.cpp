#include "runtime/alarm.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace gateway_scheduler::runtime {

namespace {

// Nothing sleeps longer, whatever a clock says (a timer that was computed wrong is noticed).
constexpr engine::Duration kLongestSleep = std::chrono::seconds(30);

int checked(int result, const char *what) {
    if (result < 0) throw std::system_error(errno, std::generic_category(), what);
    return result;
}

timespec timespec_of(engine::Duration duration) {
    constexpr std::int64_t kMicroseconds = 1'000'000;
    timespec spec{};
    spec.tv_sec = duration.count() / kMicroseconds;
    spec.tv_nsec = duration.count() % kMicroseconds * 1000;
    return spec;
}

bool drain(int descriptor) {
    std::uint64_t value = 0;
    return read(descriptor, &value, sizeof value) < 0 && errno == ECANCELED;
}

} // namespace

Descriptor::~Descriptor() {
    if (descriptor_ >= 0) close(descriptor_);
}

Alarm::Alarm()
    : epoll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      event_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")),
      timer_(checked(timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK), "timerfd_create")),
      step_watch_(checked(timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK), "timerfd_create")) {
    watch(event_.get());
    watch(timer_.get());
    watch(step_watch_.get());
    arm_step_watch();
}

void Alarm::watch(int descriptor) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    checked(epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
}

void Alarm::arm_step_watch() {
    itimerspec far_away{};
    far_away.it_value.tv_sec = INT64_C(1) << 40;
    timerfd_settime(step_watch_.get(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far_away, nullptr);
}

void Alarm::wake() {
    const std::uint64_t one = 1;
    // It fails only when the counter is full, and then the loop is awake anyway.
    [[maybe_unused]] const auto written = write(event_.get(), &one, sizeof one);
}

Alarm::Woken Alarm::sleep(engine::Duration longest) {
    longest = std::clamp(longest, engine::Duration(0), kLongestSleep);
    int timeout = 0;
    if (longest > engine::Duration(0)) {
        itimerspec spec{};
        spec.it_value = timespec_of(longest);
        timerfd_settime(timer_.get(), 0, &spec, nullptr);
        timeout = -1;
    }
    std::array<epoll_event, 3> events{};
    const int count = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), timeout);
    Woken woken;
    for (int i = 0; i < count; ++i) {
        const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
        const bool canceled = drain(descriptor);
        if (descriptor != step_watch_.get()) continue;
        woken.clock_stepped = canceled;
        arm_step_watch();
    }
    return woken;
}

} // namespace gateway_scheduler::runtime
