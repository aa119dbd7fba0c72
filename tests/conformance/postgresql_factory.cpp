// postgresql_factory.cpp - the sample host's PostgreSQL storage, each in a schema of its own of a private server.
#include "storage_factory.h"

#include <atomic>
#include <stdexcept>
#include <string>

#include "child.h"
#include "postgresql/private_server.h"
#include "storage/postgresql/postgresql_storage.h"
#include "storage/sql/id_text.h"

namespace conformance {

namespace {

using sample_host::postgresql::Place;
using sample_host::postgresql::PostgresqlStorage;
using sample_host::postgresql::Session;

Place new_place() {
    static std::atomic<int> places = 0;
    return {tests::shared_server().url(), "storage_" + std::to_string(++places)};
}

class PostgresqlHost : public StorageHost {
  public:
    PostgresqlHost() { open(); }
    ~PostgresqlHost() override {
        storage_.reset();
        Session(place_).execute("DROP SCHEMA " + place_.schema + " CASCADE");
    }

    const gs_storage &table() override { return storage_->table(); }

    bool reopen() override {
        storage_.reset();
        open();
        return true;
    }

    pid_t open_in_child(const std::function<void(const gs_storage &)> &body) override {
        storage_.reset();
        return run_in_child([&] {
            open();
            body(storage_->table());
        });
    }

    bool set_clock(std::int64_t now) override {
        now_ = now;
        standing_ = true;
        return reopen();
    }

    bool spoil_job(const std::string &id) override {
        return edit("UPDATE job SET overlap = 'sideways' WHERE id = '" + id + "'");
    }

    bool spoil_run(const gs_id &id) override {
        return edit("UPDATE run SET state = 'sideways' WHERE id = '" + sample_host::sql::id_text(id) + "'");
    }

    bool copy_job(const std::string &id, const std::vector<std::pair<std::int64_t, std::string>> &copies) override {
        std::string looks;
        std::string ids;
        for (const auto &[look, copy] : copies) {
            looks += (looks.empty() ? "" : ",") + std::to_string(look);
            ids += (ids.empty() ? "" : ",") + copy;
        }
        Session(place_).execute(
            "CREATE TEMP TABLE copy AS SELECT job.*, new_look, new_id FROM job, unnest(CAST('{" + looks +
            "}' AS bigint[]), CAST('{" + ids + "}' AS text[])) AS new (new_look, new_id) WHERE id = '" + id +
            "'; UPDATE copy SET id = new_id, look_at = new_look, version = nextval('version'); "
            "UPDATE copy SET generation = version; ALTER TABLE copy DROP COLUMN new_look, DROP COLUMN new_id; "
            "INSERT INTO job SELECT * FROM copy");
        return true;
    }

    bool add_calendar(const std::string &name, std::int64_t version, const std::vector<gs_day_range> &days) override {
        Session session(place_);
        session.execute("INSERT INTO calendar VALUES ('" + name + "', " + std::to_string(version) + ")");
        for (const gs_day_range &range : days) {
            session.execute("INSERT INTO calendar_day_range VALUES ('" + name + "', " +
                            std::to_string(range.first_day) + ", " + std::to_string(range.last_day) + ")");
        }
        return true;
    }

  private:
    void open() {
        sample_host::postgresql::Clock clock;
        if (standing_) clock = [this] { return now_.load(); };
        storage_ = std::make_unique<PostgresqlStorage>(place_, clock);
    }

    // As somebody would do it with psql while the host runs.
    bool edit(const std::string &statement) {
        const auto result = Session(place_).execute(statement);
        if (std::string(PQcmdTuples(result.get())) != "1") throw std::runtime_error("no row was edited: " + statement);
        return true;
    }

    Place place_ = new_place();
    std::atomic<std::int64_t> now_ = 0;
    bool standing_ = false;
    std::unique_ptr<PostgresqlStorage> storage_;
};

} // namespace

StorageFactory postgresql_storage() {
    return {"postgresql", [] { return std::make_unique<PostgresqlHost>(); }};
}

} // namespace conformance
