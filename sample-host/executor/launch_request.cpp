#include "executor/launch_request.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace sample_host::executor {
namespace {

[[noreturn]] void fail(const char *what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::string read_all(int file) {
    struct stat status {};
    if (::fstat(file, &status) != 0) fail("cannot look at a launch request");
    std::string content(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t count = ::pread(file, content.data() + done, content.size() - done, static_cast<off_t>(done));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) fail("cannot read a launch request");
        done += static_cast<std::size_t>(count);
    }
    return content;
}

} // namespace

Descriptor anonymous_file(std::string_view content) {
    Descriptor file(::memfd_create("sample-host", MFD_CLOEXEC));
    if (!file) fail("cannot make an anonymous file");
    while (!content.empty()) {
        const ssize_t count = ::write(file.get(), content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("cannot write an anonymous file");
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::lseek(file.get(), 0, SEEK_SET) != 0) fail("cannot rewind an anonymous file");
    return file;
}

// The number of the command's elements, then every element and every variable, each ended by a NUL.
Descriptor write_launch_request(const LaunchRequest &request) {
    std::string content = std::to_string(request.command.size()) + '\0';
    for (const auto *part : {&request.command, &request.environment}) {
        for (const std::string &text : *part) {
            content += text;
            content += '\0';
        }
    }
    return anonymous_file(content);
}

LaunchRequest read_launch_request(int file) {
    const std::string content = read_all(file);
    std::size_t position = 0;
    const auto next = [&] {
        std::string text = content.c_str() + position;
        position += text.size() + 1;
        return text;
    };
    LaunchRequest request;
    for (auto left = std::stoul(next()); left > 0; --left) request.command.push_back(next());
    while (position < content.size()) request.environment.push_back(next());
    return request;
}

} // namespace sample_host::executor
