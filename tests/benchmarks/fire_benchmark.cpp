// 10,000 jobs due at one instant, durable on SQLite with synchronous FULL, beside what bare SQLite does for the claims
// alone. Rates are per second of real time.
#include "bare_claims.h"
#include "gateway.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

constexpr int kJobs = 10'000;
constexpr double kMicroseconds = 1e6;

// A folder on a real disk: /tmp may be memory, where syncing costs nothing.
class Folder {
  public:
    Folder() {
        std::string pattern = (std::filesystem::current_path() / "benchmark-XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    std::filesystem::path file() const { return path_ / "scheduler.db"; }

  private:
    std::filesystem::path path_;
};

void bare_claims(benchmark::State &state) {
    for (auto _ : state) {
        const Folder folder;
        state.SetIterationTime(benchmarks::bare_claims(folder.file(), kJobs));
    }
    state.counters["claims"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * kJobs, benchmark::Counter::kIsRate);
}

// From the instant until the last of them was started, and until the last was closed.
void fires_through_the_plugin(benchmark::State &state) {
    double p50 = 0;
    double p99 = 0;
    double closed = 0;
    for (auto _ : state) {
        const Folder folder;
        benchmarks::Gateway gateway("sqlite:" + (folder.file()).string());
        constexpr std::int64_t kSecond = 1'000'000;
        const std::int64_t instant = (benchmarks::Gateway::now() / kSecond + 12) * kSecond;
        gateway.add_jobs(kJobs, instant);
        if (benchmarks::Gateway::now() >= instant) return state.SkipWithError("adding the jobs took too long");
        const std::vector<std::int64_t> lateness = gateway.wait_for_starts(kJobs);
        gateway.wait_for_closed(kJobs);
        closed += static_cast<double>(benchmarks::Gateway::now() - instant) / kMicroseconds;
        state.SetIterationTime(static_cast<double>(lateness.back()) / kMicroseconds);
        p50 += static_cast<double>(lateness[kJobs / 2]) / 1000;
        p99 += static_cast<double>(lateness[kJobs / 100 * 99]) / 1000;
    }
    const auto runs = static_cast<double>(state.iterations());
    state.counters["claims"] = benchmark::Counter(runs * kJobs, benchmark::Counter::kIsRate);
    state.counters["closed_per_second"] = runs * kJobs / closed;
    state.counters["late_p50_ms"] = p50 / runs;
    state.counters["late_p99_ms"] = p99 / runs;
}

} // namespace

BENCHMARK(bare_claims)->UseManualTime()->Iterations(1)->Repetitions(5)->Unit(benchmark::kMillisecond);
BENCHMARK(fires_through_the_plugin)->UseManualTime()->Iterations(1)->Repetitions(5)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
