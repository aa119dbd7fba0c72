// updates.h - the updates of one call on their way into statements and out of their answers.
// Thread-safety: the caller holds the connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/postgresql/arrays.h"
#include "storage/sql/connection.h"
#include "storage/sql/write_call.h"

namespace sample_host::postgresql {

using Places = std::vector<std::uint32_t>; // of items in their call

class Updates {
  public:
    Updates(sql::WriteCall &call, const gs_update *const *items, std::uint32_t count)
        : call_(call), items_(items), answers_(count) {}

    sql::WriteCall &call() const { return call_; }
    const gs_update &item(std::uint32_t place) const { return *items_[place]; }
    sql::ItemAnswer &answer(std::uint32_t place) { return *answers_[place]; } // of one that was read
    bool is_answered(std::uint32_t place) const { return answers_[place].has_value(); }
    std::vector<std::optional<sql::ItemAnswer>> take_answers() { return std::move(answers_); }

    // One value of each of these items, as an array.
    template <class Read>
    sql::Blob numbers(const Places &places, const Read &read) {
        return arrays_.keep(column<std::int64_t>(places, read));
    }
    template <class Read>
    sql::Blob texts(const Places &places, const Read &read) {
        return arrays_.keep(column<std::string_view>(places, read));
    }
    template <class Read>
    sql::Blob bytes(const Places &places, const Read &read) {
        return arrays_.keep(column<gs_bytes>(places, read));
    }

    // ?1 run ids, ?2 epochs, ?3 the caller's incarnation, and then the values. The query borrows from this.
    template <class... Values>
    sql::Query query(const sql::Sql &sql, const Places &places, const Values &...values) {
        return call_.connection().query(
            sql, arrays_.keep(column<gs_id>(places, [](const gs_update &item) { return item.run_id; })),
            numbers(places, [](const gs_update &item) { return item.epoch; }), call_.incarnation(), values...);
    }

    // Columns of what such a statement returns: the place among `places`, from 1 on, as the place in the call; and
    // epoch, attempt, state and outcome.
    static std::uint32_t read_place(const Places &places, sql::Query &row);
    void read_answer(std::uint32_t place, sql::Query &row);

  private:
    template <class Value, class Read>
    std::vector<Value> column(const Places &places, const Read &read) const {
        std::vector<Value> values;
        values.reserve(places.size());
        for (const std::uint32_t place : places) values.push_back(read(*items_[place]));
        return values;
    }

    sql::WriteCall &call_;
    const gs_update *const *items_;
    Arrays arrays_;
    std::vector<std::optional<sql::ItemAnswer>> answers_;
};

// close_together.cpp: runs that end, and the counters of their jobs.
bool is_plain_close(const gs_update &item);
void close_together(Updates &updates, const Places &places);

} // namespace sample_host::postgresql
