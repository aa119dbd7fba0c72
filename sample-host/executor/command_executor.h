// The executor that the sample host lends to the scheduler: it runs commands. Every command has a keeper process of
// its own and dies with the host. The table's functions are for the scheduler's executor thread; completions come from
// one thread of this object. To be made before any other thread of the process.
#pragma once

#include "executor/attempts.h"
#include "executor/launcher.h"
#include "executor/watcher.h"

#include <gateway_scheduler/scheduler.h>

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

namespace sample_host::executor {

struct CommandExecutorOptions {
    std::chrono::milliseconds cancel_grace{2000}; // from SIGTERM to SIGKILL
    int life_lock = -1; // a descriptor that stays open, in other processes, as long as any command may live
};

class CommandExecutor {
  public:
    // Throws LaunchError.
    explicit CommandExecutor(const CommandExecutorOptions &options);
    // Kills what is still going, and returns when it is gone.
    ~CommandExecutor() = default;
    CommandExecutor(const CommandExecutor &) = delete;
    CommandExecutor &operator=(const CommandExecutor &) = delete;

    const gs_executor &table() const { return table_; }

    // Who gets completions from now on; null: nobody, they are kept until asked for. Once it has returned, the former
    // scheduler is called no more. Any thread.
    void set_scheduler(const gs_scheduler_api *api, gs_scheduler *scheduler);

    // Readable once no command can be started any more, because the spawner was killed. The host should end then.
    int broken_descriptor() const { return watcher_.broken_descriptor(); }

  private:
    int32_t start(const gs_start &start, gs_error *error);
    int32_t cancel(const AttemptKey &key, gs_error *error);
    int32_t query(const AttemptKey &key, int32_t *state, gs_ended_fn ended, void *ended_context) const;
    void complete(const AttemptKey &key, const Completion &completion);
    void fill_table();

    const std::vector<std::string> passed_environment_;
    gs_executor table_{};
    Attempts attempts_;
    std::mutex scheduler_mutex_;
    const gs_scheduler_api *api_ = nullptr;
    gs_scheduler *scheduler_ = nullptr;
    Launcher launcher_; // forks, so before the watcher's thread
    Watcher watcher_;
};

} // namespace sample_host::executor
