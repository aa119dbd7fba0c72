// wake_reads.cpp - runs and records that somebody has to look at, merged into one order by (wake_at, id).
#include <optional>
#include <string>

#include "storage/sqlite/fault.h"
#include "storage/sqlite/id_text.h"
#include "storage/sqlite/reads.h"
#include "storage/sqlite/run_row.h"

namespace sample_host::sqlite {

namespace {

std::string wake_text(const char *columns, const char *table) {
    return std::string("SELECT ") + columns + " FROM " + table +
           " WHERE wake_at <= ?1 AND (wake_at, id) > (?2, ?3) ORDER BY wake_at, id";
}

// One of the two tables: its next decoded row, borrowed from the query until the next step.
template <class Row>
class Stream {
  public:
    Stream(Query query, Row (*read)(Query &)) : query_(std::move(query)), read_(read) { step(); }

    // The next row, or null at the end.
    const Row *next() const { return next_ ? &*next_ : nullptr; }

    void step() {
        next_.reset();
        while (!next_ && query_.step()) {
            try {
                next_ = read_(query_);
            } catch (const UnreadableRow &) {
                continue;
            }
        }
    }

  private:
    Query query_;
    Row (*read_)(Query &);
    std::optional<Row> next_;
};

template <class Left, class Right>
bool is_before(const Left &left, const Right &right) {
    if (left.wake_at != right.wake_at) return left.wake_at < right.wake_at;
    return id_text(left.id) < id_text(right.id);
}

} // namespace

const Sql wake_runs_sql{wake_text(run_columns, "run")};
const Sql wake_records_sql{wake_text(record_columns, "record")};

void read_wake_runs(Connection &connection, const gs_wake_page &page, const gs_answer &answer) {
    const std::string after_id = is_none(page.after_id) ? std::string() : id_text(page.after_id);
    Stream<gs_run> runs(connection.query(wake_runs_sql, page.until, page.after_wake_at, after_id), read_run);
    Stream<gs_record> records(connection.query(wake_records_sql, page.until, page.after_wake_at, after_id),
                              read_record);
    for (std::uint32_t told = 0; told < page.limit; ++told) {
        const gs_run *run = runs.next();
        const gs_record *record = records.next();
        if (run != nullptr && (record == nullptr || is_before(*run, *record))) {
            if (answer.run != nullptr) answer.run(answer.context, run);
            runs.step();
        } else if (record != nullptr) {
            if (answer.record != nullptr) answer.record(answer.context, record);
            records.step();
        } else {
            return;
        }
    }
}

} // namespace sample_host::sqlite
