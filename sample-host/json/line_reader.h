// Lines from a file descriptor, read in large pieces. An instance belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sample_host::json {

class LineReader {
  public:
    enum class Result { line, too_long, end };

    // `before_waiting` is called before each read, which may block: the moment to hand out what has been answered so
    // far. `name` is what faults call the descriptor.
    LineReader(int descriptor, std::size_t longest, std::function<void()> before_waiting,
               std::string name = "standard input");

    // The next line without its end, valid until the next call. A line that is too long is passed over to its end.
    // Throws std::system_error if reading fails.
    Result next(std::string_view &line);

    // How many bytes stand before the line that was read last.
    std::int64_t offset() const { return offset_; }

  private:
    bool fill();

    int descriptor_;
    std::size_t longest_;
    std::function<void()> before_waiting_;
    std::string name_;
    std::string buffer_;
    std::size_t begin_ = 0;
    std::int64_t forgotten_ = 0; // bytes that were before the buffer
    std::int64_t offset_ = 0;
    bool ended_ = false;
};

} // namespace sample_host::json
