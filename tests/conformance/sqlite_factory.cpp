// sqlite_factory.cpp - the sample host's SQLite storage, on disk in a folder that is removed afterwards.
#include "storage_factory.h"

#include <filesystem>
#include <stdexcept>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "child.h"
#include "storage/sql/id_text.h"
#include "storage/sqlite/sqlite_storage.h"
#include "temporary_folder.h"

namespace conformance {

namespace {

using sample_host::sqlite::SqliteStorage;

class SqliteHost : public StorageHost {
  public:
    SqliteHost() { open(); }

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
        clock_ = [now] { return now; };
        return true;
    }

    bool spoil_job(const std::string &id) override {
        return edit("UPDATE job SET overlap = 'sideways' WHERE id = ?", id);
    }

    bool spoil_run(const gs_id &id) override {
        return edit("UPDATE run SET state = 'sideways' WHERE id = ?", sample_host::sql::id_text(id));
    }

    bool add_calendar(const std::string &name, std::int64_t version, const std::vector<gs_day_range> &days) override {
        SQLite::Database database(path(), SQLite::OPEN_READWRITE);
        SQLite::Statement calendar(database, "INSERT INTO calendar VALUES (?, ?)");
        calendar.bind(1, name);
        calendar.bind(2, version);
        calendar.exec();
        for (const gs_day_range &range : days) {
            SQLite::Statement day(database, "INSERT INTO calendar_day_range VALUES (?, ?, ?)");
            day.bind(1, name);
            day.bind(2, range.first_day);
            day.bind(3, range.last_day);
            day.exec();
        }
        return true;
    }

  private:
    std::string path() const { return folder_.path() / "scheduler.db"; }

    void open() {
        storage_ = std::make_unique<SqliteStorage>(path(), [this] { return clock_(); });
    }

    // As somebody would do it with the sqlite3 shell while the host runs.
    bool edit(const char *sql, const std::string &id) {
        SQLite::Database database(path(), SQLite::OPEN_READWRITE);
        SQLite::Statement statement(database, sql);
        statement.bind(1, id);
        if (statement.exec() != 1) throw std::runtime_error("there is no row " + id + " to spoil");
        return true;
    }

    TemporaryFolder folder_;
    sample_host::sqlite::Clock clock_ = sample_host::sqlite::realtime_clock();
    std::unique_ptr<SqliteStorage> storage_;
};

} // namespace

StorageFactory sqlite_storage() {
    return {"sqlite", [] { return std::make_unique<SqliteHost>(); }};
}

} // namespace conformance
