// report.h - the verdict in TAP (version 14), line by line as it comes about, and in JUnit's XML at the end.
// Thread-safety: one thread.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "check.h"

namespace conformance::kit {

class ReportError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// Pure: one result as TAP, and all of them as XML.
std::string tap_of(const Result &result, std::size_t number);
std::string junit_of(const std::vector<Result> &results);
std::string summary_of(const std::vector<Result> &results); // "101 passed, 1 failed, 2 skipped"

class TapStream {
  public:
    // An empty path is the standard error output. Throws ReportError.
    explicit TapStream(const std::string &path);
    ~TapStream();
    TapStream(const TapStream &) = delete;
    TapStream &operator=(const TapStream &) = delete;
    void write(const std::string &text) const; // what cannot be written is lost

  private:
    int descriptor_;
};

// Throws ReportError.
void write_file(const std::string &path, const std::string &content);

} // namespace conformance::kit
