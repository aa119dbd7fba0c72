// notifier_checks.h - the checks of the notifier, and the notices that they send. Thread-safety: one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <gateway_scheduler/notifier.h>

#include "check.h"
#include "storage_scene.h"
#include "watch.h"

namespace conformance::kit {

// What a notice says, as values.
struct NoticeText {
    std::string job_id, job_name, owner, error, output, detail;
};

class NotifierScene {
  public:
    NotifierScene(const gs_notifier *host, Watch &watch, StoreUnderTest &ids, std::string prefix)
        : host_(host), watch_(watch), ids_(ids), prefix_(std::move(prefix)) {}

    const gs_notifier &host() const { return *host_; }
    Watch &watch() { return watch_; }
    NoticeText plain() const;
    gs_id new_id() { return ids_.new_id(); }

    // Sends the notice, and again for some seconds as long as it answers GS_UNAVAILABLE. Returns the last status.
    std::int32_t tell_run(std::int32_t event, std::int32_t outcome, const NoticeText &text, gs_id id,
                          bool with_error = true);
    std::int32_t tell_record(std::int32_t event, std::int32_t kind, std::int32_t reason, const NoticeText &text);

  private:
    std::int32_t tell(gs_notice &notice, const NoticeText &text, bool with_error);
    std::int32_t call(const gs_notice &notice, bool with_error);

    const gs_notifier *host_;
    Watch &watch_;
    StoreUnderTest &ids_;
    std::string prefix_;
};

using NotifierCheck = CheckOf<NotifierScene>;
std::vector<NotifierCheck> all_notifier_checks();

} // namespace conformance::kit
