// statement.h - a prepared statement of PostgreSQL. All rows come at once with the first step.
// Thread-safety: none.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "storage/postgresql/session.h"
#include "storage/sql/statement.h"

namespace sample_host::postgresql {

class Statement : public sql::Statement {
  public:
    // Prepares the text, in which the parameters are $1, $2 and so on, under the name.
    Statement(Session &session, std::string name, const std::string &text);

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

    // As a part of a pipeline: sent with what is bound; and what it came to.
    void send();
    void take(Result result) { result_ = std::move(result); }

  private:
    struct Value {
        std::string text;
        const std::uint8_t *bytes = nullptr;
        int size = 0;
        bool null = true;
    };

    Value &value_of(int parameter);
    std::vector<Parameter> parameters() const;
    void run();
    std::string_view raw(int column) const;
    std::string_view kept(int column, std::string text) const;
    std::string_view told(int column, std::string_view stored) const; // as it was before it was stored

    Session &session_;
    std::string name_;
    std::vector<Value> values_;
    Result result_;
    int row_ = -1;
    mutable std::vector<std::string> made_; // texts of the row that are not as they stand in the result, by column
};

} // namespace sample_host::postgresql
