// Ids of UUID version 7 with a known time of creation.
#pragma once

#include "json/id.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace sample_host::cli {

constexpr int64_t id_base = 1'700'000'000 * INT64_C(1'000'000);

// Made so many seconds after `id_base`.
inline std::string made_at(int64_t seconds) {
    gs_id id{};
    int64_t milliseconds = id_base / 1'000 + seconds * 1'000;
    for (std::size_t byte = 6; byte-- > 0; milliseconds /= 256)
        id.bytes[byte] = static_cast<uint8_t>(milliseconds % 256);
    id.bytes[6] = 0x70;
    id.bytes[8] = 0x80;
    return json::format_id(id);
}

} // namespace sample_host::cli
