#include "move/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace sample_host::move {

using executor::Descriptor;

namespace {

[[noreturn]] void fail(const std::string &what) {
    throw std::runtime_error(what + ": " + std::generic_category().message(errno));
}

bool is_regular(int file) {
    struct stat status {};
    return ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

Descriptor temporary_file() {
    const std::filesystem::path folder = std::filesystem::temp_directory_path();
    Descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!file) {
        std::string name = (folder / "sample-host-import-XXXXXX").string();
        file = Descriptor(::mkostemp(name.data(), O_CLOEXEC));
        if (file) ::unlink(name.c_str());
    }
    if (!file) fail("cannot make a temporary file in " + folder.string());
    return file;
}

Descriptor copied(int from, const std::string &name) {
    Descriptor copy = temporary_file();
    std::vector<char> piece(256 * 1024);
    while (true) {
        const ssize_t count = ::read(from, piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("cannot read " + name);
        if (count == 0) return copy;
        for (ssize_t written = 0; written < count;) {
            const ssize_t more = ::write(copy.get(), piece.data() + written, static_cast<std::size_t>(count - written));
            if (more < 0 && errno != EINTR) fail("cannot write a temporary file");
            if (more > 0) written += more;
        }
    }
}

} // namespace

InputFile::InputFile(const std::string &path, std::size_t longest_line)
    : name_(path.empty() || path == "-" ? "standard input" : path), longest_line_(longest_line) {
    const bool standard = name_ != path;
    file_ =
        Descriptor(standard ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file_) fail("cannot read " + name_);
    if (is_regular(file_.get())) {
        first_byte_ = standard ? ::lseek(file_.get(), 0, SEEK_CUR) : 0;
    } else {
        file_ = copied(file_.get(), name_);
    }
    begin();
}

void InputFile::begin() {
    if (::lseek(file_.get(), first_byte_, SEEK_SET) < 0) fail("cannot read " + name_);
    reader_.emplace(
        file_.get(), longest_line_, [] {}, name_);
    line_number_ = 0;
}

bool InputFile::next(std::string_view &line) {
    while (true) {
        const json::LineReader::Result result = reader_->next(line);
        if (result == json::LineReader::Result::end) return false;
        ++line_number_;
        if (result == json::LineReader::Result::too_long) {
            throw std::runtime_error(place() + ": the line is longer than " + std::to_string(longest_line_) + " bytes");
        }
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) return true;
    }
}

std::string InputFile::line_at(int64_t offset) const {
    std::string line;
    std::array<char, std::size_t{16} * 1024> piece;
    while (true) {
        const auto from = static_cast<off_t>(offset + static_cast<int64_t>(line.size()));
        const ssize_t count = ::pread(file_.get(), piece.data(), piece.size(), from);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("cannot read " + name_);
        const std::string_view found(piece.data(), static_cast<std::size_t>(count));
        const std::size_t end = found.find('\n');
        line += found.substr(0, end);
        if (count == 0 || end != std::string_view::npos) return line;
    }
}

std::string InputFile::place() const {
    return name_ + ", line " + std::to_string(line_number_);
}

} // namespace sample_host::move
