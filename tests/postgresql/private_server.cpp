// private_server.cpp - see private_server.h. A server does not run as root, so root hands it to the user postgres.
#include "private_server.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <pwd.h>
#include <sstream>
#include <stdexcept>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace tests {

namespace fs = std::filesystem;

namespace {

// The newest version that is installed.
fs::path programs() {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto &version : fs::directory_iterator("/usr/lib/postgresql", none)) {
        if (fs::exists(version.path() / "bin" / "initdb")) found.push_back(version.path() / "bin");
    }
    if (found.empty()) throw std::runtime_error("PostgreSQL's server is not installed: expected Debian's postgresql");
    return *std::max_element(found.begin(), found.end());
}

// Bound and never listening: nobody else is given its port, and the server, which like this socket may use an address
// again, can listen there at any time.
int reserve_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto *any = reinterpret_cast<const sockaddr *>(&address);
    if (::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(socket, any, sizeof address) != 0) {
        ::close(socket);
        throw std::runtime_error("no free port was found");
    }
    return socket;
}

int port_of(int socket) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size);
    return ntohs(address.sin_port);
}

// The server's shared memory, by the last number in the seventh line of its postmaster.pid.
int shared_memory_of(const fs::path &pid_file) {
    constexpr int line_of_memory = 7;
    std::ifstream file(pid_file);
    std::string line;
    for (int i = 0; i < line_of_memory; ++i) std::getline(file, line);
    std::istringstream numbers(line);
    std::uint64_t key = 0;
    int segment = -1;
    numbers >> key >> segment;
    return segment;
}

const passwd &owner() {
    static const passwd *user = ::getpwnam("postgres");
    if (user == nullptr) throw std::runtime_error("there is no user postgres to run the server as");
    return *user;
}

// Waits for the program; what it said is in the file.
int run_program(const std::vector<std::string> &words, const fs::path &said) {
    std::vector<char *> arguments;
    for (const std::string &word : words) arguments.push_back(const_cast<char *>(word.c_str()));
    arguments.push_back(nullptr);
    const std::string file = said;
    const pid_t child = ::fork();
    if (child == 0) {
        const int nothing = ::open("/dev/null", O_RDONLY);
        const int output = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        if (::dup2(nothing, STDIN_FILENO) < 0 || ::dup2(output, STDOUT_FILENO) < 0 ||
            ::dup2(output, STDERR_FILENO) < 0) {
            ::_exit(126);
        }
        if (::getuid() == 0 && (::setgid(owner().pw_gid) != 0 || ::setuid(owner().pw_uid) != 0)) ::_exit(126);
        if (const char *preload = ::getenv("PRIVATE_SERVER_PRELOAD")) ::setenv("LD_PRELOAD", preload, 1);
        ::execv(arguments.front(), arguments.data());
        ::_exit(127);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    return status;
}

std::string content(const fs::path &file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

} // namespace

PrivateServer::PrivateServer(const std::vector<std::string> &settings) {
    std::string name = fs::temp_directory_path() / "postgresql-test-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make the folder " + name);
    folder_ = name;
    if (::getuid() == 0 && ::chown(name.c_str(), owner().pw_uid, owner().pw_gid) != 0) {
        throw std::runtime_error("cannot give the folder " + name + " to the user postgres");
    }
    run("initdb", {"-D", data(), "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"});
    reserved_ = reserve_port();
    port_ = port_of(reserved_);
    std::ofstream configuration(data() / "postgresql.conf", std::ios::app);
    configuration << "listen_addresses = '127.0.0.1'\nport = " << port_ << "\nunix_socket_directories = ''\n"
                  << "shared_buffers = 64MB\nmax_connections = 60\nlog_min_messages = warning\n";
    for (const std::string &line : settings) configuration << line << '\n';
    configuration.close();
    start();
    run("createdb", {"-h", "127.0.0.1", "-p", std::to_string(port_), "-U", "owner", "scheduler"});
}

PrivateServer::~PrivateServer() {
    try {
        run("pg_ctl", {"-D", data(), "-m", "immediate", "-w", "-s", "stop"}); // it leaves no shared memory behind
    } catch (const std::exception &) {
        // It does not run: that is what is wanted.
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    ::close(reserved_);
}

std::string PrivateServer::url(const std::string &user) const {
    return "postgresql://" + user + "@127.0.0.1:" + std::to_string(port_) + "/scheduler";
}

void PrivateServer::start() {
    run("pg_ctl", {"-D", data(), "-l", log(), "-w", "-s", "start"});
}

void PrivateServer::stop() {
    run("pg_ctl", {"-D", data(), "-m", "fast", "-w", "-s", "stop"});
}

pid_t PrivateServer::process() const {
    std::ifstream file(data() / "postmaster.pid");
    pid_t server = 0;
    if (!(file >> server)) throw std::runtime_error("the server does not run");
    return server;
}

void PrivateServer::kill() {
    const pid_t server = process();
    const int segment = shared_memory_of(data() / "postmaster.pid");
    ::kill(server, SIGKILL);
    while (::kill(server, 0) == 0) ::usleep(1000);
    // The postmaster's children end by themselves when it is gone. As long as one is there no new one starts.
    shmid_ds state{};
    while (::shmctl(segment, IPC_STAT, &state) == 0 && state.shm_nattch > 0) ::usleep(1000);
    fs::remove(data() / "postmaster.pid");
}

void PrivateServer::run(const std::string &program, const std::vector<std::string> &arguments) const {
    std::vector<std::string> words{programs() / program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const fs::path said = folder_ / (program + ".out");
    const int status = run_program(words, said);
    if (status != 0) throw std::runtime_error(program + " failed: " + content(said) + content(log()));
}

PrivateServer &shared_server() {
    static PrivateServer server({"fsync = off", "synchronous_commit = on", "full_page_writes = off"});
    return server;
}

} // namespace tests
