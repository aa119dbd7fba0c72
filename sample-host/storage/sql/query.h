// query.h - one use of a prepared statement: values are bound in the order of their parameters, columns are read in
// the order of the select. At the end of its life the statement is reset, ready for the next use.
// Thread-safety: none; it belongs to the connection's holder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <gateway_scheduler/abi.h>

#include "storage/sql/statement.h"
#include "storage/sql/words.h"

namespace sample_host::sql {

// An instant or nothing: GS_NO_TIME is NULL in the database.
struct Time {
    std::int64_t value;
};

// Bytes that the caller keeps until the query is gone.
struct Blob {
    gs_bytes bytes;
};

std::string_view view(const gs_string &text);
gs_string borrow(std::string_view text);

class Query {
  public:
    template <class... Values>
    explicit Query(Statement &statement, const Values &...values) : statement_(&statement) {
        (bind(values), ...);
    }
    // Binds one value more, before the first step.
    template <class Value>
    void add(const Value &value) {
        bind(value);
    }

    Query(Query &&other) noexcept;
    Query(const Query &) = delete;
    Query &operator=(const Query &) = delete;
    Query &operator=(Query &&) = delete;
    ~Query();

    bool step();   // to the next row; false: there is none
    int execute(); // of a statement without rows: how many were changed

    std::string text_at(int column) const; // without going on; throws std::runtime_error when it is no text

    // The next column of the row. They throw UnreadableRow when the column holds something else. Text and bytes are
    // borrowed until the next step.
    std::int64_t integer();
    std::int32_t small_integer();
    std::int64_t time();
    std::string_view text();
    gs_string borrowed_text();
    std::string_view text_or_none(); // NULL: empty
    gs_bytes bytes_or_none();
    gs_id id();
    gs_id id_or_none();
    std::int32_t word(const Words &words);

  private:
    void bind(std::int64_t value);
    void bind(std::int32_t value);
    void bind(std::uint32_t value);
    void bind(Time time);
    void bind(const Blob &blob);
    void bind(const std::string &text);
    void bind(std::string_view text);
    void bind(const gs_string &text);
    void bind(const gs_id &id);
    [[noreturn]] void refuse_column(std::string_view expected) const;

    Statement *statement_;
    int bound_ = 0;
    int column_ = 0;
};

} // namespace sample_host::sql
