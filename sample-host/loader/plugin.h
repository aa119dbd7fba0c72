// Loads the scheduler's shared object and keeps it loaded. Errors are PluginError, one sentence each.
// A Plugin is made and destroyed by one thread; api() may be used by any.
#pragma once

#include <gateway_scheduler/scheduler.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

namespace sample_host {

struct PluginError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Plugin {
  public:
    // Throws PluginError when the file is missing, is not a shared object, lacks the function, or speaks no ABI version
    // that this host speaks.
    explicit Plugin(const std::filesystem::path &path);
    ~Plugin();
    Plugin(const Plugin &) = delete;
    Plugin &operator=(const Plugin &) = delete;

    // Valid as long as this object lives.
    const gs_scheduler_api &api() const { return *api_; }
    const std::filesystem::path &path() const { return path_; } // absolute

  private:
    struct Library;
    std::filesystem::path path_;
    std::unique_ptr<Library> library_;
    const gs_scheduler_api *api_ = nullptr;
};

// The plugin of this executable's own build tree or installation, found relative to the executable. When there is
// none, the place where a build would have put it.
std::filesystem::path default_plugin_path();

} // namespace sample_host
