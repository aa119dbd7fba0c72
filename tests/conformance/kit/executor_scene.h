// executor_scene.h - where one check of the executor takes place: attempts of runs of its own. What it has started and
// is still going at its end is canceled, and everything is released. Thread-safety: one thread.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <gateway_scheduler/executor.h>

#include "check.h"
#include "completion_book.h"
#include "settings.h"
#include "storage_scene.h"
#include "watch.h"

namespace conformance::kit {

// What all checks of one executor share.
struct ExecutorUnderTest {
    const gs_executor *host = nullptr;
    Watch *watch = nullptr;
    CompletionBook *book = nullptr;
    const Settings *settings = nullptr;
    StoreUnderTest *ids = nullptr; // ids are made there
    std::string job_id;
    std::chrono::microseconds cancel_grace{};
    std::map<std::string, Watch::Clock::duration> fastest; // call of each function
};

struct Attempt {
    gs_id run{};
    std::int32_t number = 1;
    std::int32_t status = GS_OK; // what start answered
    std::string said;

    AttemptKey key() const { return key_of(run, number); }
};

struct Queried {
    std::int32_t status = GS_OK;
    std::int32_t state = 0;
    std::vector<Ending> endings; // one for each call of `ended`
};

class ExecutorScene {
  public:
    explicit ExecutorScene(ExecutorUnderTest &executor) : executor_(executor) {}
    ExecutorScene(const ExecutorScene &) = delete;
    ExecutorScene &operator=(const ExecutorScene &) = delete;
    ~ExecutorScene() = default;

    ExecutorUnderTest &executor() { return executor_; }

    // Payloads as the environment gives them. Throws Skipped when it does not.
    const std::string &quick() const;
    const std::string &lasting() const;
    const std::string &failing() const;
    void need_query() const; // throws Skipped when the executor has neither query nor release

    gs_id new_run() { return executor_.ids->new_id(); }
    // Makes the call with memory that is overwritten and freed when it has returned.
    Attempt start(const std::string &payload, gs_id run, std::int32_t number = 1, bool with_error = true);
    Attempt started(const std::string &payload); // a new run that was accepted; throws Blocked when it was not
    Ending ended(const Attempt &attempt);        // waits for its completion; throws Broken when none comes
    Ending canceled(const Attempt &attempt);     // cancels it and waits as long as it may take
    std::int32_t cancel(const Attempt &attempt, bool with_error = true);
    Queried query(const Attempt &attempt);
    void release(const Attempt &attempt);

    void tidy_up() noexcept;

  private:
    template <class Call>
    std::int32_t call(const char *hook, gs_error *error, Call host_call);

    ExecutorUnderTest &executor_;
    std::vector<Attempt> attempts_; // all that were accepted
};

using ExecutorCheck = CheckOf<ExecutorScene>;
std::vector<ExecutorCheck> all_executor_checks();

} // namespace conformance::kit
