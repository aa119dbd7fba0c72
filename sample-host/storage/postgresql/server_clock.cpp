// server_clock.cpp - see server_clock.h.
#include "storage/postgresql/server_clock.h"

#include <ctime>

namespace sample_host::postgresql {

namespace {

// Goes on while the machine sleeps.
std::int64_t since_boot() {
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
}

} // namespace

void ServerClock::heard(std::int64_t now) {
    ahead_of_boot_ = now - since_boot();
}

std::int64_t ServerClock::now() const {
    return stand_in_ ? stand_in_() : since_boot() + ahead_of_boot_;
}

} // namespace sample_host::postgresql
