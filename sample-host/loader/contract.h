// Small bridges between the contract's C values and C++ ones: borrowed text, errors told to the scheduler, and the
// boundary that no exception crosses. Free functions without state: any thread.
#pragma once

#include <gateway_scheduler/abi.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <string_view>
#include <utility>

namespace sample_host {

inline std::string_view view(gs_string text) {
    return text.size == 0 ? std::string_view() : std::string_view(text.data, static_cast<std::size_t>(text.size));
}

inline std::string_view view(gs_bytes bytes) {
    return bytes.size == 0
               ? std::string_view()
               : std::string_view(reinterpret_cast<const char *>(bytes.data), static_cast<std::size_t>(bytes.size));
}

inline gs_string lend(std::string_view text) {
    return gs_string{text.data(), text.size()};
}

inline gs_bytes lend_bytes(std::string_view bytes) {
    return gs_bytes{reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()};
}

// The longest beginning of `text` that has at most `limit` bytes and does not end inside a UTF-8 character. Bytes
// that are not UTF-8 are kept as they are: only a character that the cut itself would tear is left out.
inline std::string_view cut_on_character(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    std::size_t lead = limit;
    while (lead > 0 && limit - lead < 3 && (byte(lead) & 0xC0U) == 0x80U) --lead;
    const std::size_t length = byte(lead) >= 0xF0U ? 4 : byte(lead) >= 0xE0U ? 3 : byte(lead) >= 0xC0U ? 2 : 1;
    return text.substr(0, lead + length > limit ? lead : limit);
}

// Tells an error to the scheduler and returns its status.
inline int32_t tell_error(gs_error *error, int32_t status, std::string_view field, std::string_view text) {
    if (error == nullptr) return status;
    const auto put = [](auto &target, std::string_view source) {
        const auto kept = cut_on_character(source, sizeof(target) - 1);
        std::copy(kept.begin(), kept.end(), std::begin(target));
        target[kept.size()] = '\0';
    };
    error->status = status;
    error->position = -1;
    put(error->field, field);
    put(error->text, text);
    return status;
}

// Runs the body of a hook: whatever it throws becomes `status_of_failure` and a sentence.
template <typename Body>
int32_t guarded(gs_error *error, int32_t status_of_failure, Body &&body) noexcept {
    try {
        return std::forward<Body>(body)();
    } catch (const std::exception &failure) {
        return tell_error(error, status_of_failure, "", failure.what());
    } catch (...) {
        return tell_error(error, status_of_failure, "", "something that is not a std::exception was thrown");
    }
}

inline gs_error empty_error() {
    gs_error error{};
    error.struct_size = sizeof(gs_error);
    error.position = -1;
    return error;
}

} // namespace sample_host
