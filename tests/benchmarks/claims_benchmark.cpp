// Jobs that are all due now, through the plugin, beside what the bare database does with the same jobs: claims alone,
// while nothing is completed, and claims with their closing, while each run is completed at once. usage:
// claims_benchmark sqlite|postgresql [JOBS [ROUNDS]]; 20,000 and 5 unless told
#include "bare_claims.h"
#include "bare_postgresql.h"
#include "cpu.h"
#include "fill.h"
#include "gateway.h"

#include "postgresql/private_server.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr std::int64_t kSecond = 1'000'000;

// A store that is empty again for each measurement, on the disk of the current folder.
class Place {
  public:
    virtual ~Place() = default;
    virtual std::string empty() = 0;
    virtual double bare_claims(int count) = 0;            // seconds
    virtual double bare_claims_and_closes(int count) = 0; // seconds
    virtual double server_cpu() const { return 0; }       // seconds so far, of a server beside this process
};

class SqlitePlace : public Place {
  public:
    SqlitePlace() {
        std::string pattern = (std::filesystem::current_path() / "benchmark-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    SqlitePlace(const SqlitePlace &) = delete;
    SqlitePlace &operator=(const SqlitePlace &) = delete;
    ~SqlitePlace() override { std::filesystem::remove_all(folder_); }

    std::string empty() override { return "sqlite:" + next().string(); }
    double bare_claims(int count) override { return benchmarks::bare_claims(next(), count); }
    double bare_claims_and_closes(int count) override { return benchmarks::bare_claims_and_closes(next(), count); }

  private:
    std::filesystem::path next() {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directory(folder_);
        return folder_ / "scheduler.db";
    }

    std::filesystem::path folder_;
};

class PostgresqlPlace : public Place {
  public:
    // As an operator would set it on a machine of this size; fsync is on, as it is unless told otherwise.
    PostgresqlPlace() : server_({"shared_buffers = 1GB", "max_wal_size = 8GB", "checkpoint_timeout = 30min"}) {}

    std::string empty() override {
        server_.run("psql", {"-q", "-d", server_.url(), "-c",
                             "SET client_min_messages = warning; DROP SCHEMA IF EXISTS gateway_scheduler CASCADE"});
        return server_.url();
    }
    double bare_claims(int count) override { return bare(count, benchmarks::BareWork::claims); }
    double bare_claims_and_closes(int count) override { return bare(count, benchmarks::BareWork::claims_and_closes); }

    double server_cpu() const override { return benchmarks::cpu_of_family(server_.process()); }

  private:
    double bare(int count, benchmarks::BareWork work) {
        const std::string url = empty();
        benchmarks::fill(url, {.due = count, .due_at = benchmarks::Gateway::now() / kSecond * kSecond});
        return benchmarks::bare_postgresql(url, 1, count, work);
    }

    tests::PrivateServer server_;
};

struct Rates {
    std::vector<double> bare_claims, bare_both, claimed, closed;
    std::vector<double> server_cpu, own_cpu; // microseconds a job, claimed and closed
};

std::string filled(Place &place, int jobs) {
    const std::string storage = place.empty();
    benchmarks::fill(storage, {.due = jobs, .due_at = benchmarks::Gateway::now() / kSecond * kSecond});
    return storage;
}

double rate(int jobs, std::int64_t begin) {
    const std::int64_t end = benchmarks::Gateway::now();
    return static_cast<double>(jobs) * static_cast<double>(kSecond) / static_cast<double>(end - begin);
}

// Through the plugin, from its start until the last claim is durable and its run has been started.
void measure_claims(Place &place, int jobs, Rates &rates) {
    const std::string storage = filled(place, jobs);
    const std::int64_t begin = benchmarks::Gateway::now();
    benchmarks::Gateway gateway(storage, "default", 0, benchmarks::Completes::when_told);
    gateway.wait_for_starts(jobs);
    rates.claimed.push_back(rate(jobs, begin));
    gateway.complete_all();
    gateway.wait_for_closed(jobs);
}

// Until all are closed.
void measure_both(Place &place, int jobs, Rates &rates) {
    const std::string storage = filled(place, jobs);
    const double server_before = place.server_cpu();
    const double own_before = benchmarks::own_cpu();
    const std::int64_t begin = benchmarks::Gateway::now();
    benchmarks::Gateway gateway(storage);
    gateway.wait_for_closed(jobs);
    rates.closed.push_back(rate(jobs, begin));
    rates.server_cpu.push_back((place.server_cpu() - server_before) * 1e6 / jobs);
    rates.own_cpu.push_back((benchmarks::own_cpu() - own_before) * 1e6 / jobs);
}

double median(std::vector<double> rates) {
    std::sort(rates.begin(), rates.end());
    return rates[rates.size() / 2];
}

void measure(Place &place, int jobs, int rounds) {
    Rates rates;
    std::printf("%10s %14s %14s %14s %14s\n", "", "bare claims", "claimed+closed", "plugin claims", "claimed+closed");
    for (int round = 1; round <= rounds; ++round) {
        rates.bare_claims.push_back(jobs / place.bare_claims(jobs));
        rates.bare_both.push_back(jobs / place.bare_claims_and_closes(jobs));
        measure_claims(place, jobs, rates);
        measure_both(place, jobs, rates);
        std::printf("%10d %14.0f %14.0f %14.0f %14.0f\n", round, rates.bare_claims.back(), rates.bare_both.back(),
                    rates.claimed.back(), rates.closed.back());
        std::fflush(stdout);
    }
    std::printf("%10s %14.0f %14.0f %14.0f %14.0f jobs a second\n", "median", median(rates.bare_claims),
                median(rates.bare_both), median(rates.claimed), median(rates.closed));
    std::printf("CPU a job: server %.1f us, gateway %.1f us\n", median(rates.server_cpu), median(rates.own_cpu));
    std::printf("claims : bare claims %.2f, claimed and closed : bare %.2f\n",
                median(rates.claimed) / median(rates.bare_claims), median(rates.closed) / median(rates.bare_both));
}

} // namespace

int main(int count, char **arguments) {
    try {
        const std::string kind = count > 1 ? arguments[1] : "";
        if (kind != "sqlite" && kind != "postgresql") {
            throw std::runtime_error("expected sqlite or postgresql as the first argument");
        }
        std::unique_ptr<Place> place;
        if (kind == "sqlite") place = std::make_unique<SqlitePlace>();
        if (kind == "postgresql") place = std::make_unique<PostgresqlPlace>();
        measure(*place, count > 2 ? std::stoi(arguments[2]) : 20'000, count > 3 ? std::stoi(arguments[3]) : 5);
        return 0;
    } catch (const std::exception &fault) {
        std::fprintf(stderr, "claims_benchmark: %s\n", fault.what());
        return 1;
    }
}
