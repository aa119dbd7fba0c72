// wake_reads.cpp - runs and records that somebody has to look at, merged into one order by (wake_at, id).
#include <optional>
#include <string>

#include "storage/sql/fault.h"
#include "storage/sql/id_text.h"
#include "storage/sql/page.h"
#include "storage/sql/reads.h"
#include "storage/sql/run_row.h"

namespace sample_host::sql {

namespace {

std::string wake_text(const char *columns, const char *table) {
    return std::string("SELECT wake_at, ") + columns + " FROM " + table +
           " WHERE wake_at <= ?1 AND (wake_at, id) > (?2, ?3) ORDER BY wake_at, id LIMIT ?4";
}

// One of the two tables: its next decoded row, borrowed from the query until the next step.
template <class Row>
class Stream {
  public:
    Stream(Connection &connection, const Sql &sql, const gs_wake_page &page, Row (*read)(Query &))
        : connection_(connection),
          sql_(sql),
          page_(page),
          read_(read),
          after_wake_at_(page.after_wake_at),
          after_id_(is_none(page.after_id) ? before_all_ids : id_text(page.after_id)) {
        step();
    }

    // The next row, or null at the end.
    const Row *next() const { return next_ ? &*next_ : nullptr; }

    void step() {
        next_.reset();
        while (!next_ && advance()) {
            try {
                next_ = read_(*query_);
            } catch (const UnreadableRow &) {
                continue;
            }
        }
    }

  private:
    // To the next row, of the next page if this one is over, and behind its wake_at; false: there is none.
    bool advance() {
        while (true) {
            if (query_ && query_->step()) {
                ++seen_;
                after_wake_at_ = query_->integer();
                after_id_ = query_->text_at(1);
                return true;
            }
            if (query_ && seen_ < page_.limit) return false;
            query_.reset();
            query_.emplace(connection_.query(sql_, page_.until, after_wake_at_, after_id_, page_.limit));
            seen_ = 0;
        }
    }

    Connection &connection_;
    const Sql &sql_;
    const gs_wake_page &page_;
    Row (*read_)(Query &);
    std::int64_t after_wake_at_;
    std::string after_id_;
    std::optional<Query> query_;
    std::uint32_t seen_ = 0; // of the query's page
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
    Stream<gs_run> runs(connection, wake_runs_sql, page, read_run);
    Stream<gs_record> records(connection, wake_records_sql, page, read_record);
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

} // namespace sample_host::sql
