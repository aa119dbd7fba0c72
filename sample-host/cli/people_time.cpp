// Thread-safe: localtime_r keeps nothing of ours.
#include "cli/people_time.h"

#include "json/time.h"

#include <ctime>

namespace sample_host::cli {

std::string people_time(int64_t time, bool utc) {
    int32_t offset = 0;
    if (!utc) {
        const std::time_t seconds = static_cast<std::time_t>(time / 1'000'000 - (time % 1'000'000 < 0 ? 1 : 0));
        std::tm local{};
        if (localtime_r(&seconds, &local) != nullptr) offset = static_cast<int32_t>(local.tm_gmtoff);
    }
    return json::format_time_with_offset(time, offset, true);
}

} // namespace sample_host::cli
