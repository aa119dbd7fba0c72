// fill.cpp - see fill.h.
#include "fill.h"

#include "gateway.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <libpq-fe.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace benchmarks {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kAtOnce = 500'000; // rows a transaction

// What the two databases say differently. `number` stands for the copy's, counted from 1.
struct Dialect {
    std::string numbers; // a table called number with a column n, from FIRST to LAST
    std::string padded;  // NUMBER as ten digits
    std::string instant; // a column of microseconds as the text of @at
    std::string columns; // a query for the names of job's columns
    std::string sequence;
};

const Dialect sqlite{
    "WITH RECURSIVE number(n) AS (SELECT FIRST UNION ALL SELECT n + 1 FROM number WHERE n < LAST) ",
    "printf('%010d', NUMBER)",
    "strftime('@at %Y-%m-%dT%H:%M:%SZ', (INSTANT) / 1000000, 'unixepoch')",
    "SELECT name FROM pragma_table_info('job')",
    "UPDATE sequence SET last_version = last_version + COUNT",
};

const Dialect postgresql{
    "WITH number(n) AS (SELECT * FROM generate_series(FIRST, LAST)) ",
    "lpad(CAST(NUMBER AS text), 10, '0')",
    "to_char(to_timestamp((INSTANT) / 1000000) AT TIME ZONE 'UTC', '\"@at \"YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
    "SELECT column_name FROM information_schema.columns WHERE table_schema = 'gateway_scheduler' AND table_name = "
    "'job'",
    "SELECT setval('gateway_scheduler.version', (SELECT last_value FROM gateway_scheduler.version) + COUNT)",
};

std::string with(std::string text, const std::string &word, const std::string &value) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + value.size())) {
        text.replace(at, word.size(), value);
    }
    return text;
}

class Database {
  public:
    virtual ~Database() = default;
    virtual std::vector<std::string> run(const std::string &statement) = 0; // the first column
    virtual const Dialect &dialect() const = 0;
};

class SqliteDatabase : public Database {
  public:
    explicit SqliteDatabase(const std::string &path) : database_(path, SQLite::OPEN_READWRITE) {
        database_.exec("PRAGMA synchronous = OFF"); // until it is closed: a crowd that is cut short is made again
    }

    std::vector<std::string> run(const std::string &statement) override {
        SQLite::Statement query(database_, statement);
        std::vector<std::string> found;
        while (query.executeStep()) found.push_back(query.getColumn(0).getString());
        return found;
    }

    const Dialect &dialect() const override { return sqlite; }

  private:
    SQLite::Database database_;
};

class PostgresqlDatabase : public Database {
  public:
    explicit PostgresqlDatabase(const std::string &url) : connection_(PQconnectdb(url.c_str()), PQfinish) {
        run("SET search_path = gateway_scheduler");
    }

    std::vector<std::string> run(const std::string &statement) override {
        const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection_.get(), statement.c_str()),
                                                                   PQclear);
        const ExecStatusType status = PQresultStatus(result.get());
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
        std::vector<std::string> found;
        for (int row = 0; row < PQntuples(result.get()); ++row) found.emplace_back(PQgetvalue(result.get(), row, 0));
        return found;
    }

    const Dialect &dialect() const override { return postgresql; }

  private:
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

std::unique_ptr<Database> open_database(const std::string &storage) {
    constexpr std::string_view scheme = "sqlite:";
    if (storage.rfind(scheme, 0) == 0) return std::make_unique<SqliteDatabase>(storage.substr(scheme.size()));
    return std::make_unique<PostgresqlDatabase>(storage);
}

// Copies the row `id` `count` times; `changed` has what differs, as expressions of n. The first is not copied but is
// there already, so n goes from 1.
void copy(Database &database, const std::string &id, std::int64_t count,
          const std::map<std::string, std::string> &changed) {
    const Dialect &dialect = database.dialect();
    std::string names, values;
    for (const std::string &column : database.run(dialect.columns)) {
        const auto found = changed.find(column);
        const std::string comma = names.empty() ? "" : ", ";
        names += comma + column;
        values += comma + (found == changed.end() ? column : found->second);
    }
    for (std::int64_t first = 1; first <= count; first += kAtOnce) {
        const std::int64_t last = std::min(count, first + kAtOnce - 1);
        const std::string numbers =
            with(with(dialect.numbers, "FIRST", std::to_string(first)), "LAST", std::to_string(last));
        database.run("INSERT INTO job (" + names + ") " + numbers + "SELECT " + values +
                     " FROM job, number WHERE id = '" + id + "'");
    }
}

// The first of the month that is half a year away, at midnight.
std::string once_a_year() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    return "0 0 1 " + std::to_string((parts.tm_mon + 6) % 12 + 1) + " *";
}

void copy_far(Database &database, const Crowd &crowd) {
    if (crowd.jobs < 2) return;
    const std::string id = "'job-' || " + with(database.dialect().padded, "NUMBER", "n");
    copy(database, "job-0000000000", crowd.jobs - 1, {{"id", id}, {"version", "1000 + n"}, {"generation", "1000 + n"}});
}

void copy_due(Database &database, const Crowd &crowd) {
    if (crowd.due < 1) return;
    const Dialect &dialect = database.dialect();
    // Spread over the others' ids, as jobs that happen to be due are.
    const std::int64_t step = std::max<std::int64_t>(1, crowd.jobs / crowd.due);
    const std::string id = "'job-' || " + with(dialect.padded, "NUMBER", "n * " + std::to_string(step)) + " || '-due'";
    const std::string instant = std::to_string(crowd.due_at) + " + (n - 1) * " + std::to_string(crowd.seconds) + " / " +
                                std::to_string(crowd.due) + " * " + std::to_string(kSecond);
    const std::string version = std::to_string(1000 + crowd.jobs) + " + n";
    copy(database, "template-due", crowd.due,
         {{"id", id},
          {"version", version},
          {"generation", version},
          {"schedule", with(dialect.instant, "INSTANT", instant)},
          {"next_fire", instant},
          {"fire_at", instant},
          {"look_at", instant}});
    database.run("DELETE FROM job WHERE id = 'template-due'");
}

} // namespace

void fill(const std::string &storage, const Crowd &crowd) {
    sample_host::open_storage(storage).reset(); // makes the schema
    if (!open_database(storage)->run("SELECT id FROM job LIMIT 1").empty()) {
        throw std::runtime_error("the store holds jobs already: expected an empty one");
    }
    {
        Gateway gateway(storage);
        if (crowd.jobs > 0) gateway.add_job("job-0000000000", once_a_year());
        if (crowd.due > 0) gateway.add_job("template-due", "@at 2099-01-01T00:00:00Z");
    }
    const std::unique_ptr<Database> database = open_database(storage);
    copy_far(*database, crowd);
    copy_due(*database, crowd);
    database->run(with(database->dialect().sequence, "COUNT", std::to_string(crowd.jobs + crowd.due + 1000)));
    database->run("ANALYZE");
}

} // namespace benchmarks
