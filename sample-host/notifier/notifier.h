// The notifier that the sample host lends to the scheduler: a row in the store and a line in the log for every notice.
// The table's functions are for the scheduler's notifier thread.
#pragma once

#include "storage/storage.h"

#include <gateway_scheduler/notifier.h>

namespace sample_host::notifier {

class Notifier {
  public:
    explicit Notifier(Storage &storage);
    Notifier(const Notifier &) = delete;
    Notifier &operator=(const Notifier &) = delete;

    const gs_notifier &table() const { return table_; }

  private:
    void notify(const gs_notice &notice);

    Storage &storage_;
    gs_notifier table_{};
};

} // namespace sample_host::notifier
