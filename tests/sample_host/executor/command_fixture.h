// A command executor with a scheduler's stand-in that keeps the completions, and a named pipe by which a test sees
// when the last process of a command is gone. Waiting is for events only, with a limit after which the test fails.
#pragma once

#include "executor/command_executor.h"
#include "loader/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sample_host::executor {

constexpr std::chrono::seconds patience(60);

inline std::string json_of(const std::vector<std::string> &command, const std::string &prompt = "") {
    std::string json = R"({"command":[)";
    for (const auto &element : command) {
        if (&element != &command.front()) json += ',';
        json += '"';
        for (const char character : element) {
            if (character == '"' || character == '\\') json += '\\';
            if (character == '\n') {
                json += "\\n";
            } else {
                json += character;
            }
        }
        json += '"';
    }
    return json + R"(],"prompt":")" + prompt + R"("})";
}

inline std::string shell(const std::string &script, const std::string &argument = "") {
    return json_of({"sh", "-c", script, "sh", argument});
}

inline gs_id run_number(uint8_t number) {
    gs_id id{};
    id.bytes[15] = number;
    return id;
}

// Stands for the scheduler: takes completions.
class Completions {
  public:
    Completions() { api_.complete_run = &Completions::complete_run; }
    const gs_scheduler_api *api() const { return &api_; }
    gs_scheduler *scheduler() { return reinterpret_cast<gs_scheduler *>(this); }

    // Waits for it. The test fails if it does not come.
    Completion of(uint8_t run, int32_t attempt = 1) {
        std::unique_lock lock(mutex_);
        const AttemptKey key(run_number(run), attempt);
        const bool came = changed_.wait_for(lock, patience, [&] { return taken_.contains(key); });
        EXPECT_TRUE(came) << "run " << int{run} << " was not completed";
        return came ? taken_.at(key) : Completion{};
    }
    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return calls_;
    }

  private:
    static int32_t complete_run(gs_scheduler *scheduler, const gs_id *run_id, int32_t attempt,
                                const gs_completion *completion, gs_error *) {
        auto &self = *reinterpret_cast<Completions *>(scheduler);
        const std::lock_guard lock(self.mutex_);
        ++self.calls_;
        self.taken_[AttemptKey(*run_id, attempt)] =
            Completion{completion->result, std::string(view(completion->output)), completion->output_truncated != 0,
                       std::string(view(completion->error))};
        self.changed_.notify_all();
        return GS_OK;
    }

    gs_scheduler_api api_{};
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<AttemptKey, Completion> taken_;
    std::size_t calls_ = 0;
};

// Commands open it for writing and their children inherit that, so its end is the end of all of them.
class NamedPipe {
  public:
    NamedPipe() {
        std::string folder = (std::filesystem::temp_directory_path() / "named-pipe-XXXXXX").string();
        if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary directory could be made");
        folder_ = folder;
        if (::mkfifo(path().c_str(), 0600) != 0) throw std::runtime_error("no named pipe could be made");
        reader_ = Descriptor(::open(path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    }
    ~NamedPipe() { std::filesystem::remove_all(folder_); }
    NamedPipe(const NamedPipe &) = delete;
    NamedPipe &operator=(const NamedPipe &) = delete;

    std::string path() const { return folder_ / "pipe"; }

    // The next line, or empty when all writers are gone or it does not come.
    std::string line() {
        std::string text;
        char character = 0;
        while (wait_for_input() && ::read(reader_.get(), &character, 1) == 1 && character != '\n') text += character;
        return text;
    }

    // True when every process that had it open has ended.
    bool all_gone() {
        std::array<char, 256> rest{};
        ssize_t count = 1;
        while (count > 0) {
            if (!wait_for_input()) return false;
            count = ::read(reader_.get(), rest.data(), rest.size());
        }
        return count == 0;
    }

  private:
    bool wait_for_input() const {
        pollfd source{reader_.get(), POLLIN, 0};
        return ::poll(&source, 1, static_cast<int>(std::chrono::milliseconds(patience).count())) == 1;
    }

    std::filesystem::path folder_;
    Descriptor reader_;
};

class CommandTest : public testing::Test {
  protected:
    void make(std::chrono::milliseconds grace = std::chrono::seconds(30)) {
        executor_ = std::make_unique<CommandExecutor>(CommandExecutorOptions{grace, -1});
        executor_->set_scheduler(completions_.api(), completions_.scheduler());
    }

    int32_t start(const std::string &payload, uint8_t run = 1, int32_t attempt = 1) {
        if (!executor_) make();
        gs_job job{};
        job.struct_size = sizeof(gs_job);
        job.id = lend("nightly report");
        job.payload = lend_bytes(payload);
        gs_start start{};
        start.struct_size = sizeof(gs_start);
        start.attempt = attempt;
        start.run_id = run_number(run);
        start.due_at = due_at_;
        start.job = &job;
        start.lateness = 3'500'000;
        start.merged = 2;
        error_ = empty_error();
        return table().start(table().context, &start, &error_);
    }

    // Starts it as run 1 and waits for its end.
    Completion run(const std::string &payload) {
        EXPECT_EQ(start(payload), GS_OK) << error_.text;
        return completions_.of(1);
    }

    int32_t cancel(uint8_t run = 1) {
        const gs_id id = run_number(run);
        error_ = empty_error();
        return table().cancel(table().context, &id, 1, GS_REASON_NONE, &error_);
    }

    int32_t state(uint8_t run = 1) {
        const gs_id id = run_number(run);
        int32_t state = 0;
        ended_.reset();
        const auto keep = [](void *context, const gs_completion *completion) {
            *static_cast<std::optional<std::string> *>(context) = std::string(view(completion->output));
        };
        EXPECT_EQ(table().query(table().context, &id, 1, &state, keep, &ended_, &error_), GS_OK);
        return state;
    }

    void release(uint8_t run = 1) {
        const gs_id id = run_number(run);
        table().release(table().context, &id, 1);
    }

    const gs_executor &table() const { return executor_->table(); }

    int64_t due_at_ = 0;
    gs_error error_ = empty_error();
    std::optional<std::string> ended_; // the output that the last query told
    Completions completions_;
    std::unique_ptr<CommandExecutor> executor_;
};

} // namespace sample_host::executor
