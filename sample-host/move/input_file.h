// The lines of a file that is read twice: once to judge it, once to take it in. What cannot be read again, such as a
// pipe, is kept in a temporary file without a name meanwhile. An instance belongs to one thread.
#pragma once

#include "executor/descriptor.h"
#include "json/line_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sample_host::move {

class InputFile {
  public:
    // Standard input if `path` is empty or "-". Throws std::runtime_error, one sentence.
    InputFile(const std::string &path, std::size_t longest_line);

    const std::string &name() const { return name_; } // as sentences call it

    void begin(); // before the first line, also once more

    // The next line that is not blank, valid until the next call; false: there is none. Throws std::runtime_error for a
    // line that is too long.
    bool next(std::string_view &line);

    int64_t offset() const { return first_byte_ + reader_->offset(); } // of the last one in the file
    std::string line_at(int64_t offset) const;                         // one that was read before

    int64_t line_number() const { return line_number_; } // of the last one, from 1
    std::string place() const;                           // "backup.jsonl, line 7"

  private:
    std::string name_;
    std::size_t longest_line_;
    executor::Descriptor file_;
    int64_t first_byte_ = 0;
    std::optional<json::LineReader> reader_;
    int64_t line_number_ = 0;
};

} // namespace sample_host::move
