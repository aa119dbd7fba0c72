// simulation_run: simulates many seeds, on all cores, and prints a table. Exit code 1 when an invariant was violated.
#include "fault_matrix.h"
#include "mutation_names.h"
#include "simulation.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

using simulation::Options;
using simulation::Report;

// Simulates on several threads, and gives the reports in order.
class Simulations {
  public:
    Simulations(std::vector<Options> all, unsigned threads) : all_(std::move(all)), reports_(all_.size()) {
        for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
    }
    ~Simulations() {
        for (std::thread &thread : threads_) thread.join();
    }
    Simulations(const Simulations &) = delete;
    Simulations &operator=(const Simulations &) = delete;

    Report take(std::size_t index) {
        std::unique_lock lock(mutex_);
        done_.wait(lock, [&] { return reports_[index].has_value(); });
        Report report = std::move(*reports_[index]);
        reports_[index].emplace(); // its history may be large
        return report;
    }

  private:
    void work() {
        for (std::size_t i = next_++; i < reports_.size(); i = next_++) {
            Report report = simulation::simulate(all_[i]);
            const std::lock_guard lock(mutex_);
            reports_[i] = std::move(report);
            done_.notify_all();
        }
    }

    std::vector<Options> all_;
    std::atomic<std::size_t> next_{0};
    std::mutex mutex_;
    std::condition_variable done_;
    std::vector<std::optional<Report>> reports_;
    std::vector<std::thread> threads_;
};

void print_violations(const Report &report) {
    for (const std::string &violation : report.violations) fmt::print("    {}\n", violation);
    if (!report.violations.empty()) fmt::print("    replay: {}\n", simulation::replay_command(report.options));
    std::fflush(stdout);
}

void print_row(const Report &report) {
    const simulation::Tally &tally = report.tally;
    std::int64_t faults = 0;
    for (const auto &[kind, count] : report.faults) faults += count;
    fmt::print("{:>8} {:>5} {:>9} {:>8} {:>7} {:>8} {:>8} {:>7} {:>8} {:>8} {:>9} {:>10}\n", report.options.seed,
               simulation::length_of(report.options) / std::chrono::hours(1), report.setting.replicas, tally.runs,
               tally.manual_runs, tally.starts, tally.skipped, tally.missed, tally.merged, tally.notices, faults,
               report.violations.size());
    print_violations(report);
}

struct Sum {
    std::chrono::microseconds time{0};
    std::int64_t occurrences = 0;
    std::int64_t violations = 0;
    std::uint64_t failed = 0; // seeds
    std::map<std::string, std::int64_t> faults;

    void add(const Report &report) {
        const simulation::Tally &tally = report.tally;
        time += simulation::length_of(report.options);
        occurrences += tally.runs + tally.skipped + tally.missed + tally.merged;
        violations += static_cast<std::int64_t>(report.violations.size());
        failed += report.violations.empty() ? 0 : 1;
        for (const auto &[kind, count] : report.faults) faults[kind] += count;
    }
    void print(std::uint64_t seeds) const {
        fmt::print("\nfaults injected:\n");
        for (const auto &[kind, count] : faults) fmt::print("    {:<28} {:>12}\n", kind, count);
        fmt::print("\nsimulated days: {:.1f}, occurrences: {}, violations: {}, seeds with violations: {} of {}\n",
                   std::chrono::duration<double, std::ratio<86'400>>(time).count(), occurrences, violations, failed,
                   seeds);
    }
};

gateway_scheduler::engine::Mutation mutation_called(const std::string &name) {
    for (const simulation::NamedMutation &known : simulation::named_mutations()) {
        if (known.name == name) return known.mutation;
    }
    throw std::runtime_error("--mutation: there is no deliberate bug called " + name);
}

// Exit code 0 when nothing was violated in any hour.
int walk_fault_matrix(std::uint64_t seed, unsigned jobs) {
    constexpr std::int64_t kMostCalls = 200; // of each hook
    const std::vector<Options> hours = simulation::fault_matrix(seed, kMostCalls, 1);
    Simulations simulated(hours, jobs);
    std::size_t failed = 0;
    std::string hook;
    for (std::size_t i = 0; i < hours.size(); ++i) {
        const std::string fault = simulation::text(*hours[i].fault);
        if (const std::string its = fault.substr(0, fault.find(':')); its != hook) fmt::print("{}\n", hook = its);
        const Report report = simulated.take(i);
        failed += report.violations.empty() ? 0 : 1;
        print_violations(report);
    }
    fmt::print("\nhours with a fault: {}, with violations: {}\n", hours.size(), failed);
    return failed == 0 ? 0 : 1;
}

std::vector<Options> of_seeds(Options options, std::uint64_t seeds) {
    std::vector<Options> all;
    for (std::uint64_t i = 0; i < seeds; ++i, ++options.seed) all.push_back(options);
    return all;
}

int run(int argc, char **argv) {
    CLI::App app("Simulates days of a gateway's life, with faults, and checks what must hold under everything.");
    std::uint64_t seeds = 1;
    unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
    std::string mutation;
    std::string fault;
    bool matrix = false;
    Options options;
    app.add_option("--seeds", seeds, "How many seeds")->check(CLI::PositiveNumber);
    app.add_option("--days", options.days, "Simulated days for each seed")->check(CLI::Range(1, 1000));
    app.add_option("--seed", options.seed, "The first seed");
    app.add_option("--jobs", jobs, "How many at the same time; as many as there are cores")->check(CLI::Range(1, 1000));
    app.add_option("--mutation", mutation,
                   "A deliberate bug of the engine (engine/mutation.h), to see that it is seen");
    app.add_flag("--hour", options.hour, "Instead of days one hour, in which much happens and nothing goes wrong");
    app.add_flag("--rough", options.rough, "Instead of days three hours, in which as much goes wrong as else in days");
    app.add_option("--crowd", options.crowd, "So many jobs of once a day beside the others, on the first day")
        ->check(CLI::Range(0, 10'000'000));
    app.add_option("--fault", fault, "HOOK:CALL:FAULT, what goes wrong once, for example claim:3:fails_after");
    app.add_flag("--fault-matrix", matrix, "An hour for each call of each hook, and each way in which it fails");
    app.add_flag("--history", options.keep_history, "Print every committed write, to look for a cause");
    CLI11_PARSE(app, argc, argv);
    if (!mutation.empty()) options.engine_mutation = mutation_called(mutation);
    if (!fault.empty()) options.fault = simulation::planned_fault(fault);
    if (!fault.empty() && !options.fault) throw std::runtime_error("--fault: expected HOOK:CALL:FAULT");
    if (matrix) return walk_fault_matrix(options.seed, jobs);

    fmt::print("{:>8} {:>5} {:>9} {:>8} {:>7} {:>8} {:>8} {:>7} {:>8} {:>8} {:>9} {:>10}\n", "seed", "hours",
               "replicas", "runs", "manual", "starts", "skipped", "missed", "merged", "notices", "faults",
               "violations");
    Sum sum;
    Simulations simulated(of_seeds(options, seeds), jobs);
    for (std::uint64_t i = 0; i < seeds; ++i) {
        const Report report = simulated.take(i);
        for (const std::string &line : report.history) fmt::print("{}\n", line);
        print_row(report);
        sum.add(report);
    }
    sum.print(seeds);
    return sum.failed == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char **argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception &error) {
        std::fputs(error.what(), stderr);
        std::fputc('\n', stderr);
        return 2;
    }
}
