#include "move/new_id.h"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace sample_host::move {

gs_id new_id(int64_t now) {
    gs_id id{};
    if (::getrandom(id.bytes, sizeof id.bytes, 0) != static_cast<ssize_t>(sizeof id.bytes)) {
        throw std::system_error(errno, std::generic_category(), "the system gives no random bytes");
    }
    const auto milliseconds = static_cast<uint64_t>(now / 1'000);
    for (unsigned byte = 0; byte < 6; ++byte) id.bytes[byte] = static_cast<uint8_t>(milliseconds >> (40U - 8U * byte));
    id.bytes[6] = static_cast<uint8_t>((id.bytes[6] & 0x0FU) | 0x70U);
    id.bytes[8] = static_cast<uint8_t>((id.bytes[8] & 0x3FU) | 0x80U);
    return id;
}

} // namespace sample_host::move
