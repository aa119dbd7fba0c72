// The routes below /v1/runs. Called on worker threads, several at once; nothing is shared between calls.
#include "api/handlers.h"
#include "api/store_reader.h"
#include "json/id.h"
#include "json/object_writer.h"

#include <algorithm>
#include <iterator>

namespace sample_host::api {
namespace {

// A run may carry 64 KiB of output, so a page is small.
constexpr uint32_t default_page = 100;
constexpr uint32_t largest_page = 200;

bool is_newer(const HistoryRow &left, const HistoryRow &right) {
    return json::comes_before(right.id, left.id);
}

bool is_due_later(const HistoryRow &left, const HistoryRow &right) {
    return left.due_at != right.due_at ? left.due_at > right.due_at : is_newer(left, right);
}

// The newest `limit` rows of both kinds together.
std::vector<HistoryRow> newest_rows(const StoreReader &reader, const std::string &job, const gs_id &before,
                                    uint32_t limit) {
    std::vector<HistoryRow> runs = reader.runs(job, before, limit);
    std::vector<HistoryRow> records = reader.records(job, before, limit);
    std::vector<HistoryRow> rows;
    std::merge(std::make_move_iterator(runs.begin()), std::make_move_iterator(runs.end()),
               std::make_move_iterator(records.begin()), std::make_move_iterator(records.end()),
               std::back_inserter(rows), is_newer);
    if (rows.size() > limit) rows.resize(limit);
    return rows;
}

} // namespace

// Pages follow the ids, the order in which rows came to be, since that is what the store keeps an index on; within a
// page the rows are in the order of their due times. `next` is the id to go on before.
Response list_runs(const Exchange &exchange) {
    exchange.target.allow_parameters({"job", "limit", "before"});
    const uint32_t limit = exchange.target.limit(default_page, largest_page);
    const auto before = exchange.target.parameter("before");
    const StoreReader reader(exchange.gateway);
    std::vector<HistoryRow> rows = newest_rows(reader, exchange.target.parameter("job").value_or(""),
                                               before ? json::parse_id(*before) : gs_id{}, limit);
    const std::string next = rows.size() < limit ? std::string() : json::format_id(rows.back().id);
    std::sort(rows.begin(), rows.end(), is_due_later);
    std::string list = "[";
    for (const HistoryRow &row : rows) {
        if (row.is_event) continue;
        if (list.size() > 1) list += ',';
        list += row.json;
    }
    json::ObjectWriter writer;
    writer.raw("runs", list + ']');
    writer.text_or_null("next", next);
    return {200, writer.finish(), {}, {}};
}

Response cancel_run(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    if (!exchange.request.body.empty()) throw RequestError(400, "this request takes no body");
    const gs_id run_id = json::parse_id(exchange.id);
    ask_scheduler(
        [&](gs_error *error) { return exchange.gateway.api.cancel_run(exchange.gateway.scheduler, &run_id, error); });
    return {202, json::ObjectWriter().text("run_id", json::format_id(run_id)).finish(), {}, {}};
}

} // namespace sample_host::api
