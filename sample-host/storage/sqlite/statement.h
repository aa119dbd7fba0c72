// statement.h - a prepared statement of SQLite. Thread-safety: none.
#pragma once

#include <SQLiteCpp/Statement.h>

#include "storage/sql/statement.h"

namespace sample_host::sqlite {

class Statement : public sql::Statement {
  public:
    Statement(SQLite::Database &database, const std::string &text) : statement_(database, text) {}

    void bind_null(int parameter) override;
    void bind_integer(int parameter, std::int64_t value) override;
    void bind_text(int parameter, std::string_view text) override;
    void bind_bytes(int parameter, gs_bytes bytes) override;

    bool step() override;
    int execute() override;
    void reset() noexcept override;

    bool is_null(int column) const override;
    std::optional<std::int64_t> integer(int column) const override;
    std::optional<std::string_view> text(int column) const override;
    std::optional<gs_bytes> bytes(int column) const override;
    std::string_view name(int column) const override;

  private:
    mutable SQLite::Statement statement_; // reading a column is not const there
};

} // namespace sample_host::sqlite
