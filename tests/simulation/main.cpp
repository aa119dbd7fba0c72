// simulation_run: simulates many seeds and prints a table. Exit code 1 when an invariant was violated.
#include "simulation.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <exception>

namespace {

void print_row(const simulation::Report &report) {
    const simulation::Tally &tally = report.tally;
    std::int64_t faults = 0;
    for (const auto &[kind, count] : report.faults) faults += count;
    fmt::print("{:>8} {:>5} {:>8} {:>7} {:>8} {:>8} {:>7} {:>8} {:>8} {:>9} {:>9.3f} {:>10}\n", report.options.seed,
               report.options.days, tally.runs, tally.manual_runs, tally.starts, tally.skipped, tally.missed,
               tally.merged, tally.notices, faults, static_cast<double>(tally.latest.count()) / 1e6,
               report.violations.size());
    for (const std::string &violation : report.violations) fmt::print("    {}\n", violation);
    if (!report.violations.empty()) fmt::print("    replay: {}\n", simulation::replay_command(report.options));
}

int run(int argc, char **argv) {
    CLI::App app("Simulates days of a gateway's life, with faults, and checks what must hold under everything.");
    std::uint64_t seeds = 1;
    simulation::Options options;
    app.add_option("--seeds", seeds, "How many seeds, one after the other")->check(CLI::PositiveNumber);
    app.add_option("--days", options.days, "Simulated days for each seed")->check(CLI::Range(1, 1000));
    app.add_option("--seed", options.seed, "The first seed");
    app.add_flag("--history", options.keep_history, "Print every committed write, to look for a cause");
    CLI11_PARSE(app, argc, argv);

    fmt::print("{:>8} {:>5} {:>8} {:>7} {:>8} {:>8} {:>7} {:>8} {:>8} {:>9} {:>9} {:>10}\n", "seed", "days", "runs",
               "manual", "starts", "skipped", "missed", "merged", "notices", "faults", "late [s]", "violations");
    std::map<std::string, std::int64_t> faults;
    std::uint64_t failed = 0;
    for (std::uint64_t i = 0; i < seeds; ++i) {
        const simulation::Report report = simulation::simulate(options);
        for (const std::string &line : report.history) fmt::print("{}\n", line);
        print_row(report);
        for (const auto &[kind, count] : report.faults) faults[kind] += count;
        if (!report.violations.empty()) ++failed;
        ++options.seed;
    }
    fmt::print("\nfaults injected:\n");
    for (const auto &[kind, count] : faults) fmt::print("    {:<24} {:>10}\n", kind, count);
    fmt::print("seeds with violations: {} of {}\n", failed, seeds);
    return failed == 0 ? 0 : 1;
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
