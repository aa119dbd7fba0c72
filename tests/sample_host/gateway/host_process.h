// Runs the test host and reads its standard error line by line.
#pragma once

#include "executor/descriptor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

namespace sample_host {

class HostProcess {
  public:
    HostProcess(const std::filesystem::path &data_dir, const std::string &instance,
                const std::string &plugin = "fake_plugin.so", const std::string &listen = "127.0.0.1:0",
                const std::string &storage = "") {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe could be made");
        log_ = executor::Descriptor(ends[0]);
        const executor::Descriptor writer(ends[1]);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, writer.get(), STDERR_FILENO);
        std::vector<std::string> texts = {GATEWAY_TEST_HOST, data_dir, std::string(TEST_PLUGINS) + "/" + plugin, listen,
                                          instance};
        if (!storage.empty()) texts.push_back(storage);
        std::vector<char *> arguments;
        arguments.reserve(texts.size() + 1);
        for (auto &text : texts) arguments.push_back(text.data());
        arguments.push_back(nullptr);
        const int failure = ::posix_spawn(&process_, arguments[0], &actions, nullptr, arguments.data(), ::environ);
        ::posix_spawn_file_actions_destroy(&actions);
        if (failure != 0) throw std::runtime_error("the test host could not be started");
    }
    ~HostProcess() {
        if (process_ <= 0) return;
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    HostProcess(const HostProcess &) = delete;
    HostProcess &operator=(const HostProcess &) = delete;

    // The first line that contains `text`, or empty at the end of the log.
    std::string line_with(const std::string &text) {
        for (std::string found = line(); !found.empty(); found = line()) {
            if (found.find(text) != std::string::npos) return found;
        }
        return {};
    }
    std::string rest() {
        std::string text;
        for (std::string next = line(); !next.empty(); next = line()) text += next + "\n";
        return text;
    }

    pid_t number() const { return process_; }
    void send(int signal) const {
        if (process_ > 0) ::kill(process_, signal);
    }
    // Its exit code, or -1 if it was killed.
    int wait() {
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    std::string line() {
        std::string text;
        char character = 0;
        pollfd source{log_.get(), POLLIN, 0};
        while (::poll(&source, 1, 60000) == 1 && ::read(log_.get(), &character, 1) == 1 && character != '\n') {
            text += character;
        }
        return text;
    }

    pid_t process_ = -1;
    executor::Descriptor log_;
};

} // namespace sample_host
