#include "notifier/notifier.h"

#include "gateway/logging.h"
#include "loader/contract.h"
#include "notifier/notice_sentence.h"

namespace sample_host::notifier {

Notifier::Notifier(Storage &storage) : storage_(storage) {
    table_.struct_size = sizeof(gs_notifier);
    table_.context = this;
    // Whatever hinders the row may pass, and a notice is never given up.
    table_.notify = [](void *context, const gs_notice *notice, gs_error *error) noexcept {
        return guarded(error, GS_UNAVAILABLE, [&]() -> int32_t {
            static_cast<Notifier *>(context)->notify(*notice);
            return GS_OK;
        });
    };
}

// The row first: a notice that comes again because the row failed would otherwise be logged twice.
void Notifier::notify(const gs_notice &notice) {
    storage_.insert_notice(notice);
    const bool bad = notice.event == GS_NOTIFY_FAILED || notice.event == GS_NOTIFY_DISABLED;
    log(bad ? GS_LOG_WARNING : GS_LOG_INFO, notice_sentence(notice));
}

} // namespace sample_host::notifier
