// One engine and the first run of a job that fires each minute. Not thread-safe.
#pragma once

#include "bench.h"

#include <utility>

namespace engine_test {

class ARun : public testing::Test {
  protected:
    ARun() { bench.start(); }

    // A job that fires at 09:01, and the start of its run.
    StartRun due(Definition definition) {
        bench.put(std::move(definition));
        bench.run_for(1min);
        return bench.take_start();
    }
    StartRun due() { return due(job("a", "* * * * *")); }
    const RunRow &row() { return bench.store.runs().begin()->second; }
    std::int64_t failures() { return bench.row("a").failures_in_row; }

    Bench bench;
};

} // namespace engine_test
