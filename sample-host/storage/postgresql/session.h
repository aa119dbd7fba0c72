// session.h - one session with a PostgreSQL server: opening it, statements without rows worth reading, results.
// Thread-safety: none.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "storage/storage.h"

namespace sample_host::postgresql {

struct ClearResult {
    void operator()(PGresult *result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

// Where the tables are; the schema is what PostgreSQL calls one.
// Where a storage is, and with how many connections a large write is carried out side by side.
struct Place {
    std::string url; // as libpq reads it
    std::string schema = "gateway_scheduler";
    std::size_t writers = default_storage_writers;
};

// The address without its password: user, host, port and database.
std::string shown_address(const std::string &url);

// A parameter as text, or as bytes that the caller keeps; neither: NULL.
struct Parameter {
    const char *data = nullptr;
    int size = 0;
    bool binary = false;
};

class Session {
  public:
    // Connects, which may take seconds. Throws Fault.
    explicit Session(const Place &place);

    // One or several statements. Throws Fault.
    Result execute(const std::string &statements);

    void prepare(const std::string &name, const std::string &statement);

    // With all columns in their binary form. Throws Fault.
    Result execute_prepared(const std::string &name, const std::vector<Parameter> &parameters);

    // Between the two, statements are sent without waiting for what they come to. The end throws the first fault.
    void begin_pipeline();
    void send(const char *command); // without parameters
    void send_prepared(const std::string &name, const std::vector<Parameter> &parameters);
    std::vector<Result> end_pipeline(std::size_t statements);

    std::string quoted(const std::string &name) const;      // as an identifier
    std::string quoted_text(const std::string &text) const; // as a literal

    bool usable() const; // connected, and neither in a transaction nor in a pipeline

    PGconn *handle() { return connection_.get(); }

  private:
    struct Finish {
        void operator()(PGconn *connection) const { PQfinish(connection); }
    };

    Result checked(PGresult *result);
    void require_sent(int sent);

    std::unique_ptr<PGconn, Finish> connection_;
};

} // namespace sample_host::postgresql
