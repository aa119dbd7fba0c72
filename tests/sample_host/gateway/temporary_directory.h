// A directory that goes when its object does.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace sample_host {

class TemporaryDirectory {
  public:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "gateway-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory could be made");
        path_ = name;
    }
    ~TemporaryDirectory() {
        std::error_code failure;
        std::filesystem::remove_all(path_, failure);
    }
    TemporaryDirectory(const TemporaryDirectory &) = delete;
    TemporaryDirectory &operator=(const TemporaryDirectory &) = delete;

    const std::filesystem::path &path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// The sentence of what `action` throws, or empty.
template <typename Fault, typename Action>
std::string sentence_of(Action &&action) {
    try {
        std::forward<Action>(action)();
    } catch (const Fault &fault) {
        return fault.what();
    }
    return {};
}

} // namespace sample_host
