// What a client may ask of the server at most. Plain values; tests shorten the times.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sample_host::api {

constexpr std::size_t worker_threads = 4;

struct Limits {
    std::uint32_t header_size = 8 * 1024;
    std::uint64_t body_size = 20 * 1024 * 1024;
    std::size_t connections = 64;
    std::chrono::milliseconds head_timeout{10'000};  // from the connection, or the last answer, to a whole head
    std::chrono::milliseconds body_timeout{30'000};  // for the body
    std::chrono::milliseconds write_timeout{10'000}; // for the client to take the answer
    std::chrono::milliseconds linger_timeout{2'000}; // to take in what a refused client is still sending
};

} // namespace sample_host::api
