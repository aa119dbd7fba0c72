// statement.h - what a driver makes of a prepared statement. One query at a time uses it; what it lends holds until the
// next step or reset.
// Thread-safety: none; it belongs to the connection's holder. Functions throw the driver's own exceptions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <gateway_scheduler/abi.h>

namespace sample_host::sql {

class Statement {
  public:
    Statement() = default;
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;
    virtual ~Statement() = default;

    // Parameters count from 1. Throw BadItem for a value that no row can hold.
    virtual void bind_null(int parameter) = 0;
    virtual void bind_integer(int parameter, std::int64_t value) = 0;
    virtual void bind_text(int parameter, std::string_view text) = 0;
    virtual void bind_bytes(int parameter, gs_bytes bytes) = 0; // which the caller keeps until the reset

    virtual bool step() = 0;   // to the next row; false: there is none
    virtual int execute() = 0; // of a statement without rows: how many were changed
    virtual void reset() noexcept = 0;

    // Of the present row; columns count from 0. nullopt: the column holds something else.
    virtual bool is_null(int column) const = 0;
    virtual std::optional<std::int64_t> integer(int column) const = 0;
    virtual std::optional<std::string_view> text(int column) const = 0;
    virtual std::optional<gs_bytes> bytes(int column) const = 0;
    virtual std::string_view name(int column) const = 0;
};

} // namespace sample_host::sql
