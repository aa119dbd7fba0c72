// bare_postgresql.cpp - see bare_postgresql.h. Whatever is the same for all jobs is a constant, so that as little as
// possible is sent and read.
#include "bare_postgresql.h"

#include <libpq-fe.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace benchmarks {

namespace {

constexpr int kBatch = 500;

constexpr const char *claim_statement =
    "WITH moved AS (UPDATE job SET version = nextval('version'), next_fire = NULL, fire_at = NULL, look_at = NULL, "
    "cursor = greatest(job.cursor, job.next_fire), fires = job.fires + 1, last_fired_at = 1000 "
    "FROM unnest(CAST($1 AS text[]), CAST($2 AS bigint[]), CAST($3 AS uuid[])) AS item (job_id, version, run_id) "
    "WHERE job.id = item.job_id AND job.version = item.version AND job.paused = 0 "
    "AND NOT EXISTS (SELECT 1 FROM run WHERE run.id = item.run_id) "
    "AND (SELECT count(*) FROM (SELECT 1 FROM run WHERE run.concurrency_key = item.job_id AND run.state <> 'closed' "
    "LIMIT 1) AS active) < 1 RETURNING item.*, job.generation, job.revision, job.last_fired_at AS at), "
    "inserted AS (INSERT INTO run (id, job_id, generation, revision, \"trigger\", due_at, state, outcome, reason, "
    "attempt, epoch, attempt_spent, cancel_requested, announced, owner_instance, owner_incarnation, concurrency_key, "
    "claimed_at, error, output_truncated) SELECT run_id, job_id, generation, revision, 'schedule', at, 'claimed', "
    "'none', 'none', 1, 1, 0, 0, 0, 'bare', '01930000-0000-7000-8000-000000000000', job_id, at, '', 0 FROM moved) "
    "SELECT moved.job_id, job_payload.payload FROM moved LEFT JOIN job_payload ON job_payload.job_id = moved.job_id";

constexpr const char *close_statement =
    "WITH closed AS (UPDATE run SET state = 'closed', outcome = 'succeeded', announced = 1, finished_at = 2000, "
    "started_at = 1000 WHERE run.id = ANY(CAST($1 AS uuid[])) AND run.epoch = 1 "
    "AND run.owner_incarnation = '01930000-0000-7000-8000-000000000000' AND run.state IN ('claimed', 'running') "
    "RETURNING run.job_id, run.generation) "
    "UPDATE job SET version = nextval('version'), succeeded = job.succeeded + 1, failures_in_row = 0, "
    "last_outcome = 'succeeded', last_success_at = 2000 FROM closed WHERE job.id = closed.job_id "
    "AND job.generation = closed.generation";

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

class Client {
  public:
    explicit Client(const std::string &url) : connection_(PQconnectdb(url.c_str()), PQfinish) {
        check(PQexec(connection_.get(), "SET search_path = gateway_scheduler"));
        check(PQprepare(connection_.get(), "claim", claim_statement, 0, nullptr));
        check(PQprepare(connection_.get(), "close", close_statement, 0, nullptr));
    }

    template <std::size_t Count>
    Result run(const char *statement, const std::array<std::string, Count> &parameters) {
        std::array<const char *, Count> values{};
        for (std::size_t i = 0; i < Count; ++i) values[i] = parameters[i].c_str();
        return check(
            PQexecPrepared(connection_.get(), statement, static_cast<int>(Count), values.data(), nullptr, nullptr, 1));
    }

    Result check(PGresult *raw) {
        Result result(raw, PQclear);
        const ExecStatusType status = PQresultStatus(raw);
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
        return result;
    }

    PGconn *handle() { return connection_.get(); }

  private:
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

// The parameters of one batch, made before the clock runs.
struct Batch {
    std::string jobs, versions, runs;
    int count = 0;
};

std::vector<Batch> batches(Client &client, int first, int count) {
    const Result rows =
        client.check(PQexec(client.handle(), ("SELECT id, version FROM job WHERE id LIKE '%-due' ORDER BY id OFFSET " +
                                              std::to_string(first - 1) + " LIMIT " + std::to_string(count))
                                                 .c_str()));
    if (PQntuples(rows.get()) != count) throw std::runtime_error("there are not so many due jobs");
    std::vector<Batch> made;
    for (int i = 0; i < count; ++i) {
        if (i % kBatch == 0) made.emplace_back();
        Batch &batch = made.back();
        char run[37];
        std::snprintf(run, sizeof run, "01930000-0000-7000-8000-%012d", first + i);
        const std::string comma = batch.count == 0 ? "{" : ",";
        batch.jobs += comma + PQgetvalue(rows.get(), i, 0);
        batch.versions += comma + PQgetvalue(rows.get(), i, 1);
        batch.runs += comma + run;
        ++batch.count;
    }
    for (Batch &batch : made) {
        batch.jobs += '}';
        batch.versions += '}';
        batch.runs += '}';
    }
    return made;
}

void work_off(Client &client, const std::vector<Batch> &made, BareWork work) {
    for (const Batch &batch : made) {
        const Result claimed = client.run("claim", std::array{batch.jobs, batch.versions, batch.runs});
        if (PQntuples(claimed.get()) != batch.count) throw std::runtime_error("a bare claim was lost");
        if (work == BareWork::claims) continue;
        const Result closed = client.run("close", std::array{batch.runs});
        if (std::stoi(PQcmdTuples(closed.get())) != batch.count) throw std::runtime_error("a run was not closed");
    }
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

double bare_postgresql(const std::string &url, int first, int count, BareWork work) {
    Client client(url);
    const std::vector<Batch> made = batches(client, first, count);
    const auto begin = std::chrono::steady_clock::now();
    work_off(client, made, work);
    return seconds_since(begin);
}

double bare_postgresql_together(const std::string &url, int count, BareWork work, int connections) {
    std::vector<std::unique_ptr<Client>> clients;
    std::vector<std::vector<Batch>> shares;
    const int share = count / connections;
    for (int i = 0; i < connections; ++i) {
        clients.push_back(std::make_unique<Client>(url));
        shares.push_back(batches(*clients.back(), 1 + i * share, share));
    }
    std::vector<std::exception_ptr> faults(static_cast<std::size_t>(connections));
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < clients.size(); ++i) {
        threads.emplace_back([&, i] {
            try {
                work_off(*clients[i], shares[i], work);
            } catch (...) {
                faults[i] = std::current_exception();
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
    for (const std::exception_ptr &fault : faults) {
        if (fault) std::rethrow_exception(fault);
    }
    return seconds_since(begin);
}

} // namespace benchmarks
