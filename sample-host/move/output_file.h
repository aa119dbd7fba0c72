// A file that is there whole or not at all: it is written without a name, for its owner only, and takes its place at
// the end. Where the file system has no files without a name, it is written beside its place, and a process that is
// killed leaves it there. An instance belongs to one thread. Throws std::runtime_error, one sentence.
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
    void name_draft();
    std::filesystem::path folder() const;

    std::filesystem::path path_;
    std::string draft_; // its name; empty: it has none
    executor::Descriptor file_;
    std::string buffer_;
};

} // namespace sample_host::move
