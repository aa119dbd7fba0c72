#include "move/output_file.h"

#include "move/new_id.h"
#include "json/id.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace sample_host::move {

namespace fs = std::filesystem;

namespace {
constexpr std::size_t piece = 256 * 1024;
}

void OutputFile::fail() const {
    throw std::runtime_error("cannot write " + path_.string() + ": " + std::generic_category().message(errno));
}

OutputFile::OutputFile(fs::path path) : path_(std::move(path)) {
    std::error_code failure;
    const fs::file_status there = fs::status(path_, failure);
    if (fs::exists(there) && !fs::is_regular_file(there)) {
        throw std::runtime_error("cannot write " + path_.string() + ": it is there and is not a file");
    }
    // A link stays one.
    if (fs::is_symlink(fs::symlink_status(path_, failure)) && fs::exists(there)) path_ = fs::canonical(path_);
    file_ = executor::Descriptor(::open(folder().c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
    if (file_) return;
    std::string name = path_.string() + ".XXXXXX";
    file_ = executor::Descriptor(::mkostemp(name.data(), O_CLOEXEC)); // with mode 0600
    if (!file_) fail();
    draft_ = std::move(name);
}

OutputFile::~OutputFile() {
    if (!draft_.empty()) ::unlink(draft_.c_str());
}

void OutputFile::write(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= piece) flush();
}

void OutputFile::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
        const ssize_t count = ::write(file_.get(), rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail();
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    buffer_.clear();
}

fs::path OutputFile::folder() const {
    return path_.has_parent_path() ? path_.parent_path() : fs::path(".");
}

// Only a file that has a name can take the place of another one.
void OutputFile::name_draft() {
    const std::string open_file = "/proc/self/fd/" + std::to_string(file_.get());
    std::string name = path_.string() + '.' + json::format_id(new_id(0)).substr(24);
    if (::linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0) fail();
    draft_ = std::move(name);
}

void OutputFile::finish() {
    flush();
    if (::fsync(file_.get()) != 0) fail();
    if (draft_.empty()) name_draft();
    if (::rename(draft_.c_str(), path_.c_str()) != 0) fail();
    draft_.clear();
    const executor::Descriptor directory(::open(folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory || ::fsync(directory.get()) != 0) fail();
}

} // namespace sample_host::move
