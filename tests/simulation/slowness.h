// How much of the long tests is done: sanitizers make everything ten times slower. Values only.
#pragma once

#include <cstdint>

namespace simulation {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::int64_t kSlowness = 10;
#else
inline constexpr std::int64_t kSlowness = 1;
#endif

} // namespace simulation
