#include "faults/notice_log.h"

#include "storage/sql/id_text.h"

namespace faults {

gs_notifier NoticeLog::table() {
    gs_notifier table{};
    table.struct_size = sizeof table;
    table.context = this;
    table.notify = notify;
    return table;
}

std::map<std::string, std::set<std::int32_t>> NoticeLog::told() const {
    const std::lock_guard lock(mutex_);
    return told_;
}

std::int32_t NoticeLog::notify(void *context, const gs_notice *notice, gs_error * /*error*/) {
    auto &self = *static_cast<NoticeLog *>(context);
    const std::lock_guard lock(self.mutex_);
    self.told_[sample_host::sql::id_text(notice->id)].insert(notice->event);
    return GS_OK;
}

} // namespace faults
