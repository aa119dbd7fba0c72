// A file that is there whole or not at all: it is written beside its place, for its owner only, and takes the place at
// the end. An instance belongs to one thread. Throws std::runtime_error, one sentence.
#pragma once

#include "executor/descriptor.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace sample_host::move {

class OutputFile {
  public:
    explicit OutputFile(std::filesystem::path path);
    ~OutputFile(); // without finish, nothing stays
    OutputFile(const OutputFile &) = delete;
    OutputFile &operator=(const OutputFile &) = delete;

    void write(std::string_view text);
    void finish(); // on the disk when it returns; what was there before is replaced

  private:
    [[noreturn]] void fail() const;
    void flush();

    std::filesystem::path path_;
    std::string draft_; // empty: there is none any more
    executor::Descriptor file_;
    std::string buffer_;
};

} // namespace sample_host::move
