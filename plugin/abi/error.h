// How errors go out, and the one place where exceptions end. Any thread.
#pragma once

#include <gateway_scheduler/abi.h>

#include <new>
#include <string_view>
#include <utility>

namespace gateway_scheduler::abi {

// Fills the caller's error, if there is one, and returns the status.
std::int32_t fail(gs_error *error, std::int32_t status, std::string_view text, std::string_view field = {},
                  int position = -1);

// What a hook wrote into the error that it was given.
std::string_view text_of(const gs_error &error);

// The only catch (...) there is: nothing is thrown across the boundary, in either direction.
template <class Function, class OnThrow>
auto guarded(Function &&function, OnThrow &&on_throw) noexcept {
    try {
        return std::forward<Function>(function)();
    } catch (const std::bad_alloc &) {
        return std::forward<OnThrow>(on_throw)("out of memory");
    } catch (const std::exception &exception) {
        return std::forward<OnThrow>(on_throw)(exception.what());
    } catch (...) {
        return std::forward<OnThrow>(on_throw)("an exception of an unknown type");
    }
}

} // namespace gateway_scheduler::abi
