// A bench with room for many runs, and an executor that carries out whatever it is given. Not thread-safe.
#pragma once

#include "told.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace engine_test {

// From 09:00 on.
class APolicy : public testing::Test {
  protected:
    APolicy() {
        constexpr std::int32_t kRoomForAll = 100;
        bench.config.capacity = kRoomForAll;
        bench.start();
    }

    // Nobody schedules for so long; the executor and its runs go down with the scheduler.
    void down_for(Duration duration) {
        going.clear();
        bench.engine.reset();
        bench.monotonic += duration;
        bench.start();
    }

    // Every run that is started takes `each` and then ends so; what is still going at the end stays so.
    void serve(Duration total, Duration each = 0s, Result result = Result::succeeded) {
        const Moment end = bench.moment() + total;
        bench.settle();
        while (!testing::Test::HasFailure()) {
            while (!bench.starts.empty()) going.emplace_back(bench.moment() + each, bench.accept_start());
            const auto first = std::min_element(
                going.begin(), going.end(), [](const auto &one, const auto &other) { return one.first < other.first; });
            if (first != going.end() && first->first <= bench.moment()) {
                const StartRun run = first->second;
                going.erase(first);
                bench.complete(run, result);
                continue;
            }
            if (bench.moment() >= end) return;
            Moment next = std::min(end, bench.engine->next_wake().value_or(end));
            if (first != going.end()) next = std::min(next, first->first);
            bench.run_for(next - bench.moment());
        }
    }

    // The job's run of 09:01, still going so long after it began.
    StartRun first_run_going_for(Duration since, const Definition &definition) {
        bench.put(definition);
        bench.run_for(1min);
        const StartRun run = bench.accept_start();
        bench.run_for(since);
        return run;
    }

    Lines history(const std::string &job_id = "a") const { return history_of(bench, job_id); }
    std::size_t starts() const { return bench.starts.size(); }
    const RunRow &row(Id run_id) const {
        static const RunRow kNone;
        const RunRow *found = bench.store.find_run(run_id);
        EXPECT_NE(found, nullptr) << "there is no such run";
        return found ? *found : kNone;
    }
    const RunRow &row(const StartRun &run) const { return row(run.run_id); }

    Bench bench;
    std::vector<std::pair<Moment, StartRun>> going; // and when they end
};

inline Definition with(Definition definition, Overlap overlap) {
    definition.overlap = overlap;
    return definition;
}
// Of every minute, with runs that may go on for as long as it takes.
inline Definition lasting(Overlap overlap, const std::string &id = "a") {
    Definition definition = with(job(id, "* * * * *"), overlap);
    definition.timeout = 24h;
    return definition;
}
inline Definition with(Definition definition, CatchUp catch_up) {
    definition.catch_up = catch_up;
    return definition;
}

} // namespace engine_test
