// See allocations.h.
#include "allocations.h"

#include <cstddef>
#include <cstdlib>
#include <new>

#include <malloc.h>

namespace {

bool counting = false;
next_fire::Allocations counted;

} // namespace

void *operator new(std::size_t size) {
    void *const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) throw std::bad_alloc();
    if (counting) {
        ++counted.calls;
        counted.bytes += static_cast<std::int64_t>(malloc_usable_size(memory));
    }
    return memory;
}

void operator delete(void *memory) noexcept {
    if (counting && memory != nullptr) counted.bytes -= static_cast<std::int64_t>(malloc_usable_size(memory));
    std::free(memory);
}

void operator delete(void *memory, std::size_t /*size*/) noexcept {
    operator delete(memory);
}

namespace next_fire {

Allocations count_allocations(const std::function<void()> &work) {
    counted = {};
    counting = true;
    work();
    counting = false;
    return counted;
}

} // namespace next_fire
