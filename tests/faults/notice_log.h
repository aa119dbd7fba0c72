// A notifier that keeps what it was told. Any thread.
#pragma once

#include <gateway_scheduler/notifier.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace faults {

// For notify_on: everything.
inline constexpr std::int32_t kEveryEvent = GS_NOTIFY_COMPLETED | GS_NOTIFY_FAILED | GS_NOTIFY_CANCELED |
                                            GS_NOTIFY_SKIPPED | GS_NOTIFY_MISSED | GS_NOTIFY_DISABLED;

class NoticeLog {
  public:
    gs_notifier table();

    // The events (GS_NOTIFY_*) that were told of each run or record, by its id as text.
    std::map<std::string, std::set<std::int32_t>> told() const;

  private:
    static std::int32_t notify(void *context, const gs_notice *notice, gs_error *error);

    mutable std::mutex mutex_;
    std::map<std::string, std::set<std::int32_t>> told_;
};

} // namespace faults
