// How fast a scenario goes, and waiting for something with a limit. Under a sanitizer everything is slower.
#pragma once

#include <chrono>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

namespace faults {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

inline constexpr std::chrono::milliseconds kLease(kSanitized ? 4000 : 1000); // one second is the least there is
inline constexpr std::chrono::milliseconds kHang = kLease * 3 / 2;
inline constexpr std::chrono::milliseconds kLook(10); // between two looks at what is waited for
inline constexpr std::chrono::seconds kLimit(kSanitized ? 300 : 60);

// So many calls of the hook go well before one goes wrong, for looking further by hand: FAULTS_LET_THROUGH in the
// environment, 0 otherwise. It may be that none is left then to go wrong.
inline int let_through() {
    const char *chosen = std::getenv("FAULTS_LET_THROUGH");
    return chosen == nullptr ? 0 : std::atoi(chosen);
}

struct TookTooLong : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Returns as soon as the condition holds. Throws TookTooLong.
inline void await(const std::string &what, const std::function<bool()> &condition) {
    const auto until = std::chrono::steady_clock::now() + kLimit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) throw TookTooLong("waited in vain until " + what);
        std::this_thread::sleep_for(kLook);
    }
}

} // namespace faults
