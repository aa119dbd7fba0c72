// 128-bit identifiers of runs, records, incarnations and writes. Values only.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>

namespace gateway_scheduler::engine {

struct Id {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Id &) const = default;
    bool none() const { return *this == Id{}; }
};

} // namespace gateway_scheduler::engine

template <>
struct std::hash<gateway_scheduler::engine::Id> {
    std::size_t operator()(const gateway_scheduler::engine::Id &id) const noexcept {
        // The last eight bytes of every id are random.
        std::uint64_t random = 0;
        std::memcpy(&random, id.bytes.data() + 8, sizeof random);
        return static_cast<std::size_t>(random);
    }
};
