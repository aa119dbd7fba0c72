// arrays.h - lists as PostgreSQL takes arrays in a parameter's binary form: nothing has to be read as text.
// Thread-safety: none.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <gateway_scheduler/abi.h>

#include "storage/sql/query.h"

namespace sample_host::postgresql {

// Of text, uuid, bigint and bytea. Throws sql::BadItem for a text that PostgreSQL's cannot hold.
std::string array_of(const std::vector<std::string_view> &texts);
std::string array_of(const std::vector<gs_id> &ids);
std::string array_of(const std::vector<std::int64_t> &numbers); // GS_NO_TIME: NULL
std::string array_of(const std::vector<gs_bytes> &values);      // without bytes: NULL

sql::Blob lend(const std::string &array); // for as long as it lives

// Keeps the arrays that statements borrow.
class Arrays {
  public:
    template <class Value>
    sql::Blob keep(const std::vector<Value> &values) {
        return lend(kept_.emplace_back(array_of(values)));
    }

  private:
    std::deque<std::string> kept_;
};

} // namespace sample_host::postgresql
