// Counts what a piece of code takes from the heap and keeps. One thread; one count at a time. While nothing is counted
// the program's operator new is the plain one, so that counting slows no measurement.
#pragma once

#include <cstdint>
#include <functional>

namespace next_fire {

struct Allocations {
    std::int64_t calls = 0; // of operator new
    std::int64_t bytes = 0; // still held at the end, as malloc rounds them
};

Allocations count_allocations(const std::function<void()> &work);

} // namespace next_fire
