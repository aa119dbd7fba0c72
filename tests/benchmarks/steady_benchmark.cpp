// One job a second on an otherwise idle machine, durable on SQLite with synchronous FULL, to an executor that completes
// at once: how late it starts, and what the whole process costs; and how late a bare claim is durable on the same disk,
// one a second as well. usage: steady_benchmark [SECONDS], 600 unless told
#include "bare_claims.h"
#include "gateway.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

namespace {

double seconds(const timeval &time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Ascending, in microseconds.
void print(const char *what, const std::vector<std::int64_t> &late) {
    const auto at = [&](double share) {
        const auto place = static_cast<std::size_t>(share * static_cast<double>(late.size() - 1));
        return static_cast<double>(late[place]) / 1000;
    };
    std::printf("%zu %s: late p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, most %.2f ms\n", late.size(), what, at(0.5),
                at(0.9), at(0.99), at(1));
}

void measure(int count) {
    // On a real disk: /tmp may be memory, where syncing costs nothing.
    std::string pattern = (std::filesystem::current_path() / "benchmark-XXXXXX").string();
    const std::filesystem::path folder = mkdtemp(pattern.data());
    {
        benchmarks::Gateway gateway("sqlite:" + (folder / "scheduler.db").string());
        gateway.add_job("every-second", "* * * * * *");
        gateway.wait_for_starts(3); // what a start costs is not what goes on
        const double before = cpu_seconds();
        const std::int64_t began = benchmarks::Gateway::now();
        const auto lateness = gateway.wait_for_starts(3 + count);
        const double took = static_cast<double>(benchmarks::Gateway::now() - began) / 1e6;
        const double cpu = cpu_seconds() - before;
        print("fires", lateness);
        std::printf("%.2f %% of one core\n", 100 * cpu / took);
    }
    print("bare claims", benchmarks::bare_claims_each_second(folder / "bare.db", std::min(count, 60)));
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
