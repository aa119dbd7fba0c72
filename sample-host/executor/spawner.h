// The spawner is a process that the host forks while it has one thread. It makes a keeper for every command, because
// forking a process with many threads is unsafe, and outlives the host until every command is gone.
#pragma once

#include <array>
#include <chrono>

namespace sample_host::executor {

// A message to the spawner is one byte with these descriptors beside it, in the order of KeeperOrder.
constexpr std::size_t order_size = 4;
using OrderNumbers = std::array<int, order_size>;

// The rest of the present, single-threaded process. `socket`: SOCK_SEQPACKET, closed when the host is gone.
// `life_lock`: a descriptor to hold as long as any command may live, or -1; all others are closed.
[[noreturn]] void spawn_keepers(int socket, int life_lock, std::chrono::milliseconds grace);

} // namespace sample_host::executor
