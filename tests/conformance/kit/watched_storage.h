// watched_storage.h - the host's storage behind a table of the same form, through which the kit makes all its calls. It
// holds each call against the rules that are the same for every function, and passes on only what can be read, so
// that a check meets neither garbage nor an exception. Thread-safety: as the host's table.
#pragma once

#include <cstdint>

#include <gateway_scheduler/storage.h>

#include "watch.h"

namespace conformance::kit {

class WatchedStorage {
  public:
    WatchedStorage(const gs_storage &host, Watch &watch);
    WatchedStorage(const WatchedStorage &) = delete;
    WatchedStorage &operator=(const WatchedStorage &) = delete;

    const gs_storage &table() const { return table_; }

    // Makes one call of the host's; `expected` is how many items its answer has. `purged` is null but for a purge.
    template <class Call>
    std::int32_t call(const char *hook, std::uint32_t expected, gs_answer &answer, gs_error *error, gs_purged *purged,
                      Call host_call);

    const gs_storage &host() const { return host_; }

  private:
    struct Forward;
    void judge(const char *hook, std::uint32_t expected, const Forward &forward, std::int32_t status,
               const gs_error *error);
    void judge_purged(const char *hook, gs_purged &purged);
    void judge_clock(const char *hook, gs_answer &answer, const gs_answer &told);

    gs_storage host_;
    gs_storage table_;
    Watch &watch_;
};

} // namespace conformance::kit
