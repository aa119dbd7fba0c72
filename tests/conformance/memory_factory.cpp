// memory_factory.cpp - the storage in memory, in plain C. It is not durable, and its rows cannot be spoilt.
#include "storage_factory.h"

#include <atomic>

#include <memory_storage.h>

namespace conformance {

namespace {

class MemoryHost : public StorageHost {
  public:
    const gs_storage &table() override { return *memory_storage_table(storage_.get()); }

    bool reads_hold_up_writes() override { return true; }

    bool set_clock(std::int64_t now) override {
        now_ = now;
        return true;
    }

    bool add_calendar(const std::string &name, std::int64_t version, const std::vector<gs_day_range> &days) override {
        gs_calendar calendar{};
        calendar.struct_size = sizeof calendar;
        calendar.name = gs_string{name.data(), name.size()};
        calendar.version = version;
        calendar.day_ranges = days.data();
        calendar.day_range_count = static_cast<std::int32_t>(days.size());
        memory_storage_set_calendar(storage_.get(), &calendar);
        return true;
    }

  private:
    struct Free {
        void operator()(::memory_storage *storage) const { memory_storage_free(storage); }
    };

    static std::int64_t clock(void *host) { return static_cast<MemoryHost *>(host)->now_; }

    std::atomic<std::int64_t> now_ = 1'767'225'600'000'000; // 2026-01-01
    std::unique_ptr<::memory_storage, Free> storage_{memory_storage_new(clock, this)};
};

} // namespace

StorageFactory memory_storage() {
    return {"memory", [] { return std::make_unique<MemoryHost>(); }};
}

} // namespace conformance
