// private_server.h - a PostgreSQL server of the test's own: a new cluster in a folder of its own, on a free loopback
// port, removed at the end. Needs Debian's package postgresql. What the environment variable PRIVATE_SERVER_PRELOAD
// names is preloaded into the server alone. Thread-safety: one thread makes and destroys it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace tests {

class PrivateServer {
  public:
    // `settings` are lines of postgresql.conf. Throws std::runtime_error with what the server's programs said.
    explicit PrivateServer(const std::vector<std::string> &settings = {});
    PrivateServer(const PrivateServer &) = delete;
    PrivateServer &operator=(const PrivateServer &) = delete;
    ~PrivateServer();

    // Of the database "scheduler", as its owner; other users get in without a password too.
    std::string url(const std::string &user = "owner") const;

    void start();
    void stop(); // connections are cut, transactions rolled back
    void kill(); // as kill -9 of all its processes
    int port() const { return port_; }
    pid_t process() const; // the one that is parent to all others of the server

    // One of the server's own programs, as the user that owns the cluster.
    void run(const std::string &program, const std::vector<std::string> &arguments) const;

  private:
    std::filesystem::path data() const { return folder_ / "data"; }
    std::filesystem::path log() const { return folder_ / "server.log"; }

    std::filesystem::path folder_;
    int reserved_ = -1; // a socket that keeps the port
    int port_ = 0;
};

// One for the whole process, made at first use: without fsync, for what is not about durability.
PrivateServer &shared_server();

} // namespace tests
