#include "gateway/data_directory.h"

#include "gateway/atomic_file.h"
#include "json/id.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace sample_host {
namespace {

using executor::Descriptor;

// How long the keepers of a dead host's commands may take to kill them.
constexpr std::chrono::seconds tidying_time(10);
constexpr std::size_t token_size = 64;

std::string reason() {
    return ::strerrordesc_np(errno);
}

// An open file description's lock: unlike flock's it can be asked about without being taken, so that a client that
// looks for the host never stands in the way of one that starts.
struct flock whole_file() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

bool try_lock(int file) {
    const auto lock = whole_file();
    return ::fcntl(file, F_OFD_SETLK, &lock) == 0;
}

pid_t holder_of(const std::filesystem::path &path) {
    const std::string text = read_small_file(path / "lock").value_or("");
    pid_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

bool is_alive(pid_t process) {
    return process > 0 && (::kill(process, 0) == 0 || errno == EPERM);
}

void refuse_beside_living_host(const std::filesystem::path &path) {
    const pid_t holder = holder_of(path);
    if (!is_alive(holder)) return;
    throw DataDirectoryError("another host runs on the data directory " + path.string() + ", process " +
                             std::to_string(holder));
}

[[noreturn]] void refuse_to_write(const std::filesystem::path &path) {
    throw DataDirectoryError("cannot write in the data directory " + path.string() + ": " + reason());
}

Descriptor take_lock(const std::filesystem::path &path) {
    Descriptor file(::open((path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file) refuse_to_write(path);
    const auto deadline = std::chrono::steady_clock::now() + tidying_time;
    while (!try_lock(file.get())) {
        refuse_beside_living_host(path);
        if (std::chrono::steady_clock::now() > deadline) {
            throw DataDirectoryError("the data directory " + path.string() +
                                     " is still held, by a host elsewhere or by commands of a host that died");
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const std::string number = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file.get(), 0) != 0 || ::pwrite(file.get(), number.data(), number.size(), 0) < 0) {
        throw DataDirectoryError("cannot write " + (path / "lock").string() + ": " + reason());
    }
    return file;
}

[[noreturn]] void refuse_what_is_no_directory(const std::filesystem::path &path) {
    throw DataDirectoryError("the data directory " + path.string() + " is not a directory");
}

std::filesystem::path made(const std::filesystem::path &path) {
    std::error_code failure;
    auto absolute = std::filesystem::absolute(path, failure);
    std::filesystem::create_directories(absolute.parent_path(), failure);
    if (::mkdir(absolute.c_str(), 0700) != 0 && errno != EEXIST) {
        throw DataDirectoryError("cannot make the data directory " + absolute.string() + ": " + reason());
    }
    if (!std::filesystem::is_directory(absolute, failure)) refuse_what_is_no_directory(absolute);
    return absolute;
}

template <std::size_t Size>
std::array<unsigned char, Size> random_bytes() {
    std::array<unsigned char, Size> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        throw DataDirectoryError("the system gives no random bytes: " + reason());
    }
    return bytes;
}

std::string without_line_end(std::string text) {
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

gs_id read_id(const std::filesystem::path &file, const std::string &content) {
    try {
        return json::parse_id(without_line_end(content));
    } catch (const std::exception &) {
        throw DataDirectoryError("the file " + file.string() + " does not hold an id, expected a UUID");
    }
}

gs_id read_or_make_id(const std::filesystem::path &file) {
    if (const auto content = read_small_file(file)) return read_id(file, *content);
    auto bytes = random_bytes<sizeof(gs_id::bytes)>();
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U); // UUID version 4
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
    gs_id id{};
    std::memcpy(id.bytes, bytes.data(), bytes.size());
    write_file_atomically(file, json::format_id(id) + "\n", 0600);
    return id;
}

bool is_token(const std::string &text) {
    return text.size() == token_size && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string read_token(const std::filesystem::path &file, const std::string &content) {
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0 && (status.st_mode & 077U) != 0) {
        throw DataDirectoryError("the token file " + file.string() +
                                 " can be read by others than its owner, expected mode 0600");
    }
    std::string token = without_line_end(content);
    if (!is_token(token)) {
        throw DataDirectoryError("the token file " + file.string() + " does not hold 64 hexadecimal digits");
    }
    return token;
}

std::string read_or_make_token(const std::filesystem::path &file) {
    if (const auto content = read_small_file(file)) return read_token(file, *content);
    std::string token;
    for (const unsigned char byte : random_bytes<token_size / 2>()) {
        token += "0123456789abcdef"[byte >> 4U];
        token += "0123456789abcdef"[byte & 0x0FU];
    }
    write_file_atomically(file, token + "\n", 0600);
    return token;
}

bool is_locked(const std::filesystem::path &path) {
    const Descriptor file(::open((path / "lock").c_str(), O_RDWR | O_CLOEXEC));
    auto lock = whole_file();
    return file && ::fcntl(file.get(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

} // namespace

void check_data_directory(const std::filesystem::path &path) {
    std::error_code failure;
    const auto absolute = std::filesystem::absolute(path, failure);
    if (!std::filesystem::exists(std::filesystem::symlink_status(absolute, failure))) return;
    if (!std::filesystem::is_directory(absolute, failure)) refuse_what_is_no_directory(absolute);
    if (::faccessat(AT_FDCWD, absolute.c_str(), W_OK | X_OK, AT_EACCESS) != 0) refuse_to_write(absolute);
    if (is_locked(absolute)) refuse_beside_living_host(absolute);
    if (const auto content = read_small_file(absolute / "id")) read_id(absolute / "id", *content);
    if (const auto content = read_small_file(absolute / "token")) read_token(absolute / "token", *content);
}

DataDirectory::DataDirectory(const std::filesystem::path &path) : path_(made(path)), lock_(take_lock(path_)) {
    std::error_code failure;
    std::filesystem::remove(path_ / "endpoint", failure); // of a host that died
    id_ = read_or_make_id(path_ / "id");
    token_ = read_or_make_token(path_ / "token");
}

DataDirectory::~DataDirectory() {
    std::error_code failure;
    std::filesystem::remove(path_ / "endpoint", failure);
}

void DataDirectory::write_endpoint(const std::string &address) const {
    write_file_atomically(path_ / "endpoint", address + "\n", 0600);
}

std::filesystem::path default_data_directory() {
    const char *state = std::getenv("XDG_STATE_HOME");
    // The specification of these variables says that a relative path is to be ignored.
    if (state != nullptr && state[0] == '/') return std::filesystem::path(state) / "gateway-scheduler";
    const char *home = std::getenv("HOME");
    if (home == nullptr || home[0] == '\0') {
        throw DataDirectoryError("neither XDG_STATE_HOME nor HOME is set, so --data-dir must name the data directory");
    }
    return std::filesystem::path(home) / ".local" / "state" / "gateway-scheduler";
}

std::optional<Endpoint> find_running_host(const std::filesystem::path &data_dir) {
    if (!is_locked(data_dir)) return std::nullopt;
    const auto endpoint = read_small_file(data_dir / "endpoint");
    const auto token = read_small_file(data_dir / "token");
    if (!endpoint || !token) return std::nullopt;
    const std::string address = without_line_end(*endpoint);
    const auto colon = address.rfind(':');
    unsigned short port = 0;
    const char *end = address.data() + address.size();
    if (colon == std::string::npos || std::from_chars(address.data() + colon + 1, end, port).ptr != end || port == 0) {
        throw DataDirectoryError("the file " + (data_dir / "endpoint").string() +
                                 " does not hold an address, expected one such as 127.0.0.1:8080");
    }
    std::string host = address.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return Endpoint{host, port, read_token(data_dir / "token", *token)};
}

} // namespace sample_host
