// check.h - what a check is: a name, the sentence of the contract that it stands for, and what it came to. Values only.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace conformance::kit {

// Where sentences are quoted from, as a reader finds it in the repository.
inline constexpr const char *abi_h = "host-api/gateway_scheduler/abi.h";
inline constexpr const char *executor_h = "host-api/gateway_scheduler/executor.h";
inline constexpr const char *host_h = "host-api/gateway_scheduler/host.h";
inline constexpr const char *job_h = "host-api/gateway_scheduler/job.h";
inline constexpr const char *notifier_h = "host-api/gateway_scheduler/notifier.h";
inline constexpr const char *run_h = "host-api/gateway_scheduler/run.h";
inline constexpr const char *scheduler_h = "host-api/gateway_scheduler/scheduler.h";
inline constexpr const char *storage_h = "host-api/gateway_scheduler/storage.h";
inline constexpr const char *item_h = "host-api/gateway_scheduler/storage_item.h";
inline constexpr const char *contract_readme = "host-api/README.md";

struct Check {
    const char *name;     // "storage.claim.version": the table, the function or subject, the rule
    const char *source;   // one of the above
    const char *sentence; // word for word, line breaks and comment marks aside; a test holds it against the source
};

// A check with what it does. It throws Failure or Skipped, or any other exception, which fails it too.
template <class Scene>
struct CheckOf {
    Check check;
    void (*run)(Scene &scene);
};

// The host broke the sentence of the check.
class Broken : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// The check could not be carried out because something before it did not work.
class Blocked : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// It cannot be tried with this host; the text says why.
class Skipped : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

enum class Verdict { passed, broken, blocked, skipped };

struct Result {
    Check check;
    Verdict verdict = Verdict::passed;
    std::string message; // empty when it passed
    double seconds = 0;

    bool failed() const { return verdict == Verdict::broken || verdict == Verdict::blocked; }
};

struct Totals {
    int passed = 0;
    int failed = 0;
    int skipped = 0;
};

inline Totals totals_of(const std::vector<Result> &results) {
    Totals totals;
    for (const Result &result : results) {
        if (result.failed()) {
            ++totals.failed;
        } else if (result.verdict == Verdict::skipped) {
            ++totals.skipped;
        } else {
            ++totals.passed;
        }
    }
    return totals;
}

} // namespace conformance::kit
