// pipeline.h - several statements on one way to the server and back. They are carried out in order, and none behind one
// that fails.
// Thread-safety: none.
#pragma once

#include <vector>

#include "storage/postgresql/session.h"
#include "storage/postgresql/statement.h"
#include "storage/sql/query.h"

namespace sample_host::postgresql {

// What is sent is small, and so is what comes back: the server must not have to wait until somebody reads.
class Pipeline {
  public:
    explicit Pipeline(Session &session) : session_(session) {}

    void add(const char *command) { parts_.push_back({command, nullptr}); } // without rows

    // The query has its rows once the pipeline has been executed. Each statement once.
    template <class... Values>
    sql::Query add(Statement &statement, const Values &...values) {
        parts_.push_back({nullptr, &statement});
        return sql::Query(statement, values...);
    }

    // Throws Fault, the first one.
    void execute();

  private:
    struct Part {
        const char *command;
        Statement *statement;
    };

    Session &session_;
    std::vector<Part> parts_;
};

} // namespace sample_host::postgresql
