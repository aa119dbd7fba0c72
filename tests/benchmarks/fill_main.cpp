// fill_main.cpp - stores any number of jobs; tests/benchmarks/fill runs it.
#include "fill.h"
#include "gateway.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <string>

int main(int count, char **arguments) {
    CLI::App app("Stores jobs, to measure what a store with so many of them costs. Each is a copy of one that the "
                 "scheduler has stored.");
    std::string storage;
    benchmarks::Crowd crowd;
    std::int64_t within = 60;
    constexpr std::int64_t most = 1'000'000'000;
    app.add_option("--storage", storage, "sqlite:PATH or postgresql://...; must hold no jobs")->required();
    app.add_option("--jobs", crowd.jobs, "jobs that are due once a year, half a year from now")
        ->required()
        ->check(CLI::Range(std::int64_t{0}, most));
    app.add_option("--due", crowd.due, "one-shot jobs beside them")->check(CLI::Range(std::int64_t{0}, most));
    app.add_option("--within", within, "seconds over which those are spread; 60")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{86'400}));
    CLI11_PARSE(app, count, arguments);
    try {
        constexpr std::int64_t second = 1'000'000;
        crowd.seconds = within;
        crowd.due_at = benchmarks::Gateway::now() / second * second;
        benchmarks::fill(storage, crowd);
        std::printf("%lld jobs, and %lld that are due within %lld s\n", static_cast<long long>(crowd.jobs),
                    static_cast<long long>(crowd.due), static_cast<long long>(within));
        return 0;
    } catch (const std::exception &fault) {
        std::fprintf(stderr, "fill: %s\n", fault.what());
        return 1;
    }
}
