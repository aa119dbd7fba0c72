// One job a second on an otherwise idle machine, durable on SQLite with synchronous FULL, to an executor that completes
// at once: how late it starts, and what the whole process costs. usage: steady_benchmark [SECONDS], 600 unless told
#include "gateway.h"

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>

namespace {

double seconds(const timeval &time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void measure(int count) {
    // On a real disk: /tmp may be memory, where syncing costs nothing.
    std::string pattern = (std::filesystem::current_path() / "benchmark-XXXXXX").string();
    const std::filesystem::path folder = mkdtemp(pattern.data());
    {
        benchmarks::Gateway gateway(folder / "scheduler.db");
        gateway.add_job("every-second", "* * * * * *");
        gateway.wait_for_starts(3); // what a start costs is not what goes on
        const double before = cpu_seconds();
        const std::int64_t began = benchmarks::Gateway::now();
        const auto lateness = gateway.wait_for_starts(3 + count);
        const double took = static_cast<double>(benchmarks::Gateway::now() - began) / 1e6;
        const auto at = [&](double share) {
            const auto place = static_cast<std::size_t>(share * static_cast<double>(lateness.size() - 1));
            return static_cast<double>(lateness[place]) / 1000;
        };
        std::printf("%d fires: late p50 %.2f ms, p99 %.2f ms, most %.2f ms; %.2f %% of one core\n", count, at(0.5),
                    at(0.99), at(1), 100 * (cpu_seconds() - before) / took);
    }
    std::filesystem::remove_all(folder);
}

} // namespace

int main(int argc, char **argv) {
    try {
        measure(argc > 1 ? std::atoi(argv[1]) : 600);
        return 0;
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
