// Takes jobs that are due now from due to completed, once, and prints the seconds that it took; on an empty PostgreSQL
// database. usage: work_off bare CONNECTIONS ADDRESS JOBS: the statements of a claim and a closing alone
//                  work_off replicas COUNT[xWRITERS] ADDRESS JOBS: through the plugin, so many schedulers beside each
//                  other, each with so many connections that share a large write
#include "bare_postgresql.h"
#include "fill.h"
#include "gateway.h"

#include <libpq-fe.h>

#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr std::int64_t kSecond = 1'000'000;

void fill_with_due(const std::string &address, int jobs) {
    benchmarks::fill(address, {.due = jobs, .due_at = benchmarks::Gateway::now() / kSecond * kSecond});
}

std::int64_t succeeded(const std::vector<std::unique_ptr<benchmarks::Gateway>> &gateways) {
    std::int64_t sum = 0;
    for (const auto &gateway : gateways) sum += gateway->stats().succeeded;
    return sum;
}

// From the instant at which all of them are due. The schedulers are at work before, and know of each other.
double replicas(int count, std::size_t writers, const std::string &address, int jobs) {
    constexpr std::int64_t lease = 3 * kSecond;
    const std::int64_t due_at = (benchmarks::Gateway::now() / kSecond + 12 + jobs / 10'000) * kSecond;
    benchmarks::fill(address, {.due = jobs, .due_at = due_at});
    std::vector<std::unique_ptr<benchmarks::Gateway>> gateways;
    for (int i = 0; i < count; ++i) {
        gateways.push_back(std::make_unique<benchmarks::Gateway>(address, "replica-" + std::to_string(i), lease,
                                                                 benchmarks::Completes::at_once, writers));
    }
    if (benchmarks::Gateway::now() > due_at - 2 * lease) throw std::runtime_error("filling the store took too long");
    while (succeeded(gateways) < jobs) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const double seconds = static_cast<double>(benchmarks::Gateway::now() - due_at) / static_cast<double>(kSecond);
    for (std::size_t i = 0; i < gateways.size(); ++i) {
        const gs_stats stats = gateways[i]->stats();
        std::fprintf(stderr, "replica %zu: %lld claims, %lld lost, %lld storage calls\n", i,
                     static_cast<long long>(stats.claims), static_cast<long long>(stats.claims_lost),
                     static_cast<long long>(stats.storage_calls));
    }
    return seconds;
}

// Each job ran exactly once, says the database.
void require_no_double(const std::string &address, int jobs) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(address.c_str()), PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection.get(), "SELECT count(*), count(DISTINCT job_id), count(*) FILTER (WHERE state = 'closed') "
                                 "FROM gateway_scheduler.run"),
        PQclear);
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
    for (int column = 0; column < 3; ++column) {
        if (std::stoi(PQgetvalue(result.get(), 0, column)) != jobs) {
            throw std::runtime_error("of " + std::to_string(jobs) + " jobs there are " +
                                     PQgetvalue(result.get(), 0, 0) + " runs of " + PQgetvalue(result.get(), 0, 1) +
                                     " jobs, " + PQgetvalue(result.get(), 0, 2) + " of them closed");
        }
    }
}

} // namespace

int main(int count, char **arguments) {
    try {
        const std::vector<std::string> words(arguments + 1, arguments + count);
        if (words.size() != 4 || (words[0] != "bare" && words[0] != "replicas")) {
            throw std::runtime_error(
                "expected bare CONNECTIONS ADDRESS JOBS, or replicas COUNT[xWRITERS] ADDRESS JOBS");
        }
        const int side_by_side = std::stoi(words[1]);
        const std::size_t x = words[1].find('x');
        const std::size_t writers =
            x == std::string::npos ? sample_host::default_storage_writers : std::stoul(words[1].substr(x + 1));
        const std::string &address = words[2];
        const int jobs = std::stoi(words[3]);
        double seconds = 0;
        if (words[0] == "bare") {
            fill_with_due(address, jobs);
            seconds = benchmarks::bare_postgresql_together(address, jobs, benchmarks::BareWork::claims_and_closes,
                                                           side_by_side);
        } else {
            seconds = replicas(side_by_side, writers, address, jobs);
        }
        require_no_double(address, jobs);
        std::printf("%.6f\n", seconds);
        return 0;
    } catch (const std::exception &fault) {
        std::fprintf(stderr, "work_off: %s\n", fault.what());
        return 1;
    }
}
