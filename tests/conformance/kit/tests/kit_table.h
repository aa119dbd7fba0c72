// kit_table.h - the kit loaded, and one examination made of it, for tests that call its functions one by one. What it
// prints goes to /dev/null. Thread-safety: start() and stop() may be called at once.
#pragma once

#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>

#include <dlfcn.h>

#include "kit_run.h"

namespace kit_test {

class KitTable {
  public:
    explicit KitTable(Environment environment = {}) : environment_(std::move(environment)) {
        environment_.emplace("TAP", "/dev/null");
        for (const auto &[name, value] : environment_) ::setenv((prefix() + name).c_str(), value.c_str(), 1);
        object_ = ::dlopen(KIT_PATH, RTLD_NOW | RTLD_LOCAL);
        if (object_ == nullptr) throw std::runtime_error(::dlerror());
        void *const symbol = ::dlsym(object_, GS_ENTRY_SYMBOL);
        std::memcpy(&entry, &symbol, sizeof entry);
        api_ = entry(GS_ABI_VERSION, GS_ABI_VERSION, nullptr);
        error_.struct_size = sizeof error_;
    }
    ~KitTable() {
        if (scheduler_ != nullptr) api_->stop(scheduler_, 10'000'000, GS_STOP_DRAIN, nullptr);
        api_->destroy(scheduler_);
        ::dlclose(object_);
        for (const auto &[name, value] : environment_) ::unsetenv((prefix() + name).c_str());
    }
    KitTable(const KitTable &) = delete;
    KitTable &operator=(const KitTable &) = delete;

    gs_entry_fn entry = nullptr;
    const gs_scheduler_api &api() const { return *api_; }
    gs_scheduler *get() { return scheduler_; }
    std::string told() const { return error_.text; } // by the last start

    void create(const gs_host &host) {
        gs_options options{};
        options.struct_size = sizeof options;
        if (api_->create(&host, &options, &scheduler_, nullptr) != GS_OK) throw std::runtime_error("no scheduler");
    }
    std::int32_t start() { return api_->start(scheduler_, &error_); }
    std::int32_t stop() { return api_->stop(scheduler_, 0, GS_STOP_DRAIN, nullptr); }

  private:
    static std::string prefix() { return "GATEWAY_SCHEDULER_CONFORMANCE_"; }

    Environment environment_;
    void *object_ = nullptr;
    const gs_scheduler_api *api_ = nullptr;
    gs_scheduler *scheduler_ = nullptr;
    gs_error error_{};
};

} // namespace kit_test
