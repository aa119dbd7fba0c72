// report.cpp - see report.h.
#include "report.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "text.h"

namespace conformance::kit {

namespace {

std::string replaced(std::string_view text, std::string_view wanted, std::string_view (*by)(char)) {
    std::string result;
    for (const char character : text) {
        if (wanted.find(character) == std::string_view::npos) {
            result += character;
        } else {
            result += by(character);
        }
    }
    return result;
}

// A scalar of YAML in double quotes, on one line.
std::string yaml(const std::string &text) {
    return '"' +
           replaced(printable(text), "\\\"", [](char c) -> std::string_view { return c == '"' ? "\\\"" : "\\\\"; }) +
           '"';
}

std::string xml(const std::string &text) {
    return replaced(printable(text), "<>&\"", [](char character) -> std::string_view {
        switch (character) {
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '&':
            return "&amp;";
        default:
            return "&quot;";
        }
    });
}

std::string seconds(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3f", value);
    return text.data();
}

std::string table_of(const Result &result) {
    const std::string name = result.check.name;
    return name.substr(0, name.find('.'));
}

std::string xml_of(const Result &result) {
    std::string text = "    <testcase classname=\"" + table_of(result) + "\" name=\"" + xml(result.check.name) +
                       "\" time=\"" + seconds(result.seconds) + '"';
    if (result.verdict == Verdict::passed) return text + "/>\n";
    if (result.verdict == Verdict::skipped) {
        return text + "><skipped message=\"" + xml(result.message) + "\"/></testcase>\n";
    }
    const std::string tag = result.verdict == Verdict::broken ? "failure" : "error";
    return text + ">\n      <" + tag + " message=\"" + xml(result.message) + "\">" + xml(result.check.source) +
           " says: " + xml(result.check.sentence) + "</" + tag + ">\n    </testcase>\n";
}

[[noreturn]] void cannot_write(const std::string &path) {
    throw ReportError("cannot write to " + printable(path) + ": " + std::generic_category().message(errno));
}

int opened(const std::string &path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0) cannot_write(path);
    return descriptor;
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

std::string tap_of(const Result &result, std::size_t number) {
    const std::string line = std::to_string(number) + " - " + result.check.name;
    if (result.verdict == Verdict::passed) return "ok " + line + "\n";
    if (result.verdict == Verdict::skipped) return "ok " + line + " # SKIP " + printable(result.message) + "\n";
    return "not ok " + line + "\n  ---\n  message: " + yaml(result.message) +
           "\n  kind: " + (result.verdict == Verdict::broken ? "broken" : "blocked") +
           "\n  contract: " + yaml(result.check.sentence) + "\n  source: " + yaml(result.check.source) + "\n  ...\n";
}

std::string summary_of(const std::vector<Result> &results) {
    const Totals totals = totals_of(results);
    return std::to_string(totals.passed) + " passed, " + std::to_string(totals.failed) + " failed, " +
           std::to_string(totals.skipped) + " skipped";
}

std::string junit_of(const std::vector<Result> &results) {
    int broken = 0;
    int blocked = 0;
    double time = 0;
    std::string cases;
    for (const Result &result : results) {
        broken += result.verdict == Verdict::broken ? 1 : 0;
        blocked += result.verdict == Verdict::blocked ? 1 : 0;
        time += result.seconds;
        cases += xml_of(result);
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite "
           "name=\"gateway_scheduler_conformance\" "
           "tests=\"" +
           std::to_string(results.size()) + "\" failures=\"" + std::to_string(broken) + "\" errors=\"" +
           std::to_string(blocked) + "\" skipped=\"" + std::to_string(totals_of(results).skipped) + "\" time=\"" +
           seconds(time) + "\">\n" + cases + "  </testsuite>\n</testsuites>\n";
}

TapStream::TapStream(const std::string &path) : descriptor_(path.empty() ? STDERR_FILENO : opened(path)) {}

TapStream::~TapStream() {
    if (descriptor_ != STDERR_FILENO) ::close(descriptor_);
}

void TapStream::write(const std::string &text) const {
    write_all(descriptor_, text);
}

void write_file(const std::string &path, const std::string &content) {
    const int descriptor = opened(path);
    const bool whole = write_all(descriptor, content);
    const bool closed = ::close(descriptor) == 0;
    if (!whole || !closed) cannot_write(path);
}

} // namespace conformance::kit
