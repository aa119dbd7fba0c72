// Boost.DLL lives in this translation unit only.
#include "loader/plugin.h"

#include "loader/contract.h"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>

#include <dlfcn.h>

#include <string>
#include <system_error>

namespace sample_host {
namespace {

std::filesystem::path existing_file(const std::filesystem::path &path) {
    std::error_code failure;
    auto absolute = std::filesystem::absolute(path, failure);
    const auto status = std::filesystem::status(absolute, failure);
    if (status.type() == std::filesystem::file_type::not_found) {
        throw PluginError("the plugin " + absolute.string() + " does not exist");
    }
    if (failure) {
        throw PluginError("the plugin " + absolute.string() + " cannot be reached: " + failure.message());
    }
    if (status.type() != std::filesystem::file_type::regular) {
        throw PluginError("the plugin " + absolute.string() + " is not a file, expected a shared object");
    }
    return absolute;
}

// The loader's own words, without the path that they usually begin with.
std::string loader_words(const std::filesystem::path &path) {
    const char *words = ::dlerror();
    std::string text = words == nullptr ? "the loader does not say why" : words;
    const std::string prefix = path.string() + ": ";
    if (text.starts_with(prefix)) text.erase(0, prefix.size());
    return text;
}

std::string version_text(uint32_t version) {
    return std::to_string(version >> 16U) + "." + std::to_string(version & 0xFFFFU);
}

} // namespace

struct Plugin::Library {
    boost::dll::shared_library object;
};

Plugin::Plugin(const std::filesystem::path &path) : path_(existing_file(path)), library_(std::make_unique<Library>()) {
    std::error_code failure;
    library_->object.load(path_, failure, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    if (failure) {
        throw PluginError("the plugin " + path_.string() +
                          " is not a shared object that can be loaded: " + loader_words(path_));
    }
    if (!library_->object.has(GS_ENTRY_SYMBOL)) {
        throw PluginError("the plugin " + path_.string() + " lacks the function " GS_ENTRY_SYMBOL);
    }
    const auto &entry = library_->object.get<std::remove_pointer_t<gs_entry_fn>>(GS_ENTRY_SYMBOL);
    gs_error error = empty_error();
    api_ = entry(GS_ABI_VERSION, GS_ABI_VERSION, &error);
    if (api_ == nullptr) {
        throw PluginError("the plugin " + path_.string() + " refuses this host: " +
                          (error.text[0] == '\0' ? "it does not say why" : std::string(error.text)));
    }
    // A plugin that claims a version and hands out less than that version has would be called through nonsense.
    if (api_->abi_version != GS_ABI_VERSION || api_->struct_size < sizeof(gs_scheduler_api)) {
        throw PluginError("the plugin " + path_.string() + " answered with ABI version " +
                          version_text(api_->abi_version) + " and a table of " + std::to_string(api_->struct_size) +
                          " bytes, expected version " + version_text(GS_ABI_VERSION) + " and at least " +
                          std::to_string(sizeof(gs_scheduler_api)) + " bytes");
    }
}

Plugin::~Plugin() = default;

std::filesystem::path default_plugin_path() {
    const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib";
    const auto built = folder / "gateway_scheduler.so";
    const auto installed = folder / "gateway-scheduler" / "gateway_scheduler.so";
    std::error_code failure;
    return !std::filesystem::exists(built, failure) && std::filesystem::exists(installed, failure) ? installed : built;
}

} // namespace sample_host
