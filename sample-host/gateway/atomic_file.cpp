#include "gateway/atomic_file.h"

#include "executor/descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace sample_host {
namespace {

using executor::Descriptor;

[[noreturn]] void fail(const char *what, const std::filesystem::path &path) {
    throw std::runtime_error(std::string(what) + " " + path.string() + ": " + ::strerrordesc_np(errno));
}

void write_and_sync(int file, std::string_view content, const std::filesystem::path &path) {
    while (!content.empty()) {
        const ssize_t count = ::write(file, content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("cannot write", path);
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(file) != 0) fail("cannot write", path);
}

} // namespace

void write_file_atomically(const std::filesystem::path &path, std::string_view content, unsigned mode) {
    const std::filesystem::path draft = path.string() + ".new";
    const Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!file) fail("cannot create", draft);
    // A draft that a crash has left keeps its old mode otherwise.
    if (::fchmod(file.get(), mode) != 0) fail("cannot set the mode of", draft);
    write_and_sync(file.get(), content, draft);
    if (::rename(draft.c_str(), path.c_str()) != 0) fail("cannot replace", path);
    const Descriptor folder(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder || ::fsync(folder.get()) != 0) fail("cannot make durable", path);
}

std::optional<std::string> read_small_file(const std::filesystem::path &path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file && errno == ENOENT) return std::nullopt;
    if (!file) fail("cannot read", path);
    std::string content;
    std::array<char, 256> part{};
    for (ssize_t count = 0; (count = ::read(file.get(), part.data(), part.size())) != 0;) {
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("cannot read", path);
        content.append(part.data(), static_cast<std::size_t>(count));
        if (content.size() > 4096) throw std::runtime_error("the file " + path.string() + " is larger than expected");
    }
    return content;
}

} // namespace sample_host
