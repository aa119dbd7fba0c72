// Reads a struct of the contract that the other side may have compiled against another release: what its size does not
// reach is zero here, and what is unknown here is left alone. Any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <type_traits>

namespace gateway_scheduler::abi {

template <class Struct>
Struct read_struct(const Struct *theirs) {
    static_assert(std::is_trivially_copyable_v<Struct>);
    Struct ours{};
    if (!theirs) return ours;
    std::memcpy(&ours, theirs, std::min<std::size_t>(theirs->struct_size, sizeof ours));
    return ours;
}

// Writes a whole struct into the caller's, as far as that reaches; its struct_size stays.
template <class Struct>
void write_struct(Struct *theirs, Struct ours) {
    static_assert(std::is_trivially_copyable_v<Struct>);
    if (!theirs) return;
    ours.struct_size = theirs->struct_size;
    std::memcpy(theirs, &ours, std::min<std::size_t>(theirs->struct_size, sizeof ours));
}

template <class Struct>
Struct make_struct() {
    Struct made{};
    made.struct_size = sizeof made;
    return made;
}

} // namespace gateway_scheduler::abi
