// An instance belongs to one thread.
#include "json/line_reader.h"

#include <cerrno>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace sample_host::json {

namespace {
constexpr std::size_t piece = 64 * 1024;
}

LineReader::LineReader(int descriptor, std::size_t longest, std::function<void()> before_waiting, std::string name)
    : descriptor_(descriptor), longest_(longest), before_waiting_(std::move(before_waiting)), name_(std::move(name)) {}

bool LineReader::fill() {
    if (ended_) return false;
    before_waiting_();
    buffer_.erase(0, begin_);
    forgotten_ += static_cast<std::int64_t>(begin_);
    begin_ = 0;
    const std::size_t filled = buffer_.size();
    buffer_.resize(filled + piece);
    ssize_t got = 0;
    do {
        got = ::read(descriptor_, buffer_.data() + filled, piece);
    } while (got < 0 && errno == EINTR);
    if (got < 0) throw std::system_error(errno, std::generic_category(), "cannot read " + name_);
    buffer_.resize(filled + static_cast<std::size_t>(got));
    ended_ = got == 0;
    return !ended_;
}

LineReader::Result LineReader::next(std::string_view &line) {
    offset_ = forgotten_ + static_cast<std::int64_t>(begin_);
    bool too_long = false;
    std::size_t searched = 0;
    while (true) {
        const std::size_t end = buffer_.find('\n', begin_ + searched);
        const std::size_t size = (end == std::string::npos ? buffer_.size() : end) - begin_;
        too_long = too_long || size > longest_;
        line = std::string_view(buffer_).substr(begin_, size);
        if (end != std::string::npos) {
            begin_ = end + 1;
            return too_long ? Result::too_long : Result::line;
        }
        if (too_long) begin_ = buffer_.size(); // forget what has been seen of it
        searched = buffer_.size() - begin_;
        if (fill()) continue;
        const bool anything = too_long || searched > 0;
        line = std::string_view(buffer_).substr(begin_, searched);
        begin_ = buffer_.size();
        if (!anything) return Result::end;
        return too_long ? Result::too_long : Result::line;
    }
}

} // namespace sample_host::json
