// lane.cpp - see lane.h.
#include "lane.h"

#include <exception>
#include <memory>

#include "text.h"

namespace conformance::kit {

namespace {

// What the thread of the lane fills in; it outlives whoever gives up waiting for it.
struct Outcome {
    Verdict verdict = Verdict::passed;
    std::string message;
};

void try_check(const std::function<void()> &run, Outcome &outcome) {
    const auto set = [&](Verdict verdict, const char *message) {
        outcome.verdict = verdict;
        outcome.message = printable(message);
    };
    try {
        run();
    } catch (const Broken &fault) {
        set(Verdict::broken, fault.what());
    } catch (const Skipped &reason) {
        set(Verdict::skipped, reason.what());
    } catch (const std::exception &fault) {
        set(Verdict::blocked, fault.what());
    }
}

} // namespace

// False: a hook hangs, and the thread stays inside.
bool Lane::run(const std::function<void()> &task) {
    return worker_.run(task, [this] {
        hanging_ = watch_.inside_longer_than(deadline_);
        return hanging_.has_value();
    });
}

Result Lane::carry_out(const Planned &planned) {
    Result result{planned.check, Verdict::blocked, "", 0};
    if (hanging_) {
        result.message = "not tried, because " + *hanging_ + " has not returned";
        return result;
    }
    if (stopping_) {
        result.message = "not tried, because the scheduler was stopped";
        return result;
    }
    const auto began = Watch::Clock::now();
    const auto outcome = std::make_shared<Outcome>();
    const bool returned = run([run = planned.run, outcome] { try_check(run, *outcome); });
    result.seconds = std::chrono::duration<double>(Watch::Clock::now() - began).count();
    if (!returned) {
        result.verdict = Verdict::broken;
        result.check.source = time_limit_.source;
        result.check.sentence = time_limit_.sentence;
        result.message = *hanging_ + " has not returned for " + std::to_string(deadline_.count()) + " s";
        return result;
    }
    result.verdict = outcome->verdict;
    result.message = outcome->message;
    return result;
}

void Lane::carry_out(const std::function<void()> &task) {
    if (hanging_) throw Blocked(*hanging_ + " has not returned");
    const auto fault = std::make_shared<std::exception_ptr>();
    const bool returned = run([task, fault] {
        try {
            task();
        } catch (...) {
            *fault = std::current_exception();
        }
    });
    if (!returned) throw Blocked(*hanging_ + " has not returned for " + std::to_string(deadline_.count()) + " s");
    if (*fault) std::rethrow_exception(*fault);
}

} // namespace conformance::kit
