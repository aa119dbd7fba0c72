// page.h - a page of rows by key, from which rows that cannot be decoded are left out: what they leave empty is filled
// with the rows behind them.
// Thread-safety: the caller holds the connection.
#pragma once

#include <cstdint>
#include <string>

#include "storage/sql/fault.h"
#include "storage/sql/query.h"

namespace sample_host::sql {

// As text: behind every id but the greatest, which nobody makes; and before all of them.
inline const std::string behind_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";
inline const std::string before_all_ids = "00000000-0000-0000-0000-000000000000";

// `query(key, limit)` selects up to so many rows behind the key, which is their first column; `tell(query)` tells of
// one row, or throws UnreadableRow.
template <class MakeQuery, class Tell>
void tell_page(std::string key, std::uint32_t limit, const MakeQuery &query, const Tell &tell) {
    while (limit > 0) {
        std::uint32_t seen = 0;
        std::uint32_t told = 0;
        {
            Query rows = query(key, limit);
            while (rows.step()) {
                ++seen;
                key = rows.text_at(0);
                try {
                    tell(rows);
                    ++told;
                } catch (const UnreadableRow &) {
                    continue;
                }
            }
        }
        if (seen < limit) return;
        limit -= told;
    }
}

} // namespace sample_host::sql
