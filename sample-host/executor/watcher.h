// Watches all going commands from one thread: takes in what they print, asks them to end, and tells how they ended.
// Thread-safe.
#pragma once

#include "executor/attempts.h"
#include "executor/ending.h"
#include "executor/launcher.h"
#include "executor/output.h"

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace sample_host::executor {

class Watcher {
  public:
    // Called from the watcher's thread, once for each command.
    using Ended = std::function<void(const AttemptKey &, const Completion &)>;

    // `spawner`: the launcher's socket.
    Watcher(int spawner, Ended ended);
    // Ends all commands first.
    ~Watcher();
    Watcher(const Watcher &) = delete;
    Watcher &operator=(const Watcher &) = delete;

    void watch(const AttemptKey &key, std::string program, Launched launched);
    // Nothing happens if the command has ended.
    void ask_to_end(const AttemptKey &key);
    // Readable once the spawner is gone.
    int broken_descriptor() const { return broken_.get(); }

  private:
    struct Going {
        AttemptKey key;
        std::string program;
        Launched launched;
        Output output;
    };
    enum Source : uint64_t { control = 0, output = 1 };
    enum Reserved : uint64_t { wake_up = 0, spawner_gone = 1, first_command = 2 };

    void add(int descriptor, uint64_t tag) const;
    void run();
    void handle(uint64_t tag, int spawner);
    void read_output(uint64_t number);
    void read_control(uint64_t number);
    void finish(uint64_t number, const Ending &ending);
    bool finished();

    const Ended ended_;
    const Descriptor poll_;
    const Descriptor wake_;
    const Descriptor broken_;
    std::mutex mutex_;
    std::map<uint64_t, Going> going_; // by a number that is never used again, unlike a descriptor's
    uint64_t next_number_ = first_command;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace sample_host::executor
