// What a scheduler costs on a store that tests/benchmarks/fill has made: how long it takes to start and to know what is
// due, its memory, the processor's time for each fire, and when nothing is due. usage: large_store STORAGE DUE [IDLE]:
// as many due jobs as were stored, and the seconds to idle afterwards, 60 unless told
#include "cpu.h"
#include "gateway.h"

#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double resident_mebibytes() {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        double kibibytes = 0;
        if (word == "VmRSS:" && status >> kibibytes) return kibibytes / 1024;
    }
    throw std::runtime_error("/proc/self/status does not tell the resident memory");
}

void measure(const std::string &storage, int due, int idle) {
    const Clock::time_point begin = Clock::now();
    benchmarks::Gateway gateway(storage);
    const double joined = seconds_since(begin);
    while (gateway.jobs_in_memory() == 0 && gateway.stats().claims == 0) {
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    std::printf("started in %.0f ms, and knows what is due after %.0f ms; resident %.1f MiB\n", joined * 1000,
                seconds_since(begin) * 1000, resident_mebibytes());
    std::fflush(stdout);
    const double cpu_before = benchmarks::own_cpu();
    gateway.wait_for_starts(due);
    gateway.wait_for_closed(due);
    std::printf("%d fires, closed after %.2f s, %.1f us of CPU each; resident %.1f MiB\n", due, seconds_since(begin),
                (benchmarks::own_cpu() - cpu_before) * 1e6 / due, resident_mebibytes());
    std::fflush(stdout);
    const double idle_before = benchmarks::own_cpu();
    std::this_thread::sleep_for(std::chrono::seconds(idle));
    if (idle > 0) {
        std::printf("idle for %d s: %.3f %% of a core; resident %.1f MiB\n", idle,
                    (benchmarks::own_cpu() - idle_before) * 100 / idle, resident_mebibytes());
    }
}

} // namespace

int main(int count, char **arguments) {
    try {
        if (count < 3) throw std::runtime_error("expected STORAGE DUE [IDLE]");
        measure(arguments[1], std::stoi(arguments[2]), count > 3 ? std::stoi(arguments[3]) : 60);
        return 0;
    } catch (const std::exception &fault) {
        std::fprintf(stderr, "large_store: %s\n", fault.what());
        return 1;
    }
}
