// A scheduler that dies after so many calls to the storage, the last of which takes effect and is never answered, and
// its successor. The executor outlives both, ends what it is told to end, and knows what it was told. Not thread-safe.
#pragma once

#include "told.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace engine_test {

class DyingProcess {
  public:
    DyingProcess();

    // Before the end: the bench's engine, answered at once.
    Bench bench;
    StartRun accept(); // the oldest start, of which the executor then knows
    void complete(const StartRun &run, Result result);

    // `calls` calls from now on, then the end; and another process takes its place.
    void die_after(int calls);
    void run_for(Duration duration); // of the successor

    // How often an attempt was begun, over both lives.
    int begun(Id run_id, std::int32_t attempt) const;
    int most_begun() const;  // of any attempt
    std::vector<Id> told_of; // ids of the notices of both lives, in order

  private:
    struct Attempt {
        int begun = 0;
        std::optional<Completion> end;
    };

    void listen();
    void note(const Decision &decision);
    void end(Id run_id, std::int32_t attempt, Completion completion);
    bool call_storage(bool answered);
    void settle();

    std::map<std::pair<Id, std::int32_t>, Attempt> attempts_;
};

} // namespace engine_test
